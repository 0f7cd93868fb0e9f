"""The rules of the register."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import assert_never

from services.contracts.register.commands import (
    ActivateContract,
    AlertContractExpiry,
    ExpireContract,
    ExtendContract,
    Gate,
    ModifyContract,
    NovateContract,
    PlanContractExpiry,
    RecordContractFinding,
    RecordContractReviewClause,
    RegisterCommand,
    RegisterContract,
    RemindOfReviewPoint,
    RollContractIntoAcs,
    SetContractReviewPoint,
    TerminateContract,
)
from services.contracts.register.expiring import alert, passed_alert, plan, remind, roll, set_point
from services.contracts.register.modified import modify, record_clause
from services.contracts.register.refusals import (
    AlreadyAProvider,
    AssessedInFuture,
    ContractHasEnded,
    ContractNotActive,
    ContractNotDraft,
    ContractNotFound,
    ContractStillRunning,
    ContractTermOver,
    EffectiveInFuture,
    FindingWithoutEvidence,
    NotAnAgreedOption,
    NotAProvider,
    OutsideTerm,
    ProcurementNotComplete,
    ProviderIsCommissioner,
    ProviderNotAwarded,
    SignedInFuture,
    SignedTooEarly,
    WorthMoreThanAwarded,
)
from services.contracts.register.registering import register
from services.contracts.register.state import Contract, ContractStatus, annual_value_pence, evolve
from shared.events.contracts.register import (
    ContractActivated,
    ContractEvent,
    ContractExpired,
    ContractExtended,
    ContractFindingRecorded,
    ContractNovated,
    ContractTerminated,
)
from shared.kernel.authority import within_authority
from shared.kernel.dates import extended_end
from shared.kernel.decider import Decider


def decide(command: RegisterCommand, contract: Contract | None) -> Sequence[ContractEvent]:
    """What happens, or a refusal."""
    if isinstance(command, RegisterContract):
        return register(command, contract)
    if contract is None:
        raise ContractNotFound("There is no such contract.")
    match command:
        case ActivateContract():
            return _activate(command, contract)
        case ExtendContract():
            return _extend(command, contract)
        case RecordContractFinding():
            return _record_finding(command, contract)
        case NovateContract():
            return _novate(command, contract)
        case TerminateContract():
            return _terminate(command, contract)
        case ExpireContract():
            return _expire(command, contract)
        case AlertContractExpiry():
            return alert(command, contract)
        case RemindOfReviewPoint():
            return remind(command, contract)
        case ModifyContract():
            return modify(command, contract)
        case PlanContractExpiry() | RollContractIntoAcs():
            return _of_its_end(command, contract)
        case RecordContractReviewClause() | SetContractReviewPoint():
            return _flexible(command, contract)
    assert_never(command)


def _of_its_end(command: PlanContractExpiry | RollContractIntoAcs, contract: Contract) -> Sequence[ContractEvent]:
    _in_force(contract)
    if isinstance(command, PlanContractExpiry):
        return plan(command, contract)
    _in_effect(command.effective_on, command.today, contract)
    return roll(command, contract)


def _flexible(
    command: RecordContractReviewClause | SetContractReviewPoint, contract: Contract
) -> Sequence[ContractEvent]:
    if contract.status not in (ContractStatus.DRAFT, ContractStatus.ACTIVE):
        raise ContractHasEnded(f"Contract {contract.ref} is {contract.status}.", status=contract.status)
    if isinstance(command, SetContractReviewPoint):
        return set_point(command, contract)
    return record_clause(command, contract)


def _activate(command: ActivateContract, contract: Contract) -> Sequence[ContractEvent]:
    if contract.status is not ContractStatus.DRAFT:
        raise ContractNotDraft(f"Contract {contract.ref} is {contract.status}.", status=contract.status)
    if command.signed_on > command.today:
        raise SignedInFuture(f"The signature is dated {command.signed_on}, after today.")
    _through(command.gate, command.signed_on, contract)
    # The options are agreed with the contract: nobody is asked again when they are taken.
    within_authority(command.approval, contract.value_pence + sum(one.value_pence for one in contract.options))
    return [
        ContractActivated(
            contract_id=contract.contract_id,
            ref=contract.ref,
            signed_on=command.signed_on,
            value_pence=contract.value_pence,
            annual_value_pence=annual_value_pence(contract.value_pence, contract.term_months),
            start=contract.start,
            end=contract.end,
            commissioners=contract.commissioners,
            procurement_id=contract.procurement_id,
            delegation_id=command.delegation_id,
        )
    ]


def _through(gate: Gate | None, signed_on: date, contract: Contract) -> None:
    """What the procurement has to say before the signature."""
    if gate is None:
        return
    if gate.missing:
        raise ProcurementNotComplete(
            f"Procurement {gate.ref} still misses: {'; '.join(gate.missing)}.", missing=list(gate.missing)
        )
    if gate.sign_from is not None and signed_on < gate.sign_from:
        raise SignedTooEarly(f"It may be signed from {gate.sign_from} on, after the standstill of {gate.ref}.")
    if gate.awarded_on is not None and signed_on < gate.awarded_on:
        raise SignedTooEarly(f"Procurement {gate.ref} was awarded on {gate.awarded_on}, and is signed from then on.")
    if gate.awarded_value_pence is not None and contract.value_pence > gate.awarded_value_pence:
        raise WorthMoreThanAwarded(
            f"Procurement {gate.ref} awarded less than contract {contract.ref} is worth.",
            awarded_value_pence=gate.awarded_value_pence,
            value_pence=contract.value_pence,
        )
    if strangers := [code for code in contract.contracting if code not in gate.awarded_to]:
        raise ProviderNotAwarded(f"Procurement {gate.ref} was not awarded to {', '.join(strangers)}.")


def _extend(command: ExtendContract, contract: Contract) -> Sequence[ContractEvent]:
    _in_force(contract)
    if command.today > contract.end:
        raise ContractTermOver(f"The term of contract {contract.ref} ended on {contract.end}.")
    following = contract.options_taken + 1
    if command.option_no != following or following > len(contract.options):
        raise NotAnAgreedOption(
            f"Option {command.option_no} is not the next of the {len(contract.options)} agreed.",
            agreed=len(contract.options),
            taken=contract.options_taken,
        )
    option = contract.options[command.option_no - 1]
    months = contract.term_months + option.months
    # Counted from one end: a month after a month is not always where two months are.
    new_end = extended_end(contract.counted_end, months - contract.counted_months)
    new_value = contract.value_pence + option.value_pence
    return [
        ContractExtended(
            contract_id=contract.contract_id,
            ref=contract.ref,
            option_no=command.option_no,
            months=option.months,
            added_from=contract.end + timedelta(days=1),
            added_value_pence=option.value_pence,
            new_end=new_end,
            new_value_pence=new_value,
            new_annual_value_pence=annual_value_pence(new_value, months),
            passed_alert_months=passed_alert(new_end, command.today),
        )
    ]


def _record_finding(command: RecordContractFinding, contract: Contract) -> Sequence[ContractEvent]:
    if contract.status is ContractStatus.DRAFT:
        raise ContractNotActive(f"Contract {contract.ref} is still a draft.", status=contract.status)
    if not command.evidence:
        raise FindingWithoutEvidence("A finding needs at least one item of evidence.")
    if command.assessed_on > command.today:
        raise AssessedInFuture(f"The assessment is dated {command.assessed_on}, after today.")
    return [
        ContractFindingRecorded(
            contract_id=contract.contract_id,
            ref=contract.ref,
            finding=command.finding,
            themes=command.themes,
            evidence=command.evidence,
            assessed_on=command.assessed_on,
            newest=contract.assessed_on is None or command.assessed_on >= contract.assessed_on,
        )
    ]


def _novate(command: NovateContract, contract: Contract) -> Sequence[ContractEvent]:
    _in_force(contract)
    _in_effect(command.effective_on, command.today, contract)
    if command.from_ods not in contract.providers:
        raise NotAProvider(f"{command.from_ods} is not a provider under contract {contract.ref}.")
    if command.to_ods in contract.providers:
        raise AlreadyAProvider(f"{command.to_ods} is already a provider under contract {contract.ref}.")
    if command.to_ods in contract.commissioners:
        raise ProviderIsCommissioner(f"{command.to_ods} is a commissioner of contract {contract.ref}.", field="to_ods")
    said = command.model_dump(exclude={"today"})
    return [ContractNovated(contract_id=contract.contract_id, ref=contract.ref, **said)]


def _terminate(command: TerminateContract, contract: Contract) -> Sequence[ContractEvent]:
    _in_force(contract)
    _in_effect(command.effective_on, command.today, contract)
    said = command.model_dump(exclude={"today"})
    return [ContractTerminated(contract_id=contract.contract_id, ref=contract.ref, **said)]


def _expire(command: ExpireContract, contract: Contract) -> Sequence[ContractEvent]:
    if contract.status is ContractStatus.EXPIRED:
        return []
    _in_force(contract)
    if command.today <= contract.end:
        raise ContractStillRunning(f"Contract {contract.ref} runs to the end of {contract.end}.")
    return [ContractExpired(contract_id=contract.contract_id, ref=contract.ref, end=contract.end)]


def _in_force(contract: Contract) -> None:
    if contract.status is not ContractStatus.ACTIVE:
        raise ContractNotActive(f"Contract {contract.ref} is {contract.status}.", status=contract.status)


def _in_effect(day: date, today: date, contract: Contract) -> None:
    if day > today:
        raise EffectiveInFuture(f"It takes effect on {day} and can be recorded from that day on.")
    if not contract.start <= day <= contract.end:
        raise OutsideTerm(f"{day} is outside the term of {contract.start} to {contract.end}.")


contract_decider: Decider[RegisterCommand, Contract | None, ContractEvent] = Decider(
    category="contract",
    events=ContractEvent.__args__,
    initial=None,
    decide=decide,
    evolve=evolve,
)
