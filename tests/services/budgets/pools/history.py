"""A pool's history as constants that read as sentences: three partners, £1,000 in all, three lines."""

from datetime import date
from typing import Any
from uuid import UUID

from services.budgets.pools import commands as c
from shared.events.budgets import pools as e
from shared.kernel.organisations import OrgKind

POOL = UUID("01980000-0000-7000-8000-00000000b001")
CONTRACT = UUID("01980000-0000-7000-8000-00000000c001")
OTHER_CONTRACT = UUID("01980000-0000-7000-8000-00000000c002")
PATHWAY = UUID("01980000-0000-7000-8000-0000000000a1")
POSTING = UUID("01980000-0000-7000-8000-00000000d001")
REVERSAL = UUID("01980000-0000-7000-8000-00000000d002")
PARTNERS = ("07L", "E09000002", "08F")
KINDS = {"07L": OrgKind.CCG, "E09000002": OrgKind.BOROUGH, "08F": OrgKind.CCG}
YEAR_END = date(2019, 3, 31)
DAY_AFTER = date(2019, 4, 1)
ABOUT: dict[str, Any] = {
    "pool_id": POOL,
    "title": "Intermediate care",
    "financial_year": "2018/19",
    "partners": PARTNERS,
}
STATEMENTS = e.AgreementStatements(
    aims="Home first",
    functions="As listed",
    persons_and_services="Adults of the area",
    staff_goods_and_accommodation="Each its own",
    contributions_variation="By agreement in writing",
    duration="One year",
    review="Quarterly",
    termination="Three months' notice",
    management="By the host",
)


def line(code: str, **changes: Any) -> e.PoolLine:
    """A line of £400, pooled, without a contract."""
    return e.PoolLine(
        **{
            "code": code,
            "title": f"Line {code}",
            "service_line": "intermediate care",
            "sector": "community",
            "pathway_stage": "community",
            "budget_pence": 40_000,
            "provider": "RAT",
            "commissioner": "08F",
            "no_contract_reason": "grant",
            **changes,
        }
    )


LINES = (line("BEDS"), line("HOME"), line("SURG", function="surgery", funding="aligned"))
TERMS = e.RiskShareTerms(
    risk_pool_pence=5_000,
    caps=(e.PartnerCap(partner="E09000002", cap_bp=200),),
    underspend_to_investment_bp=2_500,
)
OPEN = c.OpenPool(
    pool_id=POOL,
    title="Intermediate care",
    financial_year="2018/19",
    host="08F",
    partners=PARTNERS,
    lines=LINES,
    statements=STATEMENTS,
    risk_share=TERMS,
    partner_kinds=KINDS,
)
opened = e.PoolOpened(**ABOUT, host="08F", lines=LINES, statements=STATEMENTS, risk_share=TERMS)


def contribution(partner: str, pence: int, previous: int = 0, reason: str | None = None) -> e.ContributionAgreed:
    """Cash agreed by a partner."""
    return e.ContributionAgreed(
        **ABOUT, partner=partner, kind="cash", amount_pence=pence, previous_pence=previous, variation_reason=reason
    )


def signature(partner: str) -> e.AgreementSigned:
    """A partner's signature."""
    return e.AgreementSigned(**ABOUT, partner=partner, signed_on=date(2018, 3, 1))


contributions_agreed = (contribution("07L", 50_000), contribution("E09000002", 30_000), contribution("08F", 20_000))
all_signed = tuple(signature(partner) for partner in PARTNERS)
SHARES = tuple(
    e.PartnerContribution(partner=partner, amount_pence=pence)
    for partner, pence in zip(PARTNERS, (50_000, 30_000, 20_000), strict=True)
)
pool_agreed = e.PoolAgreed(**ABOUT, pool_pence=100_000, contributions=SHARES)
activated = e.PoolActivated(**ABOUT, activated_on=date(2018, 4, 1), pool_pence=100_000, contributions=SHARES)
AGREED: tuple[e.PoolEvent, ...] = (opened, *contributions_agreed, *all_signed, pool_agreed)
ACTIVE: tuple[e.PoolEvent, ...] = (*AGREED, activated)


def spent(code: str, pence: int, period: str = "2018-04", ref: str = "INV-1", **more: Any) -> e.ExpenditurePosted:
    """Expenditure on a line."""
    funding: Any = "aligned" if code == "SURG" else "pooled"
    return e.ExpenditurePosted(
        **{
            **ABOUT,
            "posting_id": POSTING,
            "line": code,
            "line_title": f"Line {code}",
            "funding": funding,
            "amount_pence": pence,
            "period": period,
            "source_ref": ref,
            **more,
        }
    )


def paid(partner: str, pence: int, ref: str = "PAY-1", quarter: int = 1) -> e.ContributionPaid:
    """Cash paid by a partner."""
    return e.ContributionPaid(
        **ABOUT,
        partner=partner,
        kind="cash",
        amount_pence=pence,
        paid_on=date(2018, 4, 30),
        quarter=quarter,
        payment_ref=ref,
    )


def payment_reversed(payment: e.ContributionPaid, reason: str = "mistyped") -> e.ContributionReversed:
    """A payment taken back."""
    about = {name: getattr(payment, name) for name in ("partner", "kind", "quarter", "payment_ref")}
    return e.ContributionReversed(**ABOUT, **about, amount_pence=-payment.amount_pence, reason=reason)


def held(posting_id: UUID = POSTING) -> e.ActivityCostHeld:
    """The cost of a discharge, held back."""
    return e.ActivityCostHeld(
        **ABOUT,
        posting_id=posting_id,
        line="BEDS",
        pathway_id=PATHWAY,
        setting="op",
        discharged_on=date(2018, 5, 2),
        source_ref="INV-1",
        amount_pence=150,
        reason="the pool is agreed",
    )


dismissed = e.ActivityCostDismissed(**ABOUT, posting_id=POSTING, reason="another pool paid")


def year_closed(spend: int) -> e.PoolYearClosed:
    """The year was closed the day after its last."""
    return e.PoolYearClosed(**ABOUT, closed_on=DAY_AFTER, spend_pence=spend)


reconciled = e.PoolReconciled(**ABOUT, reconciled_on=date(2019, 6, 1), outturn_pence=0, variance_pence=-100_000)
terminated = e.PoolTerminated(**ABOUT, ground="agreed", effective_on=date(2018, 9, 30), spend_pence=0, paid_pence=0)
FULL_PRICES = e.Tariff(valid_from=date(2018, 4, 1), op_pence=150, ip_pence=2_000, dc_pence=700, ed_pence=90)
pathway_linked = e.PathwayLinked(**ABOUT, line="BEDS", pathway_id=PATHWAY, tariff=(FULL_PRICES,))


def contract_linked(code: str = "BEDS", contract_id: UUID = CONTRACT, bp: int = 10_000) -> e.LineLinkedToContract:
    """A line linked to a contract."""
    return e.LineLinkedToContract(**ABOUT, line=code, contract_id=contract_id, share_bp=bp)
