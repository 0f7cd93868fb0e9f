"""A programme's history the tests start from."""

from datetime import date
from typing import Any
from uuid import UUID

from services.contracts.programmes import commands as c
from services.contracts.programmes.domain import programme_decider
from shared.events.contracts import programmes as e
from shared.events.contracts.alliance_agreements import AllianceParty
from tests.kit.scenario import given

PROGRAMME = UUID("01980000-0000-7000-8000-00000000d001")
TODAY = date(2026, 5, 1)
DUE = date(2026, 6, 30)

PROPOSE = c.ProposeProgramme(
    programme_id=PROGRAMME,
    ref="BHR-P1",
    title="Locality development",
    kind="locality_development",
    aim="Ten localities with one team each",
    partners=(
        AllianceParty(ods="08F", side="commissioner"),
        AllianceParty(ods="RAT", side="provider"),
    ),
    localities=("havering-north", "havering-south"),
    known_localities=frozenset({"havering-north", "havering-south"}),
)
START = c.StartProgramme(started_on=TODAY, today=TODAY)
REACH = c.ChangeProgrammeReach(
    partners=(*PROPOSE.partners, AllianceParty(ods="RF4", side="provider")),
    localities=PROPOSE.localities,
    known_localities=PROPOSE.known_localities,
)
SET = c.SetMilestone(title="Teams named", due=DUE, today=TODAY)
MOVE = c.RescheduleMilestone(
    milestone_no=1, due=date(2026, 9, 30), reason="Two practices merge first", today=date(2026, 7, 1)
)
MEET = c.MeetMilestone(milestone_no=1, met_on=date(2026, 7, 1), today=date(2026, 7, 1))
MISS = c.MissMilestone(milestone_no=1, today=date(2026, 7, 1))
REVIEW = c.ReviewProgramme(
    rag="green",
    narrative="On its way",
    decisions=(e.ReviewDecision(decision="Name the teams", owner="locality clinical lead", due=DUE),),
    reviewed_on=TODAY,
    today=TODAY,
)
RAISE = c.RaiseIssue(title="No shared premises", raised_by="RAT", today=TODAY)
ESCALATE = c.EscalateIssue(issue_no=1, to="Integrated Care Partnership Board", respond_by=DUE, today=TODAY)
RESOLVE = c.ResolveIssue(issue_no=1, resolution="A floor of the civic centre", today=TODAY)
CLOSE = c.CloseProgramme(outcome="delivered", lessons="Begin with premises", today=DUE)


def after(*commands: Any) -> tuple[e.ProgrammeEvent, ...]:
    """What happened when all this was asked, one after another."""
    history: list[e.ProgrammeEvent] = []
    for command in commands:
        history += given(programme_decider, *history).when(command).happened()
    return tuple(history)


active = after(PROPOSE, START, SET)
overdue = after(PROPOSE, START, SET, REVIEW, MISS)
EVERYTHING = after(PROPOSE, START, REACH, SET, REVIEW, MISS, MOVE, RAISE, ESCALATE, RESOLVE, MEET, CLOSE)
