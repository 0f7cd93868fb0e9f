"""What the rules need to know of one contract, and how each event changes it."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import assert_never
from uuid import UUID

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
from shared.kernel.dates import term_months
from shared.kernel.money import round_half_up


class ContractStatus(StrEnum):
    """Where a contract is in its life."""

    DRAFT = "draft"
    ACTIVE = "active"
    EXPIRED = "expired"
    TERMINATED = "terminated"


@dataclass(frozen=True)
class Contract:
    """One contract; `end`, `value_pence` and `term_months` include the options taken.

    The term is kept in months because ends of months differ: its months are those agreed, whatever the calendar says.
    """

    contract_id: UUID
    ref: str
    status: ContractStatus
    start: date
    original_end: date
    end: date
    original_term_months: int
    term_months: int
    value_pence: int
    options: tuple[ExtensionOption, ...]
    options_taken: int
    commissioners: tuple[str, ...]
    providers: tuple[str, ...]
    assessed_on: date | None = None


def annual_value_pence(value_pence: int, months: int) -> int:
    """The Atamis register's estimated annual value: value × 12 / term in months, rounded half up."""
    return round_half_up(Fraction(value_pence * 12, months))


def evolve(contract: Contract | None, event: ContractEvent) -> Contract | None:
    """The contract after `event`."""
    if isinstance(event, ContractRegistered):
        return _registered(event)
    if contract is None:
        return None
    match event:
        case ContractActivated():
            return replace(contract, status=ContractStatus.ACTIVE)
        case ContractExtended():
            return replace(
                contract,
                end=event.new_end,
                term_months=contract.term_months + event.months,
                value_pence=event.new_value_pence,
                options_taken=event.option_no,
            )
        case ContractFindingRecorded():
            return replace(contract, assessed_on=event.assessed_on) if event.newest else contract
        case ContractNovated():
            kept = tuple(event.to_ods if ods == event.from_ods else ods for ods in contract.providers)
            return replace(contract, providers=kept)
        case ContractTerminated():
            return replace(contract, status=ContractStatus.TERMINATED, end=event.effective_on)
        case ContractExpired():
            return replace(contract, status=ContractStatus.EXPIRED)
    assert_never(event)


def _registered(event: ContractRegistered) -> Contract:
    months = term_months(event.start, event.end)
    return Contract(
        contract_id=event.contract_id,
        ref=event.ref,
        status=ContractStatus.DRAFT,
        start=event.start,
        original_end=event.end,
        end=event.end,
        original_term_months=months,
        term_months=months,
        value_pence=event.original_lifetime_value_pence,
        options=event.extension_options,
        options_taken=0,
        commissioners=event.commissioners,
        providers=tuple(provider.ods for provider in event.providers),
    )
