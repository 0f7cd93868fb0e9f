"""The rules of a pool that ends before its year is over: only one that holds no money may."""

from collections.abc import Iterator, Sequence

from services.budgets.pools.commands import TerminatePool
from services.budgets.pools.links import unlinked
from services.budgets.pools.refusals import (
    HeldCostsOutstanding,
    PoolHoldsMoney,
    PoolNotTerminable,
    TerminationMisdated,
)
from services.budgets.pools.state import Pool, PoolStatus, evolve
from shared.events.budgets.pools import LinkEvent, PathwayUnlinked, PoolEvent, PoolTerminated
from shared.kernel.dates import add_months, year_bounds
from shared.kernel.money import pounds


def terminate(command: TerminatePool, pool: Pool) -> Sequence[PoolEvent]:
    """End the pool and free what stood behind its lines.

    SI 2000/617 reg 7 leaves settling up to the agreement; with money in the books that is the reconciliation here.
    """
    _terminable(command, pool)
    _well_dated(command, pool)
    _settled(pool)
    ended = PoolTerminated(
        **pool.about, ground=command.ground, effective_on=command.effective_on, spend_pence=0, paid_pence=0
    )
    return [*_freed(pool), ended]


def _terminable(command: TerminatePool, pool: Pool) -> None:
    if pool.status not in {PoolStatus.DRAFT, PoolStatus.AGREED, PoolStatus.ACTIVE}:
        raise PoolNotTerminable(f"Pool {pool.title} is {pool.status}.", status=pool.status)
    last_day = year_bounds(pool.financial_year)[1]
    if pool.status is PoolStatus.ACTIVE and command.today > last_day:
        raise PoolNotTerminable(f"{pool.financial_year} ended on {last_day}.", status=pool.status)


def _well_dated(command: TerminatePool, pool: Pool) -> None:
    first, last = year_bounds(pool.financial_year)
    # An agreement is prepared, and may be given up, in the year before it would begin.
    earliest = first if pool.status is PoolStatus.ACTIVE else add_months(first, -12)
    latest = min(last, command.today)
    if not earliest <= command.effective_on <= latest:
        asked = f"The pool would end on {command.effective_on}"
        if latest < earliest:
            raise TerminationMisdated(f"{asked}, and cannot end before {earliest}.")
        raise TerminationMisdated(f"{asked}, not from {earliest} to {latest}.")


def _settled(pool: Pool) -> None:
    paid, spent = sum(pool.paid.values()), pool.spend_pence + pool.aligned_spend_pence
    if paid or spent:
        raise PoolHoldsMoney(
            f"{pounds(paid)} was paid into pool {pool.title} and {pounds(spent)} spent: close its year and reconcile.",
            paid_pence=paid,
            spend_pence=spent,
        )
    if pool.held_costs:
        raise HeldCostsOutstanding(f"Held costs to post or dismiss: {len(pool.held_costs)}.")


def _freed(pool: Pool) -> Iterator[LinkEvent]:
    for pathway_id, link in pool.pathway_links.items():
        yield PathwayUnlinked(**pool.about, line=link.line, pathway_id=pathway_id)
    after: Pool | None = pool
    for line, contract_id in pool.contract_links:
        for event in unlinked(line, contract_id, after or pool):
            yield event
            after = evolve(after, event)
