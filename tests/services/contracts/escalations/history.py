"""An issue's history the tests start from: the role of competition, raised with a locality board."""

from datetime import date
from uuid import UUID

from services.contracts.escalations import commands as c
from shared.events.contracts import escalations as e

ISSUE = UUID("01980000-0000-7000-8000-00000000e501")
LOCAL = UUID("01980000-0000-7000-8000-00000000b003")
ABOVE = UUID("01980000-0000-7000-8000-00000000b002")
TODAY = date(2017, 8, 1)
DUE = date(2017, 8, 31)
BOARD = c.AnsweringBody(
    body_id=LOCAL,
    ref="LB-HAVERING",
    parties=("08F", "RAT"),
    convened_by=("08F",),
    localities=("havering-north",),
    seats={"chief-executive-nelft": "RAT", "clinical-lead": "08F"},
    dissolved=False,
)
LEADERS = c.AnsweringBody(
    body_id=ABOVE,
    ref="LG",
    parties=("07L", "08F", "RF4"),
    convened_by=("07L",),
    localities=(),
    seats={},
    dissolved=False,
)
RAISE = c.RaiseEscalation(
    kind="role_of_competition",
    title="Competition between providers for community services",
    details="Two providers prepare rival bids while they are to work as an alliance.",
    body_id=LOCAL,
    answer_due_on=DUE,
    escalation_id=ISSUE,
    body=BOARD,
    subject_found=True,
    org="RF4",
    today=TODAY,
)
raised = e.EscalationRaised(
    escalation_id=ISSUE,
    parties=("08F", "RAT", "RF4"),
    localities=("havering-north",),
    kind="role_of_competition",
    title=RAISE.title,
    details=RAISE.details,
    about=None,
    body_id=LOCAL,
    body_ref="LB-HAVERING",
    convened_by=("08F",),
    raised_by="RF4",
    raised_on=TODAY,
    answer_due_on=DUE,
)
SAID = e.DebateContribution(
    number=1, org="RAT", seat="chief-executive-nelft", stance="opposes", said_on=TODAY, text="Both bids are lawful."
)
debated = e.EscalationDebated(
    escalation_id=ISSUE, title=RAISE.title, org="RAT", parties=("08F", "RAT", "RF4"), contribution=SAID
)
answered = e.EscalationAnswered(
    escalation_id=ISSUE,
    title=RAISE.title,
    body_id=LOCAL,
    body_ref="LB-HAVERING",
    answered_on=DUE,
    answer="The board asks both to bid together.",
)
overdue = e.EscalationAnswerOverdue(
    escalation_id=ISSUE, title=RAISE.title, body_id=LOCAL, body_ref="LB-HAVERING", answer_due_on=DUE
)
referred = e.EscalationReferredUp(
    escalation_id=ISSUE,
    title=RAISE.title,
    from_ref="LB-HAVERING",
    body_id=ABOVE,
    body_ref="LG",
    convened_by=("07L",),
    parties=("08F", "RAT", "RF4", "07L"),
    reason="It concerns all three boroughs.",
    answer_due_on=date(2017, 9, 30),
)
resolved = e.EscalationResolved(
    escalation_id=ISSUE,
    title=RAISE.title,
    resolution="They bid as an alliance.",
    decision_id=None,
    resolved_on=DUE,
)
