"""The rules of proposing and assessing: what the law is told of a modification, and what it says."""

from collections.abc import Sequence
from datetime import timedelta

from services.contracts.law.modifying import assess_modification
from services.contracts.modifications.commands import AssessModification, ContractAsItStands, ProposeModification
from services.contracts.modifications.refusals import (
    ClauseNotRecorded,
    ContractNotInForce,
    EffectBackdated,
    ModificationNotOpen,
    ModificationOutOfBounds,
    NothingModified,
    ServiceNotClassified,
)
from services.contracts.modifications.state import Modification, ModificationStatus
from services.contracts.register.modified import clause_facts, earlier, out_of_bounds
from shared.events.contracts.law import ModificationFacts
from shared.events.contracts.modifications import ModificationAssessed, ModificationEvent, ModificationProposed

OPEN = (ModificationStatus.PROPOSED, ModificationStatus.PERMITTED, ModificationStatus.NOT_PERMITTED)
SAID = (
    "delta_value_pence",
    "delta_term_days",
    "cause",
    "substantial_in",
    "change_of_contractor_impractical",
    "successor_qualifies",
    "risk_named_in_notice",
    "aimed_at_circumvention",
    "made_together_with_earlier",
    "kind",
    "authority",
    "light_touch",
    "indexed_value_pence",
    "threshold_pence",
)
"""What a proposal and the law call by the same name."""


def propose(command: ProposeModification) -> Sequence[ModificationEvent]:
    """A proposal that the contract as it stands could bear; whether the law does is asked next."""
    contract = command.contract
    if not contract.in_force:
        raise ContractNotInForce(f"Contract {contract.ref} is not in force.")
    if not (command.delta_value_pence or command.delta_term_days or command.character_change) and (
        command.cause in ("authority", "external")
    ):
        raise NothingModified("Say by how much value or term change, or that the contract changes its character.")
    if command.effective_on < max(command.today, contract.start):
        raise EffectBackdated(f"It can hold from {max(command.today, contract.start)} on, and not before.")
    if not (contract.cpv or command.cpv):
        raise ServiceNotClassified(f"Give the CPV code of the service: contract {contract.ref} has none.")
    _within_bounds(command)
    said = {name: getattr(command, name) for name in ModificationProposed.model_fields if hasattr(command, name)}
    known = {
        "parties": tuple(dict.fromkeys((*contract.commissioners, *contract.providers))),
        "commissioners": contract.commissioners,
        "localities": contract.localities,
        "contract_ref": contract.ref,
        "facts": _facts(command),
        "proposed_by": command.by,
    }
    return [ModificationProposed.model_validate(said | known)]


def assess(command: AssessModification, modification: Modification) -> Sequence[ModificationEvent]:
    """What the law says of it today, against everything that took effect so far."""
    if modification.status not in OPEN:
        raise ModificationNotOpen(f"Modification {modification.ref} is {modification.status}.")
    if not command.contract.in_force:
        raise ContractNotInForce(f"Contract {command.contract.ref} is not in force.")
    facts = as_of_today(modification.facts, command.contract, modification.clause_ref)
    found = assess_modification(facts)
    shared = {name: getattr(found, name) for name in ModificationAssessed.model_fields if hasattr(found, name)}
    known = {
        "modification_id": modification.modification_id,
        "ref": modification.ref,
        "contract_ref": modification.contract_ref,
        "notice_required": bool(found.notices),
        "facts": facts,
        "assessed_on": command.today,
    }
    return [ModificationAssessed.model_validate(shared | known)]


def as_of_today(facts: ModificationFacts, contract: ContractAsItStands, clause_ref: str | None) -> ModificationFacts:
    """The facts with what took effect so far, and what was used of the clause."""
    now = {"earlier": earlier(contract.modifications), "clause": clause_facts(contract.clauses, clause_ref)}
    return facts.model_copy(update=now)


def _facts(command: ProposeModification) -> ModificationFacts:
    contract = command.contract
    clause = clause_facts(contract.clauses, command.clause_ref)
    if command.clause_ref is not None and clause is None:
        raise ClauseNotRecorded(f"Record clause {command.clause_ref} of contract {contract.ref} first.")
    known = {
        "cpv": contract.cpv or command.cpv,
        "procurement_began_on": contract.procurement_began_on or command.procurement_began_on or contract.start,
        "modified_on": command.effective_on,
        "awarded_route": contract.awarded_route,
        "original_value_pence": contract.original_value_pence,
        "max_term_days": contract.max_term_days,
        "materially_different": command.character_change,
        "clause": clause,
        "earlier": earlier(contract.modifications),
    }
    return ModificationFacts.model_validate({name: getattr(command, name) for name in SAID} | known)


def _within_bounds(command: ProposeModification) -> None:
    contract = command.contract
    reason = out_of_bounds(
        delta_value_pence=command.delta_value_pence,
        new_end=contract.end + timedelta(days=command.delta_term_days),
        start=contract.start,
        effective_on=command.effective_on,
        value_pence=contract.value_pence,
        options_pence=contract.options_pence,
    )
    if reason is not None:
        raise ModificationOutOfBounds(f"Contract {contract.ref} cannot be modified so: {reason}.")
