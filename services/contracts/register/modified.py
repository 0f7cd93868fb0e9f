"""The rules by which an agreed modification takes effect, against everything that took effect before it (R20)."""

from collections.abc import Sequence
from datetime import date, timedelta

from services.contracts.law.facts import ClauseFacts, EarlierModification, GroundAnswer
from services.contracts.law.modifying import assess_modification
from services.contracts.law.regimes import regime_of_modification
from services.contracts.register.commands import ModifyContract, RecordContractReviewClause
from services.contracts.register.expiring import passed_alert
from services.contracts.register.refusals import ClauseRecordedTwice
from services.contracts.register.state import (
    AppliedModification,
    Contract,
    ContractStatus,
    ReviewClause,
    annual_value_pence,
)
from shared.events.contracts.register import ContractEvent
from shared.events.contracts.register_life import (
    ContractModificationDeclined,
    ContractModified,
    ContractReviewClauseRecorded,
)
from shared.kernel.dates import term_months
from shared.kernel.parts import MOST_PENCE

LAST_DAY = date(2199, 12, 31)


def record_clause(command: RecordContractReviewClause, contract: Contract) -> Sequence[ContractEvent]:
    """As the contract has it; a clause that is recorded is never rewritten."""
    if any(clause.clause_ref == command.clause_ref for clause in contract.clauses):
        raise ClauseRecordedTwice(f"Clause {command.clause_ref} of contract {contract.ref} is recorded already.")
    said = command.model_dump()
    return [ContractReviewClauseRecorded(contract_id=contract.contract_id, ref=contract.ref, **said)]


def clause_facts(clauses: Sequence[ReviewClause], clause_ref: str | None) -> ClauseFacts | None:
    """What the law asks of the clause of this name; None when the contract has none such."""
    for clause in clauses:
        if clause.clause_ref == clause_ref:
            return ClauseFacts(**{name: getattr(clause, name) for name in ClauseFacts.model_fields})
    return None


def earlier(modifications: Sequence[AppliedModification]) -> tuple[EarlierModification, ...]:
    """What took effect so far, as the law looks at it."""
    return tuple(
        EarlierModification(ground=one.ground, delta_value_pence=one.delta_value_pence) for one in modifications
    )


def modify(command: ModifyContract, contract: Contract) -> Sequence[ContractEvent]:
    """Modified, or declined with the reason: two agreed at once never slip under a limit together."""
    if command.modification_id in (*(one.modification_id for one in contract.modifications), *contract.declined):
        return []
    known = {
        "contract_id": contract.contract_id,
        "ref": contract.ref,
        "modification_id": command.modification_id,
        "modification_ref": command.modification_ref,
    }
    new_end = contract.end + timedelta(days=command.facts.delta_term_days)
    reason = _out_of_bounds(command, contract, new_end) or _not_carried(command, contract)
    if reason is not None:
        return [ContractModificationDeclined.model_validate(known | {"reason": reason})]
    return [ContractModified.model_validate(known | _effect(command, contract, new_end))]


def _effect(command: ModifyContract, contract: Contract, new_end: date) -> dict[str, object]:
    facts = command.facts
    new_value = contract.value_pence + facts.delta_value_pence
    months = term_months(contract.start, new_end) if new_end != contract.end else contract.term_months
    return {
        "regime": regime_of_modification(facts.cpv, facts.procurement_began_on, facts.modified_on).regime,
        "ground": command.ground,
        "clause_ref": command.clause_ref,
        "delta_value_pence": facts.delta_value_pence,
        "delta_term_days": facts.delta_term_days,
        "effective_on": command.effective_on,
        "new_value_pence": new_value,
        "new_annual_value_pence": annual_value_pence(new_value, months),
        "new_term_months": months,
        "new_end": new_end,
        "passed_alert_months": passed_alert(new_end, command.today),
    }


def _out_of_bounds(command: ModifyContract, contract: Contract, new_end: date) -> str | None:
    if contract.status is not ContractStatus.ACTIVE or command.today > contract.end:
        return f"the contract is {contract.status}, its term ended on {contract.end}"
    return out_of_bounds(
        delta_value_pence=command.facts.delta_value_pence,
        new_end=new_end,
        start=contract.start,
        effective_on=command.effective_on,
        value_pence=contract.value_pence,
        options_pence=sum(option.value_pence for option in contract.options[contract.options_taken :]),
    )


def out_of_bounds(
    *, delta_value_pence: int, new_end: date, start: date, effective_on: date, value_pence: int, options_pence: int
) -> str | None:
    """Why a contract cannot have such a value or end at all, whatever the law says; None when it can."""
    if value_pence + delta_value_pence < 0:
        return f"it is worth {value_pence} pence, and nothing is worth less than nothing"
    if value_pence + delta_value_pence + options_pence > MOST_PENCE:
        return f"with all options it would be worth more than {MOST_PENCE} pence"
    if not max(start + timedelta(days=1), effective_on) <= new_end <= LAST_DAY:
        return f"it would end on {new_end}, before the modification holds or beyond what the register keeps"
    return None


def _not_carried(command: ModifyContract, contract: Contract) -> str | None:
    now = command.facts.model_copy(
        update={
            "earlier": earlier(contract.modifications),
            "clause": clause_facts(contract.clauses, command.clause_ref),
        }
    )
    relied = next(one for one in assess_modification(now).considered if one.ground == command.ground)
    if relied.met:
        return None
    return f"{relied.citation} no longer carries it: {' '.join(_failing(relied))}"


def _failing(ground: GroundAnswer) -> Sequence[str]:
    return [reason for reason in ground.reasons if not reason.startswith(("Holds", "Within"))]
