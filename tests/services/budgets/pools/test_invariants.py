"""Whatever is asked of a pool, and whatever of it is accepted: its books stay true."""

from datetime import date
from typing import Any
from uuid import uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.budgets.pools import commands as c
from services.budgets.pools.ledger_views import posting_view
from shared.events.budgets import pools as e
from shared.kernel.message import Command
from shared.kernel.refusals import Refused
from tests.services.budgets.pools.history import AGREED, CONTRACT, DAY_AFTER, PARTNERS, PATHWAY, POOL, SHARES, YEAR_END
from tests.services.budgets.world import World, pools

LINES = st.sampled_from(["BEDS", "HOME", "SURG", "NONE"])
AMOUNTS = st.integers(1, 60_000)
REFS = st.sampled_from([f"REF-{number}" for number in range(6)])
PERIODS = st.sampled_from(["2018-03", "2018-04", "2018-09", "2019-03", "2019-04"])
TARIFF = (e.Tariff(valid_from=date(2018, 4, 1), op_pence=150),)
PLAIN: list[Command] = [
    c.ActivatePool(by_org="08F", today=DAY_AFTER),
    c.ClosePoolYear(by_org="08F", today=DAY_AFTER),
    c.ReconcilePool(by_org="08F", today=DAY_AFTER),
    c.TerminatePool(ground="agreed", effective_on=YEAR_END, by_org="08F", today=YEAR_END),
    c.LinkPathway(line="BEDS", pathway_id=PATHWAY, tariff=TARIFF, linked_elsewhere=False),
    c.LinkContract(line="HOME", contract_id=CONTRACT, share_elsewhere_bp=0),
]


def wish(world: World, data: st.DataObject) -> Command:
    """Something anybody might ask, with the facts the ledger has at that moment."""
    rows = list(world.tables.get(posting_view.shape.name, {}).values())
    kind = data.draw(
        st.sampled_from(
            ["plain", "pay", "post", "reverse", "activity", "dismiss", "unpay", "vary", "forecast", "report"]
        )
    )
    ref = data.draw(REFS)
    live = _fact(next((row for row in rows if row.source_ref == ref and _live(row)), None))
    new_id = uuid5(POOL, f"{ref} {len(rows)}")
    fact = _fact(next((row for row in reversed(rows) if row.source_ref == ref), None))
    partner = data.draw(st.sampled_from(PARTNERS))
    pence = data.draw(AMOUNTS)
    match kind:
        case "pay":
            return c.PayContribution(
                partner=partner, amount_pence=pence, paid_on=DAY_AFTER, payment_ref=ref, by_org="08F", today=DAY_AFTER
            )
        case "post":
            return c.PostExpenditure(
                line=data.draw(LINES),
                amount_pence=pence,
                period=data.draw(PERIODS),
                source_ref=ref,
                posting_id=live.posting_id if live and live.entry == "held" else new_id,
                known=live,
                by_org="08F",
                today=DAY_AFTER,
            )
        case "reverse":
            return c.ReverseExpenditure(reason="wrong", reversal_id=new_id, posting=live or fact, by_org="08F")
        case "activity":
            return c.PostActivityCost(
                posting_id=new_id,
                pathway_id=PATHWAY,
                setting=data.draw(st.sampled_from(["op", "ip"])),
                discharged_on=data.draw(st.sampled_from([date(2018, 5, 1), DAY_AFTER])),
                source_ref=ref,
                source_ref_taken=fact is not None,
            )
        case "dismiss":
            waiting = sorted(row.posting_id for row in rows if row.entry == "held")
            chosen = data.draw(st.sampled_from(waiting)) if waiting else new_id
            return c.DismissHeldCost(posting_id=chosen, reason="not ours", by_org="08F")
        case "unpay":
            return c.ReverseContributionPayment(payment_ref=ref, reason="mistyped", by_org="08F")
        case _:
            return _settling(kind, partner, pence, data)


def _settling(kind: str, partner: str, pence: int, data: st.DataObject) -> Command:
    match kind:
        case "vary":
            return c.AgreeContribution(
                partner=partner, amount_pence=pence, variation_reason="growth", by_org=partner, today=YEAR_END
            )
        case "forecast":
            return c.UpdateForecast(outturn_pence=pence, by_org="08F")
        case "report":
            return c.SubmitQuarterlyReturn(quarter=data.draw(st.integers(1, 4)), by_org="08F", today=DAY_AFTER)
        case _:
            return data.draw(st.sampled_from(PLAIN))


def _live(row: Any) -> bool:
    return row.reversed_by is None and row.entry != "dismissed"


def _fact(row: Any) -> c.Posting | None:
    return None if row is None else c.Posting(**row.model_dump(include=set(c.Posting.model_fields)))


def books_are_true(world: World) -> None:
    row = world.row_of(pools, POOL)
    entries = list(world.tables.get(posting_view.shape.name, {}).values())
    counted = [entry for entry in entries if entry.entry not in {"held", "dismissed"}]
    assert row.spend_pence == sum(entry.amount_pence for entry in counted if entry.funding == "pooled")
    assert row.aligned_spend_pence == sum(entry.amount_pence for entry in counted if entry.funding == "aligned")
    assert sum(line.spend_pence for line in row.lines) == row.spend_pence + row.aligned_spend_pence
    assert all(line.spend_pence >= 0 for line in row.lines)
    live = [entry.source_ref for entry in entries if _live(entry)]
    assert len(set(live)) == len(live)
    reversed_ones = [entry.reverses for entry in entries if entry.reverses is not None]
    assert len(set(reversed_ones)) == len(reversed_ones)
    assert row.held_costs == sum(entry.entry == "held" for entry in entries)
    assert all(one.paid_pence <= one.contribution_pence for one in row.positions)
    assert row.contributions_pence == sum(one.contribution_pence for one in row.positions)
    assert all(one.paid_pence >= 0 for one in row.positions)
    assert row.status != "terminated" or row.spend_pence == row.aligned_spend_pence == row.paid_pence == 0
    if row.status == "active":
        assert row.contributions_pence >= row.pooled_budget_pence
    if row.status == "reconciled":
        assert row.variance_pence == row.spend_pence - row.contributions_pence
        shared = sum(one.amount_pence for one in row.allocations) + row.unallocated_pence
        assert shared + row.risk_pool_used_pence - row.investment_fund_pence == row.variance_pence


@given(st.data())
@settings(max_examples=60, deadline=None)
@pytest.mark.promise(number=8)
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
