"""Quorum (R100): exact at the edge of each kind, never counting a seat with a conflict, never lost by one more."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.bodies.quorum import KINDS, KindCount, QuorumAnswer, quorum, seats_on
from shared.events.contracts.bodies import QuorumRule, Seat, SeatKind
from tests.services.contracts.bodies.history import a_seat

C, D, M, P = (
    tuple(a_seat(f"{kind}-{number}", kind, "07L") for number in range(3))
    for kind in ("clinical", "democratic", "commissioner", "provider")
)
BOARD = (*C, *D, *M, *P)
RULE = QuorumRule(total=5, clinical=2, democratic=1, commissioner=1)


def names(*seats: Seat) -> list[str]:
    return [seat.seat for seat in seats]


def ask(*present: Seat, conflicted: tuple[Seat, ...] = (), rule: QuorumRule = RULE) -> QuorumAnswer:
    return quorum(rule, BOARD, names(*present), names(*conflicted))


class TestTheEdges:
    def test_exactly_enough_of_each_kind_and_in_all_is_a_quorum(self) -> None:
        answer = ask(C[0], C[1], D[0], M[0], P[0])
        assert answer.quorate
        assert (answer.required, answer.missing, answer.lacking) == (5, 0, "")

    @pytest.mark.parametrize(
        ("absent", "lacking"),
        [
            (C[0], "1 clinical, 1 in all"),
            (D[0], "1 democratic, 1 in all"),
            (M[0], "1 commissioner, 1 in all"),
            (P[0], "1 in all"),
        ],
        ids=lambda value: value.seat if isinstance(value, Seat) else value,
    )
    def test_one_less_is_none_and_what_is_missing_is_said_by_kind(self, absent: Seat, lacking: str) -> None:
        present = [seat for seat in (C[0], C[1], D[0], M[0], P[0]) if seat != absent]
        answer = ask(*present)
        assert not answer.quorate
        assert answer.lacking == lacking

    def test_enough_in_all_does_not_make_up_for_a_kind(self) -> None:
        answer = ask(*C, *M, *P)
        assert not answer.quorate
        assert (answer.missing, answer.lacking) == (0, "1 democratic")

    def test_enough_of_each_kind_does_not_make_up_for_the_total(self) -> None:
        answer = ask(C[0], C[1], D[0], M[0])
        assert (answer.quorate, answer.missing, answer.lacking) == (False, 1, "1 in all")

    def test_a_kind_the_rule_does_not_ask_for_still_counts_to_the_total(self) -> None:
        assert ask(C[0], C[1], D[0], M[0], P[2]).quorate

    def test_nobody_lacks_everything(self) -> None:
        answer = ask()
        assert answer.counted == ()
        assert answer.lacking == "2 clinical, 1 democratic, 1 commissioner, 5 in all"
        assert answer.by_kind == (
            KindCount(kind="clinical", required=2, counted=0, missing=2),
            KindCount(kind="democratic", required=1, counted=0, missing=1),
            KindCount(kind="commissioner", required=1, counted=0, missing=1),
            KindCount(kind="provider", required=0, counted=0, missing=0),
        )

    def test_what_is_there_beyond_the_rule_is_counted_and_nothing_is_missing(self) -> None:
        answer = ask(*BOARD)
        assert answer.counted == tuple(sorted(names(*BOARD)))
        assert [(one.counted, one.missing) for one in answer.by_kind] == [(3, 0)] * 4


class TestConflicts:
    def test_a_seat_with_a_conflict_does_not_count_though_it_is_there(self) -> None:
        answer = ask(C[0], C[1], D[0], M[0], P[0], conflicted=(D[0],))
        assert not answer.quorate
        assert answer.lacking == "1 democratic, 1 in all"
        assert "democratic-0" not in answer.counted

    def test_a_conflict_of_a_seat_that_is_not_there_changes_nothing(self) -> None:
        assert ask(C[0], C[1], D[0], M[0], P[0], conflicted=(P[1],)).quorate

    def test_too_many_conflicts_leave_no_quorum_to_be_had(self) -> None:
        assert ask(conflicted=(D[0], D[1])).attainable
        assert not ask(conflicted=D).attainable

    def test_too_few_seats_in_all_leave_none_to_be_had(self) -> None:
        rule = QuorumRule(total=12)
        assert ask(rule=rule).attainable
        assert not ask(rule=rule, conflicted=(P[0],)).attainable


class TestTheDay:
    SEAT = a_seat("leader", "democratic", "E09000002", date(2017, 7, 1), date(2018, 5, 3))
    OPEN = a_seat("officer", "commissioner", "07L", date(2017, 7, 1))

    @pytest.mark.parametrize(
        ("day", "filled"),
        [
            (date(2017, 6, 30), []),
            (date(2017, 7, 1), ["leader", "officer"]),
            (date(2018, 5, 3), ["leader", "officer"]),
            (date(2018, 5, 4), ["officer"]),
        ],
        ids=str,
    )
    def test_first_and_last_day_of_a_term_are_days_of_it(self, day: date, filled: list[str]) -> None:
        assert names(*seats_on((self.SEAT, self.OPEN), day)) == filled


@st.composite
def meetings(draw: st.DrawFn) -> tuple[QuorumRule, tuple[Seat, ...], set[str], set[str]]:
    """A rule, the seats of a body, who is there and who has a conflict."""
    kinds = draw(st.lists(st.sampled_from(KINDS), max_size=12))
    seats = tuple(a_seat(f"seat-{number}", kind, "07L") for number, kind in enumerate(kinds))
    few = st.integers(0, 4)
    rule = QuorumRule(
        total=draw(st.integers(1, 12)),
        clinical=draw(few),
        democratic=draw(few),
        commissioner=draw(few),
        provider=draw(few),
    )
    some = st.sets(st.sampled_from(names(*seats))) if seats else st.just(set[str]())
    return rule, seats, draw(some), draw(some)


def counted(seats: tuple[Seat, ...], kind: SeatKind, who: tuple[str, ...]) -> int:
    return len([seat for seat in seats if seat.kind == kind and seat.seat in who])


class TestWhateverTheBody:
    @given(meetings())
    def test_a_seat_with_a_conflict_never_counts(
        self, meeting: tuple[QuorumRule, tuple[Seat, ...], set[str], set[str]]
    ) -> None:
        rule, seats, attending, conflicted = meeting
        answer = quorum(rule, seats, attending, conflicted)
        assert set(answer.counted) == attending - conflicted
        assert answer == quorum(rule, seats, attending - conflicted, conflicted)

    @given(meetings(), st.data())
    def test_one_more_seat_without_a_conflict_never_destroys_a_quorum(
        self, meeting: tuple[QuorumRule, tuple[Seat, ...], set[str], set[str]], data: st.DataObject
    ) -> None:
        rule, seats, attending, conflicted = meeting
        free = sorted({seat.seat for seat in seats} - conflicted)
        before = quorum(rule, seats, attending, conflicted)
        if free:
            after = quorum(rule, seats, attending | {data.draw(st.sampled_from(free))}, conflicted)
            assert after.quorate or not before.quorate
            assert after.missing <= before.missing

    @given(meetings(), st.data())
    def test_one_more_conflict_never_makes_a_quorum(
        self, meeting: tuple[QuorumRule, tuple[Seat, ...], set[str], set[str]], data: st.DataObject
    ) -> None:
        rule, seats, attending, conflicted = meeting
        if seats:
            more = conflicted | {data.draw(st.sampled_from(names(*seats)))}
            assert (
                quorum(rule, seats, attending, conflicted).quorate or not quorum(rule, seats, attending, more).quorate
            )

    @given(meetings())
    def test_it_is_a_quorum_exactly_when_every_count_reaches_what_the_rule_asks(
        self, meeting: tuple[QuorumRule, tuple[Seat, ...], set[str], set[str]]
    ) -> None:
        rule, seats, attending, conflicted = meeting
        answer = quorum(rule, seats, attending, conflicted)
        enough = len(answer.counted) >= rule.total and all(
            counted(seats, kind, answer.counted) >= getattr(rule, kind) for kind in KINDS
        )
        assert answer.quorate == enough == (answer.lacking == "")
        assert answer.attainable or not answer.quorate
