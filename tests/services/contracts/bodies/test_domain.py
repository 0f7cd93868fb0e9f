"""The rules of governance bodies: hierarchy, terms of reference, seats, options (R58, R60, R64, R94, R100)."""

from datetime import date, timedelta

import pytest
from hypothesis import given as whatever
from hypothesis import strategies as st

from services.contracts.bodies import commands as c
from services.contracts.bodies import refusals as r
from services.contracts.bodies.domain import LEVEL, body_decider
from services.contracts.bodies.rights import matrix
from services.contracts.bodies.state import terms_on
from services.contracts.bodies.views import body_view
from services.contracts.naming import NamedTwice
from services.contracts.register.refusals import UnknownLocality
from shared.events.contracts import bodies as e
from shared.kernel.four_eyes import ApprovedByProposer
from shared.kernel.organisations import OrgKind
from shared.kernel.refusals import Refused
from tests.kit.scenario import given, row_after
from tests.services.contracts.bodies.history import (
    ABOVE,
    ANN,
    APPOINT,
    BOB,
    BODY,
    ESTABLISH,
    OPTION,
    PROPOSE,
    TERMS,
    TODAY,
    adopted,
    appointed,
    concluded,
    dissolved,
    established,
    logged,
    moved,
    put_forward,
    vacated,
)

TOMORROW = TODAY + timedelta(days=1)


class TestEstablishBody:
    def test_sets_up_a_body_below_another_one(self) -> None:
        given(body_decider).when(ESTABLISH).then(established)

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"established_on": TOMORROW}, r.EstablishedInFuture),
            ({"convened_by": ("07L", "07L")}, NamedTwice),
            ({"localities": ("atlantis",)}, UnknownLocality),
            ({"kind": "locality"}, r.LocalityBodyWithoutLocality),
            ({"parent": None}, r.UnknownParent),
            ({"parent": ABOVE.model_copy(update={"dissolved": True})}, r.ParentDissolved),
            ({"parent": ABOVE.model_copy(update={"kind": "provider_alliance"})}, r.ParentNotAbove),
        ],
        ids=lambda value: value.__name__ if isinstance(value, type) else None,
    )
    def test_refuses(self, changes: dict[str, object], refusal: type[Refused]) -> None:
        given(body_decider).when(ESTABLISH.model_copy(update=changes)).then_refused(refusal)

    def test_accepts_a_locality_body_for_its_localities(self) -> None:
        local = ESTABLISH.model_copy(update={"kind": "locality", "localities": ("havering-north",)})
        assert given(body_decider).when(local).happened()

    def test_refuses_the_same_body_again(self) -> None:
        given(body_decider, established).when(ESTABLISH).then_refused(r.BodyRefTaken)


class TestMoveBody:
    def test_lets_a_body_report_to_nobody(self) -> None:
        given(body_decider, established).when(c.MoveBody(parent_id=None, parent=None)).then(moved)

    def test_does_nothing_when_it_already_does(self) -> None:
        given(body_decider, established).when(c.MoveBody(parent_id=ABOVE.body_id, parent=ABOVE)).then()

    def test_refuses_one_of_the_same_level(self) -> None:
        """Two boards that each want to report to the other are both refused (R58, R64)."""
        peer = ABOVE.model_copy(update={"kind": "joint_commissioning"})
        move = c.MoveBody(parent_id=peer.body_id, parent=peer)
        given(body_decider, established).when(move).then_refused(r.ParentNotAbove)


@whatever(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=40), st.data())
def test_no_sequence_of_moves_closes_a_circle(wishes: list[tuple[int, int]], data: st.DataObject) -> None:
    """Whoever moves what below what, and in whatever order: each chain of reporting ends (R58, R64)."""
    kinds = [data.draw(st.sampled_from(sorted(LEVEL))) for _ in range(8)]
    parents: dict[int, int] = {}
    for child, parent in wishes:
        state = body_decider.fold([established.model_copy(update={"kind": kinds[child], "parent_id": None})])
        above = c.Parent(body_id=BODY, ref=f"B{parent}", kind=kinds[parent], dissolved=False)
        try:
            body_decider.decide(c.MoveBody(parent_id=BODY, parent=above), state)
        except r.ParentNotAbove:
            continue
        parents[child] = parent
    for start in parents:
        steps, at = 0, start
        while at in parents:
            steps, at = steps + 1, parents[at]
            assert steps < len(LEVEL)


