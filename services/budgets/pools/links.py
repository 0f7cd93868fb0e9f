"""The rules of what stands behind a pool's lines: contracts with their commitments, pathways with their tariffs."""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, assert_never
from uuid import UUID

from services.budgets.pools.commands import AlignCommitment, LinkCommand, LinkContract, LinkPathway
from services.budgets.pools.refusals import (
    ContractAlreadyLinked,
    ContractSharedTwice,
    LinksSettled,
    NothingToReplace,
    PathwayAlreadyLinked,
    PathwayLinkedElsewhere,
    TariffDatedTwice,
)
from services.budgets.pools.state import FINAL, NO_COMMITMENT, Pool, evolve
from shared.events.budgets.pools import (
    CommitmentAdjusted,
    CommitmentClosed,
    CommitmentOpened,
    CommitmentsAboveBudget,
    CommitmentsBackWithinBudget,
    LineLinkedToContract,
    LineUnlinkedFromContract,
    LinkEvent,
    PathwayLinked,
)
from shared.kernel.dates import year_bounds
from shared.kernel.money import BASIS_POINTS, round_half_up


def decide_link(command: LinkCommand, pool: Pool) -> Sequence[LinkEvent]:
    """What happens to the links and commitments, or a refusal."""
    match command:
        case LinkContract():
            return _link_contract(command, pool)
        case LinkPathway():
            return _link_pathway(command, pool)
        case AlignCommitment():
            return _align(command, pool)
    assert_never(command)


def _link_contract(command: LinkContract, pool: Pool) -> Sequence[LinkEvent]:
    _links_open(command.line, pool)
    key = (command.line, command.contract_id)
    share = pool.contract_links.get(key)
    if share == command.share_bp and command.replaces in {None, command.contract_id}:
        return []  # linked already
    if share is not None and command.replaces != command.contract_id:
        raise ContractAlreadyLinked(f"Line {command.line} already pays {share / 100:g}% of this contract.")
    if command.replaces is not None and (command.line, command.replaces) not in pool.contract_links:
        raise NothingToReplace(f"Line {command.line} is not linked to contract {command.replaces}.")
    here = sum(bp for (line, contract), bp in pool.contract_links.items() if contract == command.contract_id) - (
        share or 0
    )
    if here + command.share_elsewhere_bp + command.share_bp > BASIS_POINTS:
        raise ContractSharedTwice(
            f"Other lines already pay {(here + command.share_elsewhere_bp) / 100:g}% of this contract.",
            elsewhere_bp=here + command.share_elsewhere_bp,
        )
    linked = LineLinkedToContract(
        **pool.about, line=command.line, contract_id=command.contract_id, share_bp=command.share_bp
    )
    if command.replaces is None or command.replaces == command.contract_id:
        return [linked]
    return [*unlinked(command.line, command.replaces, pool), linked]


def unlinked(line: str, contract_id: UUID, pool: Pool) -> Iterator[LinkEvent]:
    """The end of a line's link to a contract, and of the commitment that followed from it."""
    gone = LineUnlinkedFromContract(**pool.about, line=line, contract_id=contract_id)
    yield gone
    held = pool.commitments.get((line, contract_id), NO_COMMITMENT)
    if held.closed and held.amount_pence == 0:
        return
    closed = CommitmentClosed(
        **pool.about,
        line=line,
        contract_id=contract_id,
        contract_ref=held.contract_ref,
        contract_version=held.contract_version,
        amount_pence=0,  # linked by mistake, or the pool holds no money: nothing of it is this line's to pay
        previous_pence=held.amount_pence,
    )
    yield closed
    yield from _budget_flag(line, evolve(pool, closed))


