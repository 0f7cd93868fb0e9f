"""The rules of the register."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import assert_never
from uuid import UUID

from services.contracts.register.commands import (
    ActivateContract,
    ExpireContract,
    ExtendContract,
    NovateContract,
    RecordContractFinding,
    RegisterCommand,
    RegisterContract,
    TerminateContract,
)
from services.contracts.register.refusals import (
    AlreadyAProvider,
    AssessedInFuture,
    ContractNotActive,
    ContractNotDraft,
    ContractNotFound,
    ContractRefTaken,
    ContractStillRunning,
    ContractTermOver,
    EndNotAfterStart,
    FindingWithoutEvidence,
    NotAnAgreedOption,
    NotAProvider,
    OutsideTerm,
    ProviderNamedTwice,
)
from shared.events.contracts.register import (
    ContractActivated,
    ContractEvent,
    ContractExpired,
    ContractExtended,
    ContractFindingRecorded,
    ContractNovated,
    ContractRegistered,
    ContractTerminated,
    ExtensionOption,
)
from shared.kernel.dates import extended_end, term_months
from shared.kernel.decider import Decider
from shared.kernel.money import round_half_up


class ContractStatus(StrEnum):
    """Where a contract is in its life."""

    DRAFT = "draft"
    ACTIVE = "active"
    EXPIRED = "expired"
    TERMINATED = "terminated"


@dataclass(frozen=True)
class Contract:
    """What the rules need to know of one contract; `end` and `value_pence` include the options taken."""

    contract_id: UUID
    ref: str
    status: ContractStatus
    start: date
    end: date
    value_pence: int
    options: tuple[ExtensionOption, ...]
    options_taken: int
    commissioners: tuple[str, ...]
    providers: tuple[str, ...]


def annual_value_pence(value_pence: int, months: int) -> int:
    """The Atamis register's estimated annual value: value × 12 / term in months, rounded half up."""
    return round_half_up(Fraction(value_pence * 12, months))


def decide(command: RegisterCommand, contract: Contract | None) -> Sequence[ContractEvent]:
    """What happens, or a refusal."""
    if isinstance(command, RegisterContract):
        return _register(command, contract)
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
    assert_never(command)


def _register(command: RegisterContract, contract: Contract | None) -> Sequence[ContractEvent]:
    if contract is not None:
        raise ContractRefTaken("This contract is already registered.")
    if command.end <= command.start:
        raise EndNotAfterStart(f"The contract ends on {command.end}, which is not after its start on {command.start}.")
    codes = [provider.ods for provider in command.providers]
    if len(set(codes)) < len(codes):
        raise ProviderNamedTwice("The same provider is named more than once.")
    return [ContractRegistered(**dict(command))]


def _activate(command: ActivateContract, contract: Contract) -> Sequence[ContractEvent]:
    if contract.status is not ContractStatus.DRAFT:
        raise ContractNotDraft(f"Contract {contract.ref} is {contract.status}.", status=contract.status)
    months = term_months(contract.start, contract.end)
    return [
        ContractActivated(
            contract_id=contract.contract_id,
            ref=contract.ref,
            signed_on=command.signed_on,
            value_pence=contract.value_pence,
            annual_value_pence=annual_value_pence(contract.value_pence, months),
            start=contract.start,
            end=contract.end,
            commissioners=contract.commissioners,
        )
    ]


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
    new_end = extended_end(contract.end, option.months)
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
            new_annual_value_pence=annual_value_pence(new_value, term_months(contract.start, new_end)),
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
        )
    ]


def _novate(command: NovateContract, contract: Contract) -> Sequence[ContractEvent]:
    _in_force(contract)
    _within_term(command.effective_on, contract)
    if command.from_ods not in contract.providers:
        raise NotAProvider(f"{command.from_ods} is not a provider under contract {contract.ref}.")
    if command.to_ods in contract.providers:
        raise AlreadyAProvider(f"{command.to_ods} is already a provider under contract {contract.ref}.")
    return [ContractNovated(contract_id=contract.contract_id, ref=contract.ref, **dict(command))]


def _terminate(command: TerminateContract, contract: Contract) -> Sequence[ContractEvent]:
    _in_force(contract)
    _within_term(command.effective_on, contract)
    return [ContractTerminated(contract_id=contract.contract_id, ref=contract.ref, **dict(command))]


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


def _within_term(day: date, contract: Contract) -> None:
    if not contract.start <= day <= contract.end:
        raise OutsideTerm(f"{day} is outside the term of {contract.start} to {contract.end}.")


def evolve(contract: Contract | None, event: ContractEvent) -> Contract | None:
    """The contract after `event`."""
    if isinstance(event, ContractRegistered):
        return Contract(
            contract_id=event.contract_id,
            ref=event.ref,
            status=ContractStatus.DRAFT,
            start=event.start,
            end=event.end,
            value_pence=event.original_lifetime_value_pence,
            options=event.extension_options,
            options_taken=0,
            commissioners=event.commissioners,
            providers=tuple(provider.ods for provider in event.providers),
        )
    if contract is None:
        return None
    match event:
        case ContractActivated():
            return replace(contract, status=ContractStatus.ACTIVE)
        case ContractExtended():
            return replace(
                contract, end=event.new_end, value_pence=event.new_value_pence, options_taken=event.option_no
            )
        case ContractFindingRecorded():
            return contract
        case ContractNovated():
            kept = tuple(event.to_ods if ods == event.from_ods else ods for ods in contract.providers)
            return replace(contract, providers=kept)
        case ContractTerminated():
            return replace(contract, status=ContractStatus.TERMINATED, end=event.effective_on)
        case ContractExpired():
            return replace(contract, status=ContractStatus.EXPIRED)
    assert_never(event)


contract_decider: Decider[RegisterCommand, Contract | None, ContractEvent] = Decider(
    category="contract",
    events=ContractEvent.__args__,
    initial=None,
    decide=decide,
    evolve=evolve,
)