class TestTermsOfReference:
    SECOND = PROPOSE.model_copy(update={"effective_from": TOMORROW, "majority": "unanimity"})

    def adopt(self, by: str = BOB, today: date = TODAY) -> c.AdoptTermsOfReference:
        return c.AdoptTermsOfReference(by=by, today=today)

    def test_are_put_forward_by_one_and_adopted_by_another(self) -> None:
        given(body_decider, established).when(PROPOSE).then(put_forward)
        given(body_decider, established, put_forward).when(self.adopt()).then(adopted)
        given(body_decider, established, put_forward).when(self.adopt(by=ANN)).then_refused(ApprovedByProposer)

    def test_are_adopted_once_they_are_put_forward(self) -> None:
        given(body_decider, established).when(self.adopt()).then_refused(r.NoTermsPutForward)
        given(body_decider, established, put_forward, adopted).when(self.adopt()).then_refused(r.NoTermsPutForward)

    def test_of_a_body_that_is_only_now_recorded_may_hold_from_its_beginning(self) -> None:
        assert TERMS.effective_from < TODAY
        assert given(body_decider, established, put_forward).when(self.adopt()).happened()

    def test_that_follow_hold_from_the_day_of_adoption_at_the_earliest(self) -> None:
        history = (established, put_forward, adopted)
        given(body_decider, *history).when(self.SECOND, self.adopt(today=TOMORROW + timedelta(days=1))).then_refused(
            r.TermsBackdated
        )
        (second,) = given(body_decider, *history).when(self.SECOND, self.adopt(today=TOMORROW)).happened()
        assert (second.terms.edition, second.terms.effective_from) == (2, TOMORROW)

    def test_that_follow_do_not_hold_before_those_they_follow(self) -> None:
        late = adopted.model_copy(update={"terms": TERMS.model_copy(update={"effective_from": date(2018, 1, 1)})})
        given(body_decider, established, put_forward, late).when(self.SECOND, self.adopt()).then_refused(
            r.TermsBackdated
        )

    def test_each_day_has_its_edition(self) -> None:
        second = TERMS.model_copy(update={"edition": 2, "effective_from": TOMORROW})
        same_day = second.model_copy(update={"edition": 3})
        assert terms_on((TERMS, second), TODAY) == TERMS
        assert terms_on((TERMS, second), TOMORROW) == second
        assert terms_on((TERMS, second, same_day), TOMORROW) == same_day
        assert terms_on((TERMS,), TERMS.effective_from - timedelta(days=1)) is None

    def test_refuse_a_quorum_smaller_than_its_kinds_and_accept_one_as_large(self) -> None:
        as_large = PROPOSE.model_copy(update={"quorum": e.QuorumRule(total=4, clinical=2, democratic=1, provider=1)})
        assert given(body_decider, established).when(as_large).happened()
        more = PROPOSE.model_copy(update={"quorum": e.QuorumRule(total=4, clinical=2, commissioner=2, provider=1)})
        given(body_decider, established).when(more).then_refused(r.QuorumBeyondTotal)

    def test_refuse_a_matter_that_stands_twice(self) -> None:
        twice = PROPOSE.model_copy(update={"rights": (*PROPOSE.rights, PROPOSE.rights[0])})
        given(body_decider, established).when(twice).then_refused(r.MatterStandsTwice)


