"""The history that tests of procurements start from: a competition of 2025 whose standstill is that of W7."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from services.contracts.procurements import award_commands as ac
from services.contracts.procurements import commands as c
from services.contracts.procurements.domain import procurement_decider
from shared.events.contracts import procurement_parts as p
from shared.kernel.authority import Approval, Authority
from shared.kernel.organisations import OrgKind

PROCUREMENT = UUID("01980000-0000-7000-8000-00000000e001")
STRATEGY = UUID("01980000-0000-7000-8000-00000000e002")
CONTRACT = UUID("01980000-0000-7000-8000-00000000e003")
DELEGATION = UUID("01980000-0000-7000-8000-00000000e004")
NOTICE = UUID("01980000-0000-7000-8000-00000000e010")
BIDS = tuple(UUID(f"01980000-0000-7000-8000-00000000e02{n}") for n in range(4))
REPRESENTATION = UUID("01980000-0000-7000-8000-00000000e030")

BEGAN = date(2025, 1, 6)
LAUNCHED = date(2025, 2, 3)
DEADLINE = datetime(2025, 3, 3, 12, 0, tzinfo=UTC)
OPENED = datetime(2025, 3, 4, 9, 0, tzinfo=UTC)
EVALUATED = date(2025, 3, 28)
PUBLISHED = date(2025, 4, 7)
ENDS = date(2025, 4, 22)
SIGN_FROM = date(2025, 4, 23)

LEGAL = p.LegalBasis(
    permitted=True,
    regime="psr2023",
    ground="SI 2023/1348 reg 11",
    reasons=("Holds: direct award A need not be followed.",),
    limits=(),
    notices=(),
    citations=("SI 2023/1348 reg 6",),
    advice="This is decision support. Take legal advice on it.",
)
NOT_PERMITTED = LEGAL.model_copy(
    update={"permitted": False, "reasons": ("Does not hold: there is an existing provider.",)}
)
CRITERIA = (
    p.Criterion(name="Clinical quality", weight_bp=4_000, key_criterion="quality_and_innovation"),
    p.Criterion(name="Price", weight_bp=2_500, key_criterion="value"),
    p.Criterion(name="Integration", weight_bp=1_500, key_criterion="integration_collaboration_and_sustainability"),
    p.Criterion(name="Access", weight_bp=1_000, key_criterion="access_inequalities_and_choice"),
    p.Criterion(name="Social value", weight_bp=1_000, key_criterion="social_value"),
)
STANDSTILL = ac.StandstillDates(
    starts=date(2025, 4, 8), ends=ENDS, sign_from=SIGN_FROM, working_days=8, citation="SI 2023/1348 reg 12(3)"
)
APPROVAL = Approval(
    org="07L", roles=("JCB_APPROVER",), matter="procurement", today=SIGN_FROM, required=False, authority=None
)
AUTHORITY = Authority(
    delegation_id=DELEGATION,
    org="07L",
    role="JCB_APPROVER",
    matters=("procurement",),
    limit_pence=400_000_000,
    start=date(2025, 4, 1),
    end=None,
)

PLAN = c.PlanProcurement(
    ref="BHR-P1",
    title="Community nursing",
    commissioners=("07L", "08F"),
    localities=("havering-north",),
    cpv=("85100000-0",),
    route="competitive",
    estimated_value_pence=400_000_000,
    term_months=60,
    procurement_id=PROCUREMENT,
    legal=LEGAL,
    strategy=None,
    commissioner_kinds={"07L": OrgKind.CCG, "08F": OrgKind.CCG, "QMF": OrgKind.ICB, "RF4": OrgKind.NHS_TRUST},
    known_localities=frozenset({"havering-north"}),
    reserved_months_limit=36,
    by="lead",
    today=BEGAN,
)
ENGAGE = c.EngageMarket(
    engaged_on=date(2025, 1, 20),
    narrative="A supplier day",
    notice_ref="ME-1",
    notice_id=NOTICE,
    today=date(2025, 1, 20),
)
LAUNCH = c.LaunchProcurement(
    notice_ref="2025/S 000-000001",
    published_on=LAUNCHED,
    criteria=CRITERIA,
    bids_by=DEADLINE,
    notice_id=NOTICE,
    legal=LEGAL,
    isap_missing=None,
    assess_from=LAUNCHED,
    bids_from=LAUNCHED,
    today=LAUNCHED,
)


def bid(n: int, provider: str, **changes: Any) -> c.ReceiveBid:
    said: dict[str, Any] = {
        "provider": provider,
        "received_at": datetime(2025, 2, 20 + n, 10, 0, tzinfo=UTC),
        "price_pence": 390_000_000 + n,
        "summary": "What we offer",
        "documents": (p.BidDocument(title="Method statement", uri="https://example.org/bid"),),
        "bid_id": BIDS[n],
        "now": datetime(2025, 2, 28, tzinfo=UTC),
    }
    return c.ReceiveBid(**(said | changes))


def marks(provider: str, *bp: int) -> p.ProviderMarks:
    """Marks in the order of the criteria; one mark stands for all."""
    given = bp * len(CRITERIA) if len(bp) == 1 else bp
    return p.ProviderMarks(
        provider=provider,
        marks=tuple(
            p.CriterionMark(criterion=one.name, mark_bp=mark) for one, mark in zip(CRITERIA, given, strict=True)
        ),
    )


BEGIN = c.BeginAssessment(now=OPENED)
EVALUATE = c.EvaluateProcurement(
    panel=("clinical lead", "finance lead"),
    marks=(marks("RAT", 8_000), marks("RF4", 7_000)),
    evaluated_on=EVALUATED,
    today=EVALUATED,
)
INTEND = ac.PublishIntention(
    providers=("RAT",),
    notice_ref="2025/S 000-000002",
    published_on=PUBLISHED,
    reasons="Placed first by every key criterion",
    decision_makers=("director of commissioning",),
    decided_on=None,
    notice_id=NOTICE,
    standstill=STANDSTILL,
    legal=LEGAL,
    isap_missing=None,
    by="lead",
    today=PUBLISHED,
)
REPRESENT = ac.RecordRepresentation(
    provider="RF4",
    received_on=ENDS,
    grounds="Our marks for access overlook the evening clinics",
    information_requested="The marks of each criterion",
    representation_id=REPRESENTATION,
    today=ENDS,
)
HEAR = ac.HearRepresentation(
    heard_on=date(2025, 4, 24), account="At a meeting", representation_id=REPRESENTATION, today=date(2025, 4, 24)
)
INFORM = ac.GiveInformation(
    given_on=date(2025, 4, 24), information="The marks", representation_id=REPRESENTATION, today=date(2025, 4, 24)
)
REVIEW = ac.ReviewDecision(
    outcome="confirmed",
    reasons="The marks stand",
    communicated_on=date(2025, 4, 25),
    running_on=ac.RunningOn(ends=date(2025, 5, 2), sign_from=date(2025, 5, 3), citation="SI 2023/1348 reg 12"),
    abandonment_notice_due_on=date(2025, 5, 25),
    by="reviewer",
    today=date(2025, 4, 25),
)
AWARD = ac.AwardProcurement(
    providers=("RAT",),
    awarded_on=SIGN_FROM,
    value_pence=400_000_000,
    reasons="As intended",
    decision_makers=("joint commissioning board",),
    decided_on=None,
    approval=APPROVAL,
    award_notice_due_on=date(2025, 5, 23),
    legal=LEGAL,
    isap_missing=None,
    held_reserved=(),
    by="approver",
    today=SIGN_FROM,
)
SIGN = ac.MarkSigned(
    contract_id=CONTRACT, contract_ref="BHR-0001", signed_on=date(2025, 5, 6), isap_missing=None, notice_due_on=None
)
COMMENCE = ac.CommenceService(commenced_on=date(2025, 7, 1), isap_missing=None, today=date(2025, 7, 1))
ABANDON = ac.AbandonProcurement(
    reason="The service is redesigned",
    abandoned_on=date(2025, 4, 30),
    notice_due_on=date(2025, 5, 30),
    today=date(2025, 4, 30),
)
AWARD_NOTICE = ac.PublishNotice(
    kind="award",
    notice_ref="2025/S 000-000003",
    published_on=date(2025, 5, 23),
    notice_id=NOTICE,
    today=date(2025, 5, 23),
)


def after(*commands: Any, history: tuple[Any, ...] = ()) -> tuple[Any, ...]:
    """The events of commands asked one after another."""
    events: list[Any] = list(history)
    state = procurement_decider.fold(events)
    for command in commands:
        happened = procurement_decider.decide(command, state)
        state = procurement_decider.fold(happened, state)
        events += happened
    return tuple(events)


planned = after(PLAN)
launched = after(LAUNCH, history=planned)
with_bids = after(bid(0, "RAT"), bid(1, "RF4"), history=launched)
opened = after(BEGIN, history=with_bids)
evaluated = after(EVALUATE, history=opened)
in_standstill = after(INTEND, history=evaluated)
challenged = after(REPRESENT, history=in_standstill)
heard = after(HEAR, INFORM, history=challenged)
confirmed = after(ac.EndStandstill(today=SIGN_FROM), history=in_standstill)
awarded = after(AWARD, history=confirmed)
signed = after(SIGN, history=awarded)
commenced = after(COMMENCE, history=signed)


def planned_by(route: p.ProcurementRoute, **changes: Any) -> tuple[Any, ...]:
    """A procurement planned by another route."""
    return after(PLAN.model_copy(update={"route": route} | changes))
