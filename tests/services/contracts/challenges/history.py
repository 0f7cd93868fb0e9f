"""A challenge and its answer, as the tests start from it."""

from datetime import date
from typing import Any
from uuid import UUID

from services.contracts.challenges import commands as c
from shared.events.contracts import stakeholders as e

CHALLENGE = UUID("01980000-0000-7000-8000-00000000f101")
STAKEHOLDER = UUID("01980000-0000-7000-8000-00000000f001")
ABOUT: dict[str, Any] = {"challenge_id": CHALLENGE, "title": "Closure of the walk-in centre"}
RAISED = date(2018, 5, 1)
DUE = date(2018, 5, 31)
RAISE = c.RaiseChallenge(
    **ABOUT,
    stakeholder="Patients' forum",
    stakeholder_id=STAKEHOLDER,
    subject="service_change",
    mechanism="public_meeting",
    issue="Nobody was asked.",
    raised_on=RAISED,
    response_due_on=DUE,
    commissioners=("07L",),
    localities=("havering-north",),
    known_localities=frozenset({"havering-north"}),
    today=RAISED,
)
raised = e.ChallengeRaised(
    **ABOUT,
    stakeholder="Patients' forum",
    stakeholder_id=STAKEHOLDER,
    subject="service_change",
    subject_id=None,
    mechanism="public_meeting",
    issue="Nobody was asked.",
    raised_on=RAISED,
    response_due_on=DUE,
    commissioners=("07L",),
    parties=("07L",),
    localities=("havering-north",),
)
debated = e.ChallengeDebated(
    **ABOUT,
    forum="Joint commissioning board",
    mechanism="board_meeting",
    debated_on=RAISED,
    outcome="A consultation is held first.",
)
postponed = e.ChallengeResponsePostponed(**ABOUT, response_due_on=date(2018, 6, 30), reason="Consultation runs")
overdue = e.ChallengeFellOverdue(**ABOUT, response_due_on=DUE)
answered = e.ChallengeAnswered(**ABOUT, answered_on=DUE, late=False, answer="A consultation is held first.")
withdrawn = e.ChallengeWithdrawn(**ABOUT, withdrawn_on=DUE, reason="Satisfied by the meeting")