class TestSeats:
    def test_a_seat_is_filled_and_its_organisation_sees_the_body(self) -> None:
        given(body_decider, established).when(APPOINT).then(appointed)
        assert row_after(body_view, established, appointed).parties == ["07L", "E09000002", "08N"]

    @pytest.mark.parametrize(
        ("kind", "org_kind", "fits"),
        [
            ("democratic", OrgKind.BOROUGH, True),
            ("democratic", OrgKind.CCG, False),
            ("commissioner", OrgKind.ICB, True),
            ("commissioner", OrgKind.BOROUGH, True),
            ("commissioner", OrgKind.NHS_TRUST, False),
            ("provider", OrgKind.GP_FEDERATION, True),
            ("provider", OrgKind.BOROUGH, True),
            ("provider", OrgKind.CCG, False),
            ("provider", OrgKind.ICB, False),
            ("clinical", OrgKind.GP_NETWORK, True),
        ],
        ids=str,
    )
    def test_a_kind_of_seat_is_for_some_kinds_of_organisation(
        self, kind: e.SeatKind, org_kind: OrgKind, fits: bool
    ) -> None:
        asked = given(body_decider, established).when(APPOINT.model_copy(update={"kind": kind, "org_kind": org_kind}))
        if fits:
            assert asked.happened()
        else:
            asked.then_refused(r.SeatKindDoesNotFit)

    def test_a_seat_is_filled_once_at_a_time(self) -> None:
        last = appointed.seat.model_copy(update={"end": date(2018, 3, 31)})
        filled = appointed.model_copy(update={"seat": last})
        on_the_last = APPOINT.model_copy(update={"start": date(2018, 3, 31)})
        given(body_decider, established, filled).when(on_the_last).then_refused(r.SeatTermsOverlap)
        before = APPOINT.model_copy(update={"start": date(2017, 1, 1), "end": TODAY})
        given(body_decider, established, filled).when(before).then_refused(r.SeatTermsOverlap)
        next_day = APPOINT.model_copy(update={"start": date(2018, 4, 1)})
        assert given(body_decider, established, filled).when(next_day).happened()
        ends_before = APPOINT.model_copy(update={"start": date(2017, 1, 1), "end": TODAY - timedelta(days=1)})
        assert given(body_decider, established, filled).when(ends_before).happened()

    def test_a_term_ends_on_or_after_its_first_day(self) -> None:
        assert given(body_decider, established).when(APPOINT.model_copy(update={"end": TODAY})).happened()
        wrong = APPOINT.model_copy(update={"end": TODAY - timedelta(days=1)})
        given(body_decider, established).when(wrong).then_refused(r.SeatEndsBeforeItStarts)

    def test_a_seat_is_vacated_while_it_is_filled(self) -> None:
        vacate = c.VacateSeat(seat="clinical-chair-redbridge", end=date(2017, 12, 31))
        given(body_decider, established, appointed).when(vacate).then(vacated)
        given(body_decider, established, appointed, vacated).when(vacate).then_refused(r.SeatNotFilled)
        early = c.VacateSeat(seat="clinical-chair-redbridge", end=TODAY - timedelta(days=1))
        given(body_decider, established, appointed).when(early).then_refused(r.SeatNotFilled)
        assert row_after(body_view, established, appointed, vacated).seats[0].end == date(2017, 12, 31)

    def test_an_earlier_term_of_the_same_seat_stays_as_it_was(self) -> None:
        before = appointed.model_copy(
            update={"seat": appointed.seat.model_copy(update={"start": date(2016, 1, 1), "end": date(2016, 12, 31)})}
        )
        row = row_after(body_view, established, before, appointed, vacated)
        assert [seat.end for seat in row.seats] == [date(2016, 12, 31), date(2017, 12, 31)]


class TestOptions:
    """The options log of a sub-group (R58)."""

    LOG = c.LogBodyOption(
        title="Alliance of all providers", form="alliance_agreement", for_it=("keeps all in",), against_it=()
    )

    def test_are_logged_and_concluded_on_once(self) -> None:
        given(body_decider, established).when(self.LOG).then(logged)
        conclude = c.ConcludeBodyOption(number=1, outcome="recommended", reason="least disruption")
        given(body_decider, established, logged).when(conclude).then(concluded)
        given(body_decider, established, logged, concluded).when(conclude).then_refused(r.OptionAlreadyConcluded)
        missing = conclude.model_copy(update={"number": 2})
        given(body_decider, established, logged).when(missing).then_refused(r.NoSuchOption)
        (option,) = row_after(body_view, established, logged, concluded).options
        assert (option.title, option.outcome) == (OPTION.title, "recommended")


class TestDissolveBody:
    DISSOLVE = c.DissolveBody(reason="merged", dissolved_on=TODAY, today=TODAY, reporting=())

    def test_ends_a_body_and_nothing_follows(self) -> None:
        given(body_decider, established).when(self.DISSOLVE).then(dissolved)
        given(body_decider, established, dissolved).when(APPOINT).then_refused(r.BodyIsDissolved)

    def test_refuses_a_day_to_come_and_a_body_to_which_others_report(self) -> None:
        later = self.DISSOLVE.model_copy(update={"dissolved_on": TOMORROW})
        given(body_decider, established).when(later).then_refused(r.DissolvedInFuture)
        above = self.DISSOLVE.model_copy(update={"reporting": ("SG-1",)})
        given(body_decider, established).when(above).then_refused(r.BodiesStillReport)

    def test_refuses_a_body_nobody_established(self) -> None:
        given(body_decider).when(self.DISSOLVE).then_refused(r.BodyNotFound)


def test_the_matrix_says_for_each_matter_who_decides_and_who_advises_on_a_day() -> None:
    """Decides what to commission, decides how to provide, joint accountability (R94)."""
    board = row_after(body_view, established, put_forward, adopted)
    other = row_after(body_view, established, put_forward, adopted, dissolved).model_copy(update={"ref": "A-OLD"})
    on = matrix([board, other], TODAY)
    assert [(one.area, one.matter, [(body.ref, body.right) for body in one.bodies]) for one in on.matters] == [
        ("how_to_provide", "care-model", [("A-OLD", "advises"), ("JCB", "advises")]),
        ("joint_accountability", "shared-services", [("A-OLD", "decides"), ("JCB", "decides")]),
        ("what_to_commission", "contracting-strategy", [("A-OLD", "decides"), ("JCB", "decides")]),
    ]
    assert [len(one.bodies) for one in matrix([board, other], TOMORROW).matters] == [1, 1, 1]
    assert matrix([board], date(2017, 6, 30)).matters == []
