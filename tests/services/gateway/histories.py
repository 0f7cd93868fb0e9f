"""Random lives of contracts, pools, pathways and referrals: events as their services would publish them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from shared.events.budgets import pools as p
from shared.events.budgets.known_contracts import ContractNoted
from shared.events.contracts import register as c
from shared.events.referrals import pathways as w
from shared.events.referrals import referrals as r
from shared.kernel.message import Event
from shared.kernel.privacy import Sealed

TODAY = date(2026, 1, 5)
COMMISSIONERS = ("07L", "08F", "08N")
PROVIDERS = ("RF4", "RAT", "ILLV01")
PRACTICES = ("F82001", "F82002", "Y01795")
LOCALITIES = ("Havering North", "Loxford", "Seven Kings")
SEALED = Sealed[str](person_ref="p", box="b")

Life = tuple[str, str, list[Event]]
"""The source, the stream and what happened in it."""


def new_id(rng: Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)


def day(rng: Random, least: int, most: int) -> date:
    return TODAY + timedelta(days=rng.randint(least, most))


def contract_life(rng: Random) -> Life:
    contract_id, ref = new_id(rng), f"C-{rng.randint(1, 10**9)}"
    start, end, value = day(rng, -900, -1), day(rng, -10, 600), rng.randint(0, 10**9)
    about: Mapping[str, Any] = {"contract_id": contract_id, "ref": ref}
    events: list[Event] = [
        c.ContractRegistered(
            **about,
            title=f"Service {ref}",
            commissioners=tuple(rng.sample(COMMISSIONERS, 2)),
            providers=(c.ContractProvider(ods=rng.choice(PROVIDERS[:2])),),
            cpv=(),
            regime="none",
            route="not recorded",
            start=start,
            end=end,
            extension_options=(),
            original_lifetime_value_pence=value,
            service_lines=(),
            localities=tuple(rng.sample(LOCALITIES, rng.randint(0, 2))),
            standard_form="NHS Standard Contract",
        )
    ]
    if rng.random() < 0.2:
        return "contracts", f"contract-{contract_id}", events
    events.append(
        c.ContractActivated(
            **about,
            signed_on=start,
            value_pence=value,
            annual_value_pence=value,
            start=start,
            end=end,
            commissioners=("07L",),
        )
    )
    for number in range(rng.randint(0, 2)):
        end, value = end + timedelta(days=180), value + rng.randint(0, 10**8)
        events.append(
            c.ContractExtended(
                **about,
                option_no=number + 1,
                months=6,
                new_end=end,
                new_value_pence=value,
                new_annual_value_pence=value,
            )
        )
    findings: Sequence[c.Finding] = ("works_well", "mixed", "needs_improvement")
    for finding in rng.sample(findings, rng.randint(0, 2)):
        events.append(c.ContractFindingRecorded(**about, finding=finding, themes=(), evidence=(), assessed_on=start))  # noqa: PERF401  # reads as a history
    if rng.random() < 0.3:
        events.append(c.ContractNovated(**about, from_ods="RF4", to_ods="ILLV01", reason="merger", effective_on=start))
    ends: Sequence[Callable[[], Event] | None] = (
        None,
        lambda: c.ContractTerminated(**about, ground="by agreement", effective_on=start),
        lambda: c.ContractExpired(**about, end=end),
    )
    if (last := rng.choice(ends)) is not None:
        events.append(last())
    return "contracts", f"contract-{contract_id}", events


def noted_life(rng: Random) -> Life:
    contract_id = new_id(rng)
    noted = ContractNoted(
        contract_id=contract_id,
        ref="C-1",
        contract_version=2,
        start=TODAY,
        end=TODAY,
        annual_value_pence=1,
        ended=False,
        commissioners=("07L", "08F"),
    )
    return "budgets", f"known-contract-{contract_id}", [noted]


def pathway_life(rng: Random, pathway_id: UUID) -> Life:
    title = f"Pathway {rng.randint(1, 999)}"
    about: Mapping[str, Any] = {"pathway_id": pathway_id, "title": title, "version": 1}
    more: Mapping[str, Any] = {
        "condition": "a condition",
        "specialty_tfc": "320",
        "owner_network": "ILLN05",
        "required_signatories": ("ILLN05", "RF4"),
    }
    events: list[Event] = [
        w.PathwayDrafted(**about, **more),
        w.PathwaySubmittedForReview(**about, outstanding=("RF4",)),
        w.PathwaySignedOff(**about, party="RF4", signed_on=TODAY, outstanding=()),
        w.PathwayAgreed(**about, signatories=("ILLN05", "RF4"), agreed_on=TODAY),
        w.PathwayPublished(**about, **more, from_date=TODAY, supersedes=None),
    ]
    return "referrals", f"pathway-{pathway_id}", events[: rng.randint(1, 5)]


def referral_life(rng: Random, pathway_id: UUID) -> Life:
    referral_id = new_id(rng)
    start = day(rng, -300, 0)
    about: Mapping[str, Any] = {
        "referral_id": referral_id,
        "pathway_id": pathway_id,
        "practice_ods": rng.choice(PRACTICES),
        "locality": rng.choice(LOCALITIES),
        "provider_ods": rng.choice(PROVIDERS),
        "specialty_tfc": "320",
    }
    events: list[Event] = [
        r.ReferralSubmitted(
            **about,
            patient_ref="x",
            pathway_version=1,
            priority="ROUTINE",
            authored_on=start,
            results=(),
            missing_results=(),
            one_stop_ready=True,
            nhs_number=SEALED,
        ),
        r.ClockStarted(**about, clock_no=1, start=start, rule="referral"),
        r.ReferralTriaged(**about, outcome="accepted_to_book", triaged_on=start),
        r.AppointmentBooked(**about, booked_on=start, appointment_on=start, mode="video"),
    ]
    if rng.random() < 0.3:
        again = start + timedelta(days=14)
        events += [
            r.AppointmentMissed(**about, missed_on=start, nth=1, first=True),
            r.ClockNullified(**about, clock_no=1, start=start, nullified_on=start, rule="first_appointment_dna"),
            r.AppointmentBooked(**about, booked_on=again, appointment_on=again, mode="video"),
            r.ClockStarted(**about, clock_no=2, start=again, rule="rebooked_after_dna"),
        ]
    clock_no = sum(isinstance(event, r.ClockStarted) for event in events)
    handover: Mapping[str, Any] = dict.fromkeys(
        ("diagnosis", "results", "medication", "plan", "who_does_what", "rereferral_criteria"), SEALED
    )
    events += [
        r.FirstAppointmentAttended(**about, attended_on=TODAY, mode="video"),
        r.TreatmentStarted(**about, started_on=TODAY, admitted=False),
        r.ClockStopped(
            **about,
            clock_no=clock_no,
            start=start,
            stop=TODAY,
            days=1,
            adjusted_days=1,
            rule="first_treatment",
            treatment=True,
            within_standard=True,
        ),
        r.ReferralDischarged(
            **about,
            setting="op",
            discharged_on=TODAY,
            destination="primary_care",
            reason="treatment_complete",
            treated=True,
            handover_due_on=TODAY,
        ),
        r.HandoverSent(**about, sent_on=TODAY, due_on=TODAY, on_time=True, setting="op", **handover),
        r.HandoverQueried(**about, queried_on=TODAY, query=SEALED),
        r.HandoverQueryResolved(**about, resolved_on=TODAY, answer=SEALED),
        r.HandoverAcknowledged(**about, acknowledged_on=TODAY),
    ]
    return "referrals", f"referral-{referral_id}", events[: rng.randint(1, len(events))]


def pool_life(rng: Random) -> Life:
    pool_id = new_id(rng)
    about: Mapping[str, Any] = {
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
    events.append(p.PoolActivated(**about, activated_on=TODAY, pool_pence=size, contributions=()))
    for _ in range(rng.randint(0, 12)):
        events.append(_pool_entry(rng, about))  # noqa: PERF401  # reads as a history
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


CONTRACT = UUID("01980000-0000-7000-8000-00000000c001")


def _pool_entry(rng: Random, about: Mapping[str, Any]) -> Event:
    funding: p.Funding = rng.choice(("pooled", "pooled", "aligned"))
    line: Mapping[str, Any] = {"line": "ONE" if funding == "pooled" else "OUT", "line_title": "One", "funding": funding}
    amount, variance = rng.randint(1, 10**6), rng.randint(-300, 300)
    committed: Mapping[str, Any] = {
        "line": "ONE",
        "contract_id": CONTRACT,
        "contract_ref": "C-1",
        "contract_version": 2,
        "amount_pence": amount,
    }
    shares = tuple(
        p.PartnerForecast(
            partner=partner, contribution_pence=0, variance_pence=variance, capped=False, total_pence=variance
        )
        for partner in COMMISSIONERS
    )
    return rng.choice(
        (
            lambda: p.ContributionPaid(
                **about, partner="07L", kind="cash", amount_pence=amount, paid_on=TODAY, quarter=1, payment_ref="x"
            ),
            lambda: p.ExpenditurePosted(
                **about,
                **line,
                posting_id=new_id(rng),
                amount_pence=amount,
                period="2025-04",
                source_ref="x",
                narrative="secret dealings",
            ),
            lambda: p.ExpenditureReversed(
                **about,
                **line,
                reversal_id=new_id(rng),
                posting_id=new_id(rng),
                amount_pence=-amount,
                period="2025-04",
                source_ref="x",
            ),
            lambda: p.ForecastUpdated(
                **about,
                line=None,
                line_forecast_pence=None,
                forecast_outturn_pence=amount,
                pool_pence=0,
                variance_pence=3 * variance,
                risk_pool_used_pence=0,
                investment_fund_pence=0,
                partner_forecasts=shares,
                unallocated_pence=0,
                rule_version="1",
            ),
            lambda: p.CommitmentOpened(**about, **committed, from_day=TODAY, to_day=TODAY),
            lambda: p.CommitmentClosed(**about, **committed, previous_pence=0),
            lambda: p.LineUnlinkedFromContract(**about, line="ONE", contract_id=CONTRACT),
            lambda: p.CommitmentsAboveBudget(**about, line="ONE", budget_pence=1, commitments_pence=2, excess_pence=1),
            lambda: p.CommitmentsBackWithinBudget(**about, line="ONE", budget_pence=1, commitments_pence=1),
        )
    )()


def _year_end(about: Mapping[str, Any], variance: int) -> list[Event]:
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


def some_lives(rng: Random, size: int) -> list[Life]:
    """A little alliance: about `size` lives, referrals most of all."""
    pathways = [new_id(rng) for _ in range(1 + size // 40)]
    lives = [pathway_life(rng, pathway_id) for pathway_id in pathways]
    kinds = (
        lambda: contract_life(rng),
        lambda: pool_life(rng),
        lambda: noted_life(rng),
        lambda: referral_life(rng, rng.choice(pathways)),
        lambda: referral_life(rng, rng.choice(pathways)),
    )
    return lives + [rng.choice(kinds)() for _ in range(size)]
