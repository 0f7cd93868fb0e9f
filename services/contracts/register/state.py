"""What the rules need to know of one contract, and how each event changes it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Literal, assert_never
from uuid import UUID

from shared.events.contracts.law import Ground, Regime
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
from shared.events.contracts.register_life import (
    ContractExpiryApproaching,
    ContractExpiryPlanned,
    ContractModificationDeclined,
    ContractModified,
    ContractReviewClauseRecorded,
    ContractReviewPointApproaching,
    ContractReviewPointSet,
    ContractRolledIntoAcs,
)
from shared.kernel.dates import term_months
from shared.kernel.money import round_half_up
from shared.kernel.parts import Part

CLAUSE_GROUNDS: frozenset[Ground] = frozenset({"pcr72_1_a", "psr13_1_a", "pa23_sch8_1"})
"""Those that rest on a review clause of the contract."""


class ContractStatus(StrEnum):
    """Where a contract is in its life."""

    DRAFT = "draft"
    ACTIVE = "active"
    EXPIRED = "expired"
    TERMINATED = "terminated"
    ROLLED_INTO_ACS = "rolled_into_acs"


class ReviewClause(Part):
    """A review clause and what modifications have taken under it (R20); None is no limit. Pence and days, signed."""

    clause_ref: str
    text: str
    allows: str
    unequivocal: bool
    value_limit_pence: int | None
    term_limit_days: int | None
    source: str
    value_used_pence: int = 0
    term_used_days: int = 0


class ReviewPoint(Part):
    """A break or review point in the contract's life (R19); `reminded` once the day to be reminded of it came."""

    kind: Literal["break", "review"]
    on: date
    notice_days: int
    remind_on: date
    note: str
    reminded: bool = False


class AppliedModification(Part):
    """A modification in effect, and the ground it rests on; the change of value in pence and of the term in days."""

    modification_id: UUID
    ref: str
    regime: Regime
    ground: Ground
    clause_ref: str | None
    delta_value_pence: int
    delta_term_days: int
    effective_on: date


@dataclass(frozen=True)
class Contract:
    """One contract; `end`, `value_pence` and `term_months` include options taken and modifications.

    The term is kept in months because ends of months differ: its months are those agreed, whatever the calendar says.
    Options are counted from `counted_end`, the end of the first `counted_months`: those of the initial term, or of the
    term a modification made. `alerted_months` is the last expiry alert that need not be given any more for this end.
    `contracting` are the providers that sign: all but subcontractors.
    """

    contract_id: UUID
    ref: str
    status: ContractStatus
    start: date
    original_end: date
    counted_end: date
    counted_months: int
    end: date
    term_months: int
    value_pence: int
    options: tuple[ExtensionOption, ...]
    options_taken: int
    commissioners: tuple[str, ...]
    providers: tuple[str, ...]
    contracting: tuple[str, ...]
    assessed_on: date | None = None
    procurement_id: UUID | None = None
    clauses: tuple[ReviewClause, ...] = ()
    points: tuple[ReviewPoint, ...] = ()
    modifications: tuple[AppliedModification, ...] = ()
    declined: tuple[UUID, ...] = ()
    alerted_months: int | None = None


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
                alerted_months=event.passed_alert_months,
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
        case ContractRolledIntoAcs():
            return replace(contract, status=ContractStatus.ROLLED_INTO_ACS, end=event.effective_on)
        case ContractModified():
            return _modified(contract, event)
        case ContractModificationDeclined():
            return replace(contract, declined=(*contract.declined, event.modification_id))
        case ContractReviewClauseRecorded():
            return replace(contract, clauses=(*contract.clauses, review_clause(event)))
        case ContractReviewPointSet():
            return replace(contract, points=(*contract.points, review_point(event)))
        case ContractReviewPointApproaching():
            return replace(contract, points=reminded(contract.points, event))
        case ContractExpiryApproaching():
            return replace(contract, alerted_months=event.months)
        case ContractExpiryPlanned():
            return contract
    assert_never(event)


def review_clause(event: ContractReviewClauseRecorded) -> ReviewClause:
    """The clause, of which nothing is used yet."""
    return ReviewClause(**{name: said for name, said in event if name not in ("contract_id", "ref")})


def review_point(event: ContractReviewPointSet) -> ReviewPoint:
    """The point, still to come."""
    return ReviewPoint(**{name: said for name, said in event if name not in ("contract_id", "ref")})


def reminded(points: Sequence[ReviewPoint], event: ContractReviewPointApproaching) -> tuple[ReviewPoint, ...]:
    """The points after people were reminded of one."""
    return tuple(
        point.model_copy(update={"reminded": True}) if (point.kind, point.on) == (event.kind, event.on) else point
        for point in points
    )


def applied(event: ContractModified) -> AppliedModification:
    """The modification as the contract remembers it."""
    said = {name: getattr(event, name) for name in AppliedModification.model_fields if name != "ref"}
    return AppliedModification(ref=event.modification_ref, **said)


def used(clauses: Sequence[ReviewClause], event: ContractModified) -> tuple[ReviewClause, ...]:
    """The clauses after a modification that rests on one of them."""
    by_clause = event.ground in CLAUSE_GROUNDS
    return tuple(
        clause.model_copy(
            update={
                "value_used_pence": clause.value_used_pence + event.delta_value_pence,
                "term_used_days": clause.term_used_days + event.delta_term_days,
            }
        )
        if by_clause and clause.clause_ref == event.clause_ref
        else clause
        for clause in clauses
    )


def _modified(contract: Contract, event: ContractModified) -> Contract:
    moved = event.new_end != contract.end
    return replace(
        contract,
        end=event.new_end,
        counted_end=event.new_end if moved else contract.counted_end,
        counted_months=event.new_term_months if moved else contract.counted_months,
        term_months=event.new_term_months,
        value_pence=event.new_value_pence,
        clauses=used(contract.clauses, event),
        modifications=(*contract.modifications, applied(event)),
        alerted_months=event.passed_alert_months if moved else contract.alerted_months,
    )


def _registered(event: ContractRegistered) -> Contract:
    months = term_months(event.start, event.end)
    return Contract(
        contract_id=event.contract_id,
        ref=event.ref,
        status=ContractStatus.DRAFT,
        start=event.start,
        original_end=event.end,
        counted_end=event.end,
        counted_months=months,
        end=event.end,
        term_months=months,
        value_pence=event.original_lifetime_value_pence,
        options=event.extension_options,
        options_taken=0,
        commissioners=event.commissioners,
        providers=tuple(provider.ods for provider in event.providers),
        contracting=tuple(provider.ods for provider in event.providers if provider.role != "subcontractor"),
        procurement_id=event.procurement_id,
    )
