"""The rules of places, at their edges and refused (R40, R50)."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from services.contracts.places import commands as c
from services.contracts.places import refusals as r
from services.contracts.places.domain import place_decider
from services.contracts.places.views import place_view
from shared.events.contracts import places as e
from tests.kit.scenario import given, row_after
from tests.services.contracts.places.history import (
    JOINED,
    OPENED,
    PRACTICE,
    REGISTER,
    a_parent,
    closed,
    first_move,
    moved,
    moving,
    registered,
)

A_DAY = timedelta(days=1)
SOURCE = e.PlaceSource(place_import_id=UUID(int=1), row=3)
IMPORT = c.ImportPlace(
    place_id=PRACTICE,
    code="F82001",
    kind="gp_practice",
    name="Halbutt Street Surgery",
    postcode="RM9 5AR",
    commissioner="07L",
    ods_status=None,
    opened=OPENED,
    closed=None,
    members=(),
    source=SOURCE,
)


class TestRegisterPlace:
    def test_concerns_who_commissions_it_and_itself(self) -> None:
        given(place_decider).when(REGISTER).then(registered)

    def test_a_locality_is_no_organisation(self) -> None:
        locality = REGISTER.model_copy(update={"code": "havering-north", "kind": "locality"})
        (event,) = given(place_decider).when(locality).happened()
        assert event.parties == ("07L",)

    def test_refuses_a_code_twice(self) -> None:
        given(place_decider, registered).when(REGISTER).then_refused(r.PlaceCodeTaken)


class TestMovePlace:
    def test_begins_a_membership(self) -> None:
        given(place_decider, registered).when(moving("ILLN02", JOINED)).then(first_move)

    def test_ends_the_membership_before_on_the_day_before(self) -> None:
        then = date(2019, 4, 1)
        given(place_decider, registered, first_move).when(moving("ILLN03", then)).then(
            moved(2, then, "ILLN03", before="ILLN02")
        )
        row = row_after(place_view, registered, first_move, moved(2, then, "ILLN03"))
        assert [(one.code, one.since, one.until) for one in row.memberships] == [
            ("ILLN02", JOINED, then - A_DAY),
            ("ILLN03", then, None),
        ]

    def test_asked_twice_it_moves_once(self) -> None:
        given(place_decider, registered, first_move).when(moving("ILLN02", JOINED)).then()

    def test_refuses_to_lead_to_where_it_is(self) -> None:
        again = moving("ILLN02", JOINED + A_DAY)
        given(place_decider, registered, first_move).when(again).then_refused(r.AlreadyThere)

    def test_is_dated_after_the_one_before(self) -> None:
        history = given(place_decider, registered, first_move)
        history.when(moving("ILLN03", JOINED)).then_refused(r.MembershipsOverlap)
        assert history.when(moving("ILLN03", JOINED + A_DAY)).happened()

    def test_may_begin_on_the_day_of_opening_and_not_before(self) -> None:
        parent = a_parent(placed_since=OPENED - A_DAY)
        history = given(place_decider, registered)
        assert history.when(moving("ILLN02", OPENED, parent=parent)).happened()
        history.when(moving("ILLN02", OPENED - A_DAY, parent=parent)).then_refused(r.BeforeOpening)

    def test_may_begin_on_the_last_day_and_not_after(self) -> None:
        history = given(place_decider, registered, closed)
        (event,) = history.when(moving("ILLN02", closed.closed_on)).happened()
        assert event.until == closed.closed_on
        history.when(moving("ILLN02", closed.closed_on + A_DAY)).then_refused(r.AfterClosing)

    def test_leads_to_a_network_that_is_in_a_locality_by_then(self) -> None:
        history = given(place_decider, registered)
        since = date(2017, 1, 1)
        assert history.when(moving("ILLN02", since)).happened()
        history.when(moving("ILLN02", since - A_DAY)).then_refused(r.GapInParent)
        nowhere = a_parent(placed_since=None)
        history.when(moving("ILLN02", since, parent=nowhere)).then_refused(r.GapInParent)

    def test_leads_to_a_locality_at_once(self) -> None:
        locality = a_parent("havering-north", "locality", placed_since=None)
        assert given(place_decider, registered).when(moving("havering-north", JOINED, parent=locality)).happened()

    def test_leads_to_one_that_is_open(self) -> None:
        history = given(place_decider, registered)
        late = a_parent(opened=JOINED + A_DAY)
        history.when(moving("ILLN02", JOINED, parent=late)).then_refused(r.ParentNotOpen)
        assert history.when(moving("ILLN02", JOINED, parent=a_parent(opened=JOINED))).happened()

    def test_leads_to_one_that_stays_open_as_long_as_itself(self) -> None:
        last = closed.closed_on
        as_long, shorter = a_parent(closed=last), a_parent(closed=last - A_DAY)
        assert given(place_decider, registered, closed).when(moving("ILLN02", JOINED, parent=as_long)).happened()
        given(place_decider, registered, closed).when(moving("ILLN02", JOINED, parent=shorter)).then_refused(
            r.ParentNotOpen
        )
        given(place_decider, registered).when(moving("ILLN02", JOINED, parent=as_long)).then_refused(r.ParentNotOpen)

    def test_refuses_what_is_not_known(self) -> None:
        given(place_decider, registered).when(moving("ILLN02", JOINED, parent=None)).then_refused(r.ParentPlaceUnknown)

    @pytest.mark.parametrize("kind", ["gp_practice", "borough", "nhs_trust"])
    def test_refuses_other_than_networks_and_localities(self, kind: e.PlaceKind) -> None:
        parent = a_parent("E09000016", kind)
        given(place_decider, registered).when(moving("E09000016", JOINED, parent=parent)).then_refused(
            r.NoSuchMembership
        )

    def test_refuses_a_place_nobody_entered(self) -> None:
        given(place_decider).when(moving("ILLN02", JOINED)).then_refused(r.PlaceNotFound)


class TestCorrectMembership:
    CORRECT = c.CorrectMembership(
        to_code="ILLN03", since=JOINED - A_DAY, reason="typed wrongly", parent=a_parent("ILLN03"), joined_first=None
    )

    def test_sets_the_newest_right_and_leaves_the_others(self) -> None:
        second = moved(2, date(2019, 4, 1), "ILLN09")
        (event,) = (
            given(place_decider, registered, first_move, second)
            .when(self.CORRECT.model_copy(update={"since": JOINED + A_DAY}))
            .happened()
        )
        row = row_after(place_view, registered, first_move, second, event)
        assert [(one.code, one.since, one.until) for one in row.memberships] == [
            ("ILLN02", JOINED, JOINED),
            ("ILLN03", JOINED + A_DAY, None),
        ]

    def test_stays_after_the_one_before(self) -> None:
        second = moved(2, date(2019, 4, 1), "ILLN09")
        early = self.CORRECT.model_copy(update={"since": JOINED})
        given(place_decider, registered, first_move, second).when(early).then_refused(r.MembershipsOverlap)

    def test_refuses_to_undo_a_move(self) -> None:
        second = moved(2, date(2019, 4, 1), "ILLN09")
        back = self.CORRECT.model_copy(update={"to_code": "ILLN02", "parent": a_parent(), "since": date(2019, 4, 1)})
        given(place_decider, registered, first_move, second).when(back).then_refused(r.AlreadyThere)

    def test_refuses_to_leave_members_without_a_locality(self) -> None:
        later = self.CORRECT.model_copy(update={"since": JOINED + A_DAY, "joined_first": JOINED})
        given(place_decider, registered, first_move).when(later).then_refused(r.GapInParent)
        in_time = later.model_copy(update={"joined_first": JOINED + A_DAY})
        assert given(place_decider, registered, first_move).when(in_time).happened()

    def test_refuses_where_nothing_was_recorded(self) -> None:
        given(place_decider, registered).when(self.CORRECT).then_refused(r.NeverMoved)


class TestClosePlace:
    CLOSE = c.ClosePlace(closed_on=closed.closed_on, reason="the partners retired", members=())

    def test_ends_the_membership_with_it(self) -> None:
        given(place_decider, registered, first_move).when(self.CLOSE).then(closed)
        row = row_after(place_view, registered, first_move, closed)
        assert (row.closed, row.memberships[0].until) == (closed.closed_on, closed.closed_on)

    def test_may_be_on_the_day_the_membership_begins_and_not_before(self) -> None:
        history = given(place_decider, registered, first_move)
        assert history.when(self.CLOSE.model_copy(update={"closed_on": JOINED})).happened()
        early = self.CLOSE.model_copy(update={"closed_on": JOINED - A_DAY})
        history.when(early).then_refused(r.ClosedBeforeMembership)

    def test_may_be_on_the_day_of_opening_and_not_before(self) -> None:
        history = given(place_decider, registered)
        assert history.when(self.CLOSE.model_copy(update={"closed_on": OPENED})).happened()
        early = self.CLOSE.model_copy(update={"closed_on": OPENED - A_DAY})
        history.when(early).then_refused(r.ClosedBeforeOpening)

    def test_refuses_to_leave_members_behind(self) -> None:
        left = self.CLOSE.model_copy(update={"members": ("F82002",)})
        given(place_decider, registered).when(left).then_refused(r.MembersLeftBehind)

    def test_refuses_twice(self) -> None:
        given(place_decider, registered, first_move, closed).when(self.CLOSE).then_refused(r.PlaceClosedAlready)


class TestWithdrawClosure:
    def test_lets_the_membership_go_on(self) -> None:
        asked = c.WithdrawClosure(reason="another practice was meant")
        (event,) = given(place_decider, registered, first_move, closed).when(asked).happened()
        row = row_after(place_view, registered, first_move, closed, event)
        assert (row.closed, row.memberships[0].until) == (None, None)

    def test_refuses_what_is_open(self) -> None:
        asked = c.WithdrawClosure(reason="another practice was meant")
        given(place_decider, registered).when(asked).then_refused(r.PlaceNotClosed)


class TestImportPlace:
    def test_enters_what_is_not_known(self) -> None:
        given(place_decider).when(IMPORT).then(registered.model_copy(update={"source": SOURCE}))

    def test_leaves_what_is_the_same(self) -> None:
        given(place_decider, registered).when(IMPORT).then()

    def test_brings_up_to_date_what_is_not(self) -> None:
        renamed = IMPORT.model_copy(update={"name": "Halbutt Street Practice", "commissioner": "QMF"})
        (event,) = given(place_decider, registered).when(renamed).happened()
        assert isinstance(event, e.PlaceRedescribed)
        assert (event.name, event.parties) == ("Halbutt Street Practice", ("QMF", "F82001"))

    def test_a_closed_practice_is_entered_and_closed(self) -> None:
        ended = IMPORT.model_copy(update={"closed": closed.closed_on, "ods_status": "C"})
        entered, over = given(place_decider).when(ended).happened()
        assert (type(entered), over.closed_on, over.source) == (e.PlaceRegistered, closed.closed_on, SOURCE)

    def test_another_last_day_is_taken_over_and_none_withdraws_the_closure(self) -> None:
        history = given(place_decider, registered, first_move, closed)
        (other,) = history.when(IMPORT.model_copy(update={"closed": date(2019, 9, 30)})).happened()
        row = row_after(place_view, registered, first_move, closed, other)
        assert row.memberships[0].until == date(2019, 9, 30)
        (withdrawn,) = history.when(IMPORT).happened()
        assert isinstance(withdrawn, e.PlaceClosureWithdrawn)

    def test_refuses_a_code_of_another_kind(self) -> None:
        trust = IMPORT.model_copy(update={"kind": "nhs_trust"})
        given(place_decider, registered).when(trust).then_refused(r.PlaceOfAnotherKind)

    def test_refuses_to_open_after_it_has_joined(self) -> None:
        history = given(place_decider, registered, first_move)
        history.when(IMPORT.model_copy(update={"opened": JOINED + A_DAY})).then_refused(r.BeforeOpening)
        assert history.when(IMPORT.model_copy(update={"opened": JOINED})).happened()

    def test_refuses_a_closure_that_leaves_members_behind(self) -> None:
        ended = IMPORT.model_copy(update={"closed": closed.closed_on, "members": ("F82002",)})
        given(place_decider, registered).when(ended).then_refused(r.MembersLeftBehind)
