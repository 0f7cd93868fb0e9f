"""A decision's history the tests start from: a board of eight seats, and what was put to it."""

from datetime import date
from uuid import UUID

from services.contracts.decisions import commands as c
from shared.events.contracts import decisions as e
from shared.events.contracts.bodies import Seat
from tests.services.contracts.bodies.history import BODY, TERMS, a_seat

DECISION = UUID("01980000-0000-7000-8000-00000000d001")
EARLIER = UUID("01980000-0000-7000-8000-00000000d000")
CONTRACT = UUID("01980000-0000-7000-8000-00000000c001")
MET = date(2017, 9, 29)
ANN, BOB = "persona:ann", "persona:bob"
SEATS: tuple[Seat, ...] = (
    a_seat("clinical-chair-barking", "clinical", "07L"),
    a_seat("clinical-chair-havering", "clinical", "08F"),
    a_seat("leader-barking", "democratic", "E09000002"),
    a_seat("leader-havering", "democratic", "E09000016"),
    a_seat("accountable-officer", "commissioner", "07L"),
    a_seat("director-commissioning", "commissioner", "08F"),
    a_seat("chief-executive-bhrut", "provider", "RF4"),
    a_seat("chief-executive-nelft", "provider", "RAT"),
)
QUORATE = ("clinical-chair-barking", "leader-barking", "accountable-officer", "chief-executive-nelft")
PARTIES = ("07L", "08F", "E09000002", "E09000016", "RF4", "RAT")
JCB = c.SittingBody(
    body_id=BODY,
    ref="JCB",
    parties=PARTIES,
    convened_by=("07L", "08F"),
    localities=(),
    seats=SEATS,
    editions=(TERMS,),
    dissolved_on=None,
)
CITED = e.CitedEvidence(what="Acute contract", uri=f"/contracts/{CONTRACT}")
SEEN = e.SeenEvidence(
    what="Acute contract", uri=f"/contracts/{CONTRACT}", version=3, read_at=f"/contracts/{CONTRACT}?as_of=3"
)
PROPOSE = c.ProposeDecision(
    body_id=BODY,
    topic="integration-model",
    position="lead-provider",
    matter="contracting-strategy",
    title="A lead provider for community services",
    statement="The board asks the clinical commissioning groups to commission one lead provider.",
    evidence=(CITED,),
    decision_id=DECISION,
    body=JCB,
    not_found=(),
    today=MET,
    by=ANN,
)
proposed = e.DecisionProposed(
    decision_id=DECISION,
    parties=PARTIES,
    localities=(),
    body_id=BODY,
    body_ref="JCB",
    convened_by=("07L", "08F"),
    topic="integration-model",
    position="lead-provider",
    matter="contracting-strategy",
    title="A lead provider for community services",
    statement=PROPOSE.statement,
    supersedes=None,
    evidence=(CITED,),
    withheld_from=(),
    proposed_by=ANN,
)
TAKE = c.TakeDecision(
    met_on=MET,
    attending=QUORATE,
    in_favour=QUORATE,
    body=JCB,
    standing=None,
    seen=(SEEN,),
    not_found=(),
    today=MET,
    by=BOB,
)
MEETING = e.Meeting(
    met_on=MET,
    terms_edition=1,
    attending=QUORATE,
    conflicted=(),
    counted=tuple(sorted(QUORATE)),
    votes=e.Votes(in_favour=QUORATE, against=(), abstained=()),
)
taken = e.DecisionTaken(
    decision_id=DECISION,
    parties=PARTIES,
    body_id=BODY,
    body_ref="JCB",
    topic="integration-model",
    position="lead-provider",
    title="A lead provider for community services",
    number=1,
    supersedes=None,
    upholds=None,
    meeting=MEETING,
    evidence=(SEEN,),
    recorded_by=BOB,
)
STANDING = c.StandingPosition(
    decision_id=EARLIER, number=4, position="virtual-alliance", body_ref="ICPB", taken_on=date(2017, 7, 31)
)
declared = e.DecisionConflictDeclared(
    decision_id=DECISION,
    topic="integration-model",
    conflict=e.DeclaredConflict(seat="chief-executive-nelft", interest="financial", interest_in="RAT"),
)
rejected = e.DecisionRejected(
    decision_id=DECISION,
    body_ref="JCB",
    topic="integration-model",
    title="A lead provider for community services",
    meeting=MEETING,
    recorded_by=BOB,
)
deferred = e.DecisionDeferred(
    decision_id=DECISION, body_ref="JCB", topic="integration-model", reason="legal advice first", until=None
)
withdrawn = e.DecisionWithdrawn(
    decision_id=DECISION, body_ref="JCB", topic="integration-model", reason="no longer wanted"
)
superseded = e.DecisionSuperseded(
    decision_id=DECISION, body_ref="JCB", topic="integration-model", taken_on=MET, superseded_by=EARLIER
)
ACTION = e.DecisionAction(
    number=1, what="Write to the providers", owner="08F", owner_seat=None, due_on=date(2017, 10, 31)
)
action_set = e.DecisionActionSet(decision_id=DECISION, topic="integration-model", action=ACTION)
action_done = e.DecisionActionDone(
    decision_id=DECISION, topic="integration-model", number=1, done_on=date(2017, 10, 31)
)
action_overdue = e.DecisionActionOverdue(
    decision_id=DECISION, topic="integration-model", number=1, owner="08F", due_on=date(2017, 10, 31)
)