def _link_pathway(command: LinkPathway, pool: Pool) -> Sequence[LinkEvent]:
    _links_open(command.line, pool)
    days = [version.valid_from for version in command.tariff]
    if len(set(days)) < len(days):
        raise TariffDatedTwice("Two versions of the tariff begin on the same day.")
    if command.linked_elsewhere:
        raise PathwayLinkedElsewhere(f"Another pool of {pool.financial_year} pays for this pathway.")
    current = pool.pathway_links.get(command.pathway_id)
    if current is None and command.replaces is not None:
        raise NothingToReplace(f"No line of pool {pool.title} pays for this pathway.")
    if current is not None:
        if (current.line, current.tariff) == (command.line, command.tariff):
            return []  # linked already
        if command.replaces != current.line:
            raise PathwayAlreadyLinked(f"Line {current.line} pays for this pathway.", line=current.line)
    return [PathwayLinked(**pool.about, line=command.line, pathway_id=command.pathway_id, tariff=command.tariff)]


def _links_open(line: str, pool: Pool) -> None:
    if pool.status in FINAL:
        raise LinksSettled(f"Pool {pool.title} is {pool.status}.", status=pool.status)
    pool.line(line)


def _align(command: AlignCommitment, pool: Pool) -> Sequence[LinkEvent]:
    """Never refuses, and says nothing when commitments already match; final books are left as they are."""
    if pool.status in FINAL:
        return []
    events: list[LinkEvent] = []
    for (line, contract_id), share_bp in pool.contract_links.items():
        if contract_id != command.contract_id:
            continue
        if pool.commitments.get((line, contract_id), NO_COMMITMENT).contract_version > command.contract_version:
            continue  # something newer is already known
        for change in _commitment_changes(command, pool, line, share_bp):
            events += [change, *_budget_flag(line, evolve(pool, change))]
    return events


def _commitment_changes(
    command: AlignCommitment, pool: Pool, line: str, share_bp: int
) -> Iterator[CommitmentOpened | CommitmentAdjusted | CommitmentClosed]:
    """Level-triggered: what leads from the commitment as held to the one that follows from the contract."""
    amount = committed_pence(command, pool.financial_year, share_bp)
    closed = command.ended or amount == 0
    held = pool.commitments.get((line, command.contract_id), NO_COMMITMENT)
    first, last = year_bounds(pool.financial_year)
    about: dict[str, Any] = {
        **pool.about,
        "line": line,
        "contract_id": command.contract_id,
        "contract_ref": command.ref,
        "contract_version": command.contract_version,
        "amount_pence": amount,
    }
    days: dict[str, Any] = {"from_day": max(command.start, first), "to_day": min(command.end, last)}
    if (amount, closed) == (held.amount_pence, held.closed):
        return
    if held.closed and amount:
        yield CommitmentOpened(**about, **days)
        if closed:
            yield CommitmentClosed(**about, previous_pence=amount)
    elif closed:
        yield CommitmentClosed(**about, previous_pence=held.amount_pence)
    else:
        yield CommitmentAdjusted(**about, **days, previous_pence=held.amount_pence)


def committed_pence(contract: AlignCommitment, financial_year: str, share_bp: int) -> int:
    """What falls into a financial year of each of a contract's terms, by days, rounded half up once at the end.

    Of a term each day is worth the same, up to the contract's last day in force.
    """
    first, last = year_bounds(financial_year)
    value = Fraction(0)
    for term in contract.terms:
        days = _days(max(term.from_day, first), min(term.to_day, contract.end, last))
        value += Fraction(term.value_pence * days, _days(term.from_day, term.to_day))
    return round_half_up(value * share_bp / BASIS_POINTS)


def _days(from_day: date, to_day: date) -> int:
    """Days from one to the other, both inclusive; 0 when they end before they begin."""
    return max(0, (to_day - from_day).days + 1)


def _budget_flag(line: str, pool: Pool | None) -> Iterator[LinkEvent]:
    """Said when a line's commitments cross its budget, in either direction."""
    if pool is None:
        return
    budget, committed = pool.lines[line].budget_pence, pool.committed_pence(line)
    if committed > budget and line not in pool.above_budget:
        yield CommitmentsAboveBudget(
            **pool.about,
            line=line,
            budget_pence=budget,
            commitments_pence=committed,
            excess_pence=committed - budget,
        )
    elif committed <= budget and line in pool.above_budget:
        yield CommitmentsBackWithinBudget(**pool.about, line=line, budget_pence=budget, commitments_pence=committed)
