"""Whatever is asked of a pool, and whatever of it is accepted: its books stay true."""

from datetime import date
from typing import Any
from uuid import UUID, uuid5

from hypothesis import given, settings
from hypothesis import strategies as st

from services.budgets.pools import commands as c
from services.budgets.pools.ledger_views import posting_view
from shared.events.budgets import pools as e
from shared.kernel.message import Command
from shared.kernel.refusals import Refused
from tests.services.budgets.pools.history import AGREED, CONTRACT, DAY_AFTER, PARTNERS, PATHWAY, POOL, SHARES
from tests.services.budgets.world import World, pools

LINES = st.sampled_from(["BEDS", "HOME", "SURG", "NONE"])
AMOUNTS = st.integers(1, 60_000)
REFS = st.sampled_from([f"REF-{number}" for number in range(6)])
PERIODS = st.sampled_from(["2018-03", "2018-04", "2018-09", "2019-03", "2019-04"])
TARIFF = (e.Tariff(valid_from=date(2018, 4, 1), op_pence=150),)
PLAIN: list[Command] = [
    c.ActivatePool(today=DAY_AFTER),
    c.ClosePoolYear(today=DAY_AFTER),
    c.ReconcilePool(today=DAY_AFTER),
    c.TerminatePool(ground="agreed", effective_on=DAY_AFTER),
    c.LinkPathway(line="BEDS", pathway_id=PATHWAY, tariff=TARIFF, linked_elsewhere=False),
    c.LinkContract(line="HOME", contract_id=CONTRACT, share_elsewhere_bp=0),
]


def posting_id(ref: str) -> UUID:
    return uuid5(POOL, ref)


def wish(world: World, data: st.DataObject) -> Command:
    """Something anybody might ask, with the facts the ledger has at that moment."""
    known = {row.source_ref: row for row in world.tables.get(posting_view.shape.name, {}).values()}
    kind = data.draw(st.sampled_from(["plain", "pay", "post", "reverse", "activity", "vary", "forecast", "report"]))
    ref = data.draw(REFS)
    fact = _fact(known.get(ref))
    partner = data.draw(st.sampled_from(PARTNERS))
    pence = data.draw(AMOUNTS)
    match kind:
        case "pay":
            return c.PayContribution(
                partner=partner, amount_pence=pence, paid_on=DAY_AFTER, payment_ref=ref, today=DAY_AFTER
            )
        case "post":
            return c.PostExpenditure(
                line=data.draw(LINES),
                amount_pence=pence,
                period=data.draw(PERIODS),
                source_ref=ref,
                posting_id=posting_id(ref),
                known=fact,
            )
        case "reverse":
            return c.ReverseExpenditure(reason="wrong", reversal_id=posting_id(f"reversal {ref}"), posting=fact)
        case "activity":
            return c.PostActivityCost(
                posting_id=posting_id(ref),
                pathway_id=PATHWAY,
                setting=data.draw(st.sampled_from(["op", "ip"])),
                discharged_on=data.draw(st.sampled_from([date(2018, 5, 1), DAY_AFTER])),
                source_ref=ref,
                source_ref_taken=fact is not None,
            )
        case "vary":
            return c.AgreeContribution(partner=partner, amount_pence=pence, variation_reason="growth", by_org=partner)
        case "forecast":
            return c.UpdateForecast(outturn_pence=pence)
        case "report":
            return c.SubmitQuarterlyReturn(quarter=data.draw(st.integers(1, 4)), today=DAY_AFTER)
        case _:
            return data.draw(st.sampled_from(PLAIN))


def _fact(row: Any) -> c.Posting | None:
    return None if row is None else c.Posting(**row.model_dump(include=set(c.Posting.model_fields)))


def books_are_true(world: World) -> None:
    row = world.row_of(pools, POOL)
    entries = list(world.tables.get(posting_view.shape.name, {}).values())
    counted = [entry for entry in entries if entry.entry != "held"]
    assert row.spend_pence == sum(entry.amount_pence for entry in counted if entry.funding == "pooled")
    assert row.aligned_spend_pence == sum(entry.amount_pence for entry in counted if entry.funding == "aligned")
    assert sum(line.spend_pence for line in row.lines) == row.spend_pence + row.aligned_spend_pence
    assert all(line.spend_pence >= 0 for line in row.lines)
    assert len({entry.source_ref for entry in entries}) == len(entries)
    reversed_ones = [entry.reverses for entry in entries if entry.reverses is not None]
    assert len(set(reversed_ones)) == len(reversed_ones)
    assert row.held_costs == sum(entry.entry == "held" for entry in entries)
    assert all(one.paid_pence <= one.contribution_pence for one in row.positions)
    assert row.contributions_pence == sum(one.contribution_pence for one in row.positions)
    if row.status == "reconciled":
        assert row.variance_pence == row.spend_pence - row.contributions_pence
        shared = sum(one.amount_pence for one in row.allocations) + row.unallocated_pence
        assert shared + row.risk_pool_used_pence - row.investment_fund_pence == row.variance_pence


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_the_books_are_true_after_every_accepted_sequence(data: st.DataObject) -> None:
    world = World()
    world.given(pools, POOL, *AGREED)
    for _ in range(data.draw(st.integers(5, 40))):
        try:
            world.do(pools, POOL, wish(world, data))
        except Refused:
            continue
        books_are_true(world)
    assert [one.partner for one in SHARES] == [one.partner for one in world.row_of(pools, POOL).positions]
