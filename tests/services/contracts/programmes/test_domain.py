"""The rules of programmes, at their edges and refused."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.contracts.naming import NamedTwice
from services.contracts.programmes import commands as c
from services.contracts.programmes import refusals as no
from services.contracts.programmes.domain import programme_decider as decider
from services.contracts.programmes.timers import due_command, due_of
from services.contracts.programmes.views import programme_view
from services.contracts.register.refusals import UnknownLocality
from shared.events.contracts.alliance_agreements import AllianceParty
from shared.kernel.refusals import Refused
from tests.kit.scenario import given, row_after
from tests.services.contracts.programmes.history import (
    CLOSE,
    DUE,
    ESCALATE,
    MEET,
    MISS,
    MOVE,
    PROPOSE,
    RAISE,
    REACH,
    RESOLVE,
    REVIEW,
    SET,
    START,
    TODAY,
    active,
    after,
    overdue,
)

DAY_AFTER = DUE + timedelta(days=1)


def but(command: Any, **changes: Any) -> Any:
    return command.model_copy(update=changes)


class TestProposeProgramme:
    def test_spans_organisations_of_both_sides_and_localities(self) -> None:
        """A locality development programme across organisations and localities (R62, R63, R68)."""
        row = row_after(programme_view, *after(PROPOSE))
        assert (row.status, row.organisations, row.bridges_sides) == ("proposed", ["08F", "RAT"], True)
        assert (row.rag, row.overdue_milestones, due_of(row)) == (None, 0, {})

    def test_of_one_side_bridges_nothing(self) -> None:
        own = but(PROPOSE, partners=PROPOSE.partners[:1])
        assert not row_after(programme_view, *after(own)).bridges_sides

    def test_may_be_for_joint_understanding(self) -> None:
        """A joint programme of primary and social care (R65)."""
        (proposed,) = given(decider).when(but(PROPOSE, kind="joint_understanding")).happened()
        assert proposed.kind == "joint_understanding"

    @pytest.mark.parametrize(
        ("command", "refusal"),
        [
            (but(PROPOSE, partners=(*PROPOSE.partners, PROPOSE.partners[0])), NamedTwice),
            (but(PROPOSE, localities=("nowhere",)), UnknownLocality),
        ],
    )
    def test_refuses(self, command: c.ProposeProgramme, refusal: type[Refused]) -> None:
        given(decider).when(command).then_refused(refusal)

    def test_refuses_twice(self) -> None:
        given(decider, *after(PROPOSE)).when(PROPOSE).then_refused(no.ProgrammeRefTaken)


class TestStartProgramme:
    def test_refuses_tomorrow_and_twice(self) -> None:
        tomorrow = but(START, started_on=TODAY + timedelta(days=1))
        given(decider, *after(PROPOSE)).when(tomorrow).then_refused(no.HappensInFuture)
        given(decider, *active).when(START).then_refused(no.ProgrammeNotProposed)

    def test_refuses_what_nobody_proposed(self) -> None:
        given(decider).when(START).then_refused(no.ProgrammeNotFound)


class TestChangeProgrammeReach:
    def test_former_partners_keep_sight_and_own_nothing(self) -> None:
        only = but(REACH, partners=(AllianceParty(ods="RF4", side="provider"),), localities=("havering-south",))
        row = row_after(programme_view, *active, *given(decider, *active).when(only).happened())
        assert (row.parties, row.owners, row.localities) == (["08F", "RAT", "RF4"], ["RF4"], ["havering-south"])

    def test_refuses_a_partner_twice(self) -> None:
        twice = but(REACH, partners=PROPOSE.partners * 2)
        given(decider, *active).when(twice).then_refused(NamedTwice)


class TestMilestones:
    def test_fall_due_the_day_after_their_last_while_the_programme_is_under_way(self) -> None:
        assert due_of(row_after(programme_view, *after(PROPOSE, SET))) == {}
        assert due_of(row_after(programme_view, *active)) == {"milestone-1": DAY_AFTER}
        assert due_command("milestone-12", TODAY) == c.MissMilestone(milestone_no=12, today=TODAY)

    def test_are_overdue_once_and_not_on_their_last_day(self) -> None:
        given(decider, *active).when(but(MISS, today=DUE)).then_refused(no.MilestoneNotOverdue)
        (missed,) = given(decider, *active).when(but(MISS, today=DAY_AFTER)).happened()
        given(decider, *active, missed).when(MISS).then()
        assert due_of(row_after(programme_view, *active, missed)) == {}

    def test_met_are_no_more_overdue(self) -> None:
        met = (*overdue, *given(decider, *overdue).when(MEET).happened())
        row = row_after(programme_view, *met)
        assert (row.overdue_milestones, row.rag, row.milestones[0].met_on) == (0, "green", MEET.met_on)
        given(decider, *met).when(MISS).then()

    def test_given_another_day_fall_due_again_and_keep_the_first(self) -> None:
        moved = (*overdue, *given(decider, *overdue).when(MOVE).happened())
        row = row_after(programme_view, *moved)
        (milestone,) = row.milestones
        assert (milestone.first_due, milestone.due, milestone.rescheduled) == (DUE, MOVE.due, 1)
        assert due_of(row) == {"milestone-1": date(2026, 10, 1)}

    @pytest.mark.parametrize(
        ("command", "refusal"),
        [
            (but(SET, due=TODAY - timedelta(days=1)), no.MilestoneDueInPast),
            (but(MOVE, due=date(2026, 6, 30)), no.MilestoneDueInPast),
            (but(MOVE, milestone_no=2), no.NoSuchMilestone),
            (but(MEET, milestone_no=2), no.NoSuchMilestone),
            (but(MEET, met_on=date(2026, 7, 2)), no.HappensInFuture),
        ],
    )
    def test_refuse(self, command: Any, refusal: type[Refused]) -> None:
        given(decider, *active).when(command).then_refused(refusal)

    def test_may_be_due_today(self) -> None:
        assert given(decider, *active).when(but(SET, due=TODAY)).happened()
        assert given(decider, *active).when(but(MOVE, due=MOVE.today)).happened()

    @pytest.mark.parametrize("command", [MEET, MOVE])
    def test_are_met_once(self, command: Any) -> None:
        met = (*active, *given(decider, *active).when(MEET).happened())
        given(decider, *met).when(command).then_refused(no.MilestoneMetAlready)

    def test_are_met_in_a_programme_under_way(self) -> None:
        given(decider, *after(PROPOSE, SET)).when(MEET).then_refused(no.ProgrammeNotActive)


class TestReviewProgramme:
    """The leadership group tracks the progress of each programme (R61)."""

    def test_says_how_it_stands_and_what_was_decided(self) -> None:
        row = row_after(programme_view, *active, *given(decider, *active).when(REVIEW).happened())
        assert (row.rag, row.reviewed_on, row.decisions[0].owner) == ("green", TODAY, "locality clinical lead")

    def test_green_becomes_amber_when_a_milestone_is_overdue(self) -> None:
        row = row_after(programme_view, *overdue)
        assert (row.rag, row.reviewed_rag, row.overdue_milestones) == ("amber", "green", 1)

    def test_red_stays_red(self) -> None:
        red = after(PROPOSE, START, SET, but(REVIEW, rag="red"), MISS)
        assert row_after(programme_view, *red).rag == "red"

    def test_refuses_green_with_an_overdue_milestone_though_the_clock_has_not_come_by(self) -> None:
        late = but(REVIEW, today=DAY_AFTER, reviewed_on=DAY_AFTER)
        given(decider, *active).when(late).then_refused(no.GreenWithOverdueMilestone)
        assert given(decider, *active).when(but(late, rag="amber")).happened()
        assert given(decider, *active).when(but(late, today=DUE, reviewed_on=DUE)).happened()

    def test_a_locality_speaks_for_itself(self) -> None:
        """There is a leadership group and a locality level (R64)."""
        own = but(REVIEW, level="locality", locality="havering-north", rag="red")
        again = but(own, rag="amber")
        other = but(own, locality="havering-south")
        row = row_after(programme_view, *after(PROPOSE, START, own, other, again))
        assert row.rag is None
        assert [(one.locality, one.rag) for one in row.locality_standings] == [
            ("havering-south", "red"),
            ("havering-north", "amber"),
        ]

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"level": "locality"}, no.LocalityOutsideProgramme),
            ({"level": "locality", "locality": "redbridge-fairlop"}, no.LocalityOutsideProgramme),
            ({"locality": "havering-north"}, no.LocalityOutsideProgramme),
            ({"reviewed_on": TODAY + timedelta(days=1)}, no.HappensInFuture),
        ],
    )
    def test_refuses(self, changes: dict[str, Any], refusal: type[Refused]) -> None:
        given(decider, *active).when(but(REVIEW, **changes)).then_refused(refusal)

    def test_refuses_a_day_before_the_last_review(self) -> None:
        reviewed = (*active, *given(decider, *active).when(REVIEW).happened())
        earlier = but(REVIEW, reviewed_on=TODAY - timedelta(days=1))
        given(decider, *reviewed).when(earlier).then_refused(no.ReviewedBefore)
        assert given(decider, *reviewed).when(REVIEW).happened()

    def test_refuses_before_it_is_under_way(self) -> None:
        given(decider, *after(PROPOSE)).when(REVIEW).then_refused(no.ProgrammeNotActive)


class TestIssues:
    def test_are_raised_escalated_and_resolved(self) -> None:
        row = row_after(programme_view, *after(PROPOSE, START, RAISE, ESCALATE))
        assert (row.open_issues, row.issues[0].escalated_to) == (1, ESCALATE.to)
        row = row_after(programme_view, *after(PROPOSE, START, RAISE, ESCALATE, RESOLVE))
        assert (row.open_issues, row.issues[0].resolution) == (0, RESOLVE.resolution)

    @pytest.mark.parametrize(
        ("command", "refusal"),
        [
            (but(RAISE, raised_by="RF4"), no.RaisedByStranger),
            (but(ESCALATE, issue_no=2), no.NoSuchIssue),
            (but(ESCALATE, respond_by=TODAY - timedelta(days=1)), no.ResponseDueInPast),
            (but(RESOLVE, issue_no=2), no.NoSuchIssue),
        ],
    )
    def test_refuse(self, command: Any, refusal: type[Refused]) -> None:
        given(decider, *after(PROPOSE, START, RAISE)).when(command).then_refused(refusal)

    @pytest.mark.parametrize("command", [ESCALATE, RESOLVE])
    def test_are_resolved_once(self, command: Any) -> None:
        given(decider, *after(PROPOSE, START, RAISE, RESOLVE)).when(command).then_refused(no.NoSuchIssue)


class TestCloseProgramme:
    def test_is_delivered_when_all_is_met_and_resolved(self) -> None:
        row = row_after(programme_view, *after(PROPOSE, START, SET, RAISE, RESOLVE, MEET, CLOSE))
        assert (row.status, row.outcome) == ("closed", "delivered")

    @pytest.mark.parametrize("open_thing", [SET, RAISE])
    def test_is_not_delivered_with_something_open_but_may_be_stopped(self, open_thing: Any) -> None:
        history = after(PROPOSE, START, open_thing)
        given(decider, *history).when(CLOSE).then_refused(no.NotDelivered)
        (stopped,) = given(decider, *history).when(but(CLOSE, outcome="stopped")).happened()
        row = row_after(programme_view, *history, stopped)
        assert due_of(row) == {}

    def test_is_over_then(self) -> None:
        closed = after(PROPOSE, START, CLOSE)
        for command in (START, REACH, SET, REVIEW, RAISE, CLOSE):
            given(decider, *closed).when(command).then_refused(no.ProgrammeOver)

    def test_refuses_what_never_started(self) -> None:
        given(decider, *after(PROPOSE)).when(CLOSE).then_refused(no.ProgrammeNotActive)

    def test_what_was_overdue_when_it_was_stopped_asks_nothing_of_the_clock(self) -> None:
        closed = after(PROPOSE, START, SET, but(CLOSE, outcome="stopped"))
        assert due_of(row_after(programme_view, *closed)) == {}
