"""Random lives of pools."""

from collections.abc import Mapping
from random import Random
from typing import Any
from uuid import UUID

from shared.events.budgets import pools as p
from shared.kernel.message import Event
from tests.services.gateway.chance import COMMISSIONERS, TODAY, Life, new_id

About = Mapping[str, Any]
"""What every event of a pool carries."""

CONTRACT = UUID("01980000-0000-7000-8000-00000000c001")


def pool_life(rng: Random) -> Life:
    pool_id = new_id(rng)
    about: About = {
        "pool_id": pool_id,
        "title": f"Pool {rng.randint(1, 999)}",
        "financial_year": rng.choice(("2024/25", "2025/26")),
        "partners": COMMISSIONERS,
    }
    events: list[Event] = [
        p.PoolOpened(
            **about,
            host="07L",
            lines=(_pool_line("ONE", "pooled", "Loxford"), _pool_line("OUT", "aligned", None)),
            statements=p.AgreementStatements(),
            risk_share=p.RiskShareTerms(),
        )
    ]
    agreed = dict.fromkeys(COMMISSIONERS, 0)
    for partner in (*COMMISSIONERS, rng.choice(COMMISSIONERS)):
        amount = rng.randint(0, 10**7)
        events.append(
            p.ContributionAgreed(
                **about, partner=partner, kind="cash", amount_pence=amount, previous_pence=agreed[partner]
            )
        )
        agreed[partner] = amount
    size = sum(agreed.values())
    events.append(p.PoolAgreed(**about, pool_pence=size, contributions=()))
    own = Random(pool_id.int)  # noqa: S311  # made-up lives
    if own.random() < 0.3:
        events.append(p.SignaturesWithdrawn(**about, partner="07L"))
        if own.random() < 0.2:
            return "budgets", f"pool-{pool_id}", events
    events.append(p.PoolActivated(**about, activated_on=TODAY, pool_pence=size, contributions=()))
    events += [_entry(rng, about) for _ in range(rng.randint(0, 16))]
    events += [own.choice((_unpaid, _dismissed))(own, about) for _ in range(own.randint(0, 3))]
    if rng.random() < 0.4:
        events += _year_end(about, rng.randint(-1000, 1000))
    return "budgets", f"pool-{pool_id}", events


def _pool_line(code: str, funding: p.Funding, locality: str | None) -> p.PoolLine:
    return p.PoolLine(
        code=code,
        title=code.title(),
        service_line="x",
        sector="community",
        pathway_stage="community",
        funding=funding,
        budget_pence=1_000,
        locality=locality,
        provider="RF4",
        commissioner="07L",
    )


def _entry(rng: Random, about: About) -> Event:
    """Something that happens in the books or to the links."""
    kind = rng.choice((_paid, _spent, _taken_back, _forecast, _committed, _held, _released))
    return kind(rng, about)


def _line(rng: Random) -> About:
    funding = rng.choice(("pooled", "pooled", "aligned"))
    return {"line": "ONE" if funding == "pooled" else "OUT", "line_title": "One", "funding": funding}


def _paid(rng: Random, about: About) -> Event:
    pence = rng.randint(1, 10**6)
    return p.ContributionPaid(
        **about, partner="07L", kind="cash", amount_pence=pence, paid_on=TODAY, quarter=1, payment_ref="x"
    )


def _unpaid(rng: Random, about: About) -> Event:
    return p.ContributionReversed(
        **about, partner="07L", kind="cash", amount_pence=-rng.randint(1, 10**6), quarter=1, payment_ref="x"
    )


def _spent(rng: Random, about: About, releases_held: bool = False) -> Event:
    return p.ExpenditurePosted(
        **about,
        **_line(rng),
        posting_id=new_id(rng),
        amount_pence=rng.randint(1, 10**6),
        period="2025-04",
        source_ref="x",
        narrative="secret dealings",
        releases_held=releases_held,
    )


def _released(rng: Random, about: About) -> Event:
    return _spent(rng, about, releases_held=True)


def _taken_back(rng: Random, about: About) -> Event:
    return p.ExpenditureReversed(
        **about,
        **_line(rng),
        reversal_id=new_id(rng),
        posting_id=new_id(rng),
        amount_pence=-rng.randint(1, 10**6),
        period="2025-04",
        source_ref="x",
    )


def _held(rng: Random, about: About) -> Event:
    return p.ActivityCostHeld(
        **about,
        posting_id=new_id(rng),
        line="ONE",
        pathway_id=CONTRACT,
        setting="op",
        discharged_on=TODAY,
        source_ref="x",
        amount_pence=None,
        reason="no tariff",
    )


def _dismissed(rng: Random, about: About) -> Event:
    return p.ActivityCostDismissed(**about, posting_id=new_id(rng), reason="secret dealings")


def _forecast(rng: Random, about: About) -> Event:
    variance = rng.randint(-300, 300)
    shares = tuple(
        p.PartnerForecast(
            partner=partner, contribution_pence=0, variance_pence=variance, capped=False, total_pence=variance
        )
        for partner in COMMISSIONERS
    )
    return p.ForecastUpdated(
        **about,
        line=None,
        line_forecast_pence=None,
        forecast_outturn_pence=rng.randint(1, 10**6),
        pool_pence=0,
        variance_pence=3 * variance,
        risk_pool_used_pence=0,
        investment_fund_pence=0,
        partner_forecasts=shares,
        unallocated_pence=0,
        rule_version="1",
    )


def _committed(rng: Random, about: About) -> Event:
    of: About = {"line": "ONE", "contract_id": CONTRACT}
    more: About = {"contract_ref": "C-1", "contract_version": 2, "amount_pence": rng.randint(0, 10**6)}
    events: list[Event] = [
        p.CommitmentOpened(**about, **of, **more, from_day=TODAY, to_day=TODAY),
        p.CommitmentAdjusted(**about, **of, **more, previous_pence=0, from_day=TODAY, to_day=TODAY),
        p.CommitmentClosed(**about, **of, **more, previous_pence=0),
        p.LineUnlinkedFromContract(**about, **of),
        p.CommitmentsAboveBudget(**about, line="ONE", budget_pence=1, commitments_pence=2, excess_pence=1),
        p.CommitmentsBackWithinBudget(**about, line="ONE", budget_pence=1, commitments_pence=1),
    ]
    return rng.choice(events)


def _year_end(about: About, variance: int) -> list[Event]:
    allocations = tuple(
        p.PartnerAllocation(partner=partner, amount_pence=variance, capped=False) for partner in COMMISSIONERS
    )
    return [
        p.PoolYearClosed(**about, closed_on=TODAY, spend_pence=0),
        p.VarianceAllocated(
            **about,
            outturn_pence=0,
            pool_pence=0,
            variance_pence=3 * variance,
            risk_pool_used_pence=0,
            investment_fund_pence=0,
            allocations=allocations,
            unallocated_pence=0,
            trace=(),
            rule_version="1",
        ),
        p.PoolReconciled(**about, reconciled_on=TODAY, outturn_pence=0, variance_pence=3 * variance),
    ]
