"""Whether a meeting could decide: attendance, conflicts, quorum by kind on that date, majority (R100)."""

from datetime import timedelta

import pytest
from hypothesis import given as whatever
from hypothesis import strategies as st

from services.contracts.decisions import refusals as r
from services.contracts.decisions.commands import TakeDecision
from services.contracts.decisions.domain import decision_decider
from services.contracts.decisions.meeting import carried
from shared.events.contracts.bodies import Majority
from shared.events.contracts.decisions import DecisionConflictDeclared, DecisionEvent, DeclaredConflict
from shared.kernel.refusals import Refused
from tests.kit.scenario import given
from tests.services.contracts.decisions.history import JCB, MET, QUORATE, SEATS, TAKE, declared, proposed

SECOND_PROVIDER = "chief-executive-bhrut"


def meeting(*attending: str, in_favour: tuple[str, ...] | None = None, **changes: object) -> TakeDecision:
    said = {"attending": attending, "in_favour": attending if in_favour is None else in_favour}
    return TAKE.model_copy(update={**said, **changes})


def conflict(seat: str) -> DecisionConflictDeclared:
    interest = DeclaredConflict(seat=seat, interest="indirect", interest_in=None)
    return declared.model_copy(update={"conflict": interest})


def refusal(history: tuple[DecisionEvent, ...], command: TakeDecision) -> r.NotQuorate:
    with pytest.raises(r.NotQuorate) as caught:
        given(decision_decider, *history).when(command).happened()
    return caught.value


class TestQuorum:
    def test_says_what_is_missing_by_kind(self) -> None:
        refused = refusal((proposed,), meeting("clinical-chair-barking", "accountable-officer", SECOND_PROVIDER))
        assert "1 democratic" in refused.detail
        assert refused.facts["missing_by_kind"] == {"democratic": 1}
        assert refused.facts["missing"] == 1
        assert refused.facts["counted"] == ["accountable-officer", SECOND_PROVIDER, "clinical-chair-barking"]

    def test_a_conflicted_seat_is_there_and_does_not_count(self) -> None:
        free = tuple(seat for seat in QUORATE if seat != "chief-executive-nelft")
        refused = refusal((proposed, declared), meeting(*QUORATE, in_favour=free))
        assert refused.facts["missing_by_kind"] == {}
        assert refused.facts["missing"] == 1
        another = meeting(*QUORATE, SECOND_PROVIDER, in_favour=(*free, SECOND_PROVIDER))
        (event,) = given(decision_decider, proposed, declared).when(another).happened()
        assert event.meeting.conflicted == ("chief-executive-nelft",)
        assert "chief-executive-nelft" not in event.meeting.counted
        assert "chief-executive-nelft" in event.meeting.attending

    def test_whoever_was_not_shown_the_papers_does_not_count(self) -> None:
        withheld = proposed.model_copy(update={"withheld_from": ("RAT",)})
        free = tuple(seat for seat in QUORATE if seat != "chief-executive-nelft")
        assert refusal((withheld,), meeting(*QUORATE, in_favour=free)).facts["missing"] == 1

    def test_is_of_the_seats_filled_on_the_day(self) -> None:
        ended = SEATS[2].model_copy(update={"end": MET - timedelta(days=1)})
        body = JCB.model_copy(update={"seats": (*SEATS[:2], ended, *SEATS[3:])})
        given(decision_decider, proposed).when(meeting(*QUORATE, body=body)).then_refused(r.AttendedByNoSeat)
        last_day = JCB.model_copy(update={"seats": (*SEATS[:2], ended.model_copy(update={"end": MET}), *SEATS[3:])})
        assert given(decision_decider, proposed).when(meeting(*QUORATE, body=last_day)).happened()


class TestAttendanceAndVotes:
    @pytest.mark.parametrize(
        ("command", "seats"),
        [
            (meeting(*QUORATE, "stranger-b", "stranger-a", in_favour=QUORATE), ["stranger-a", "stranger-b"]),
            (
                meeting(*QUORATE, in_favour=(SECOND_PROVIDER, "clinical-chair-havering")),
                [SECOND_PROVIDER, "clinical-chair-havering"],
            ),
            (meeting(*QUORATE), ["chief-executive-nelft"]),
        ],
        ids=["strangers", "absent", "conflicted"],
    )
    def test_whoever_should_not_have_been_there_or_voted_is_named(
        self, command: TakeDecision, seats: list[str]
    ) -> None:
        with pytest.raises(Refused) as caught:
            given(decision_decider, proposed, declared).when(command).happened()
        assert caught.value.facts == {"seats": seats}

    @pytest.mark.parametrize(
        ("command", "expected"),
        [
            (meeting(*QUORATE, met_on=MET + timedelta(days=1)), r.MeetingInFuture),
            (meeting(*QUORATE, "a-stranger", in_favour=QUORATE), r.AttendedByNoSeat),
            (meeting(*QUORATE, QUORATE[0], in_favour=QUORATE), r.SeatNamedTwice),
            (meeting(*QUORATE, against=QUORATE[:1]), r.SeatNamedTwice),
            (meeting(*QUORATE, in_favour=QUORATE[1:], abstained=(QUORATE[0], QUORATE[0])), r.SeatNamedTwice),
            (meeting(*QUORATE, in_favour=(*QUORATE, SECOND_PROVIDER)), r.VoterNotAttending),
            (meeting(*QUORATE, against=(SECOND_PROVIDER,)), r.VoterNotAttending),
            (meeting(*QUORATE, abstained=(SECOND_PROVIDER,)), r.VoterNotAttending),
        ],
        ids=str,
    )
    def test_are_checked(self, command: TakeDecision, expected: type[Refused]) -> None:
        given(decision_decider, proposed).when(command).then_refused(expected)

    @pytest.mark.parametrize("way", ["in_favour", "against", "abstained"])
    def test_a_conflicted_seat_votes_in_no_way(self, way: str) -> None:
        others = tuple(seat for seat in QUORATE if seat != "chief-executive-nelft")
        votes: dict[str, tuple[str, ...]] = {"in_favour": others, "against": (), "abstained": ()}
        votes[way] += ("chief-executive-nelft",)
        voted = TAKE.model_copy(update=votes | {"attending": (*QUORATE, SECOND_PROVIDER)})
        given(decision_decider, proposed, declared).when(voted).then_refused(r.ConflictedSeatVoted)

    def test_a_seat_that_is_there_need_not_vote(self) -> None:
        assert given(decision_decider, proposed).when(meeting(*QUORATE, in_favour=QUORATE[:1])).happened()


@pytest.mark.parametrize(
    ("majority", "in_favour", "against", "reached"),
    [
        ("simple_majority", 3, 2, True),
        ("simple_majority", 2, 2, False),
        ("simple_majority", 1, 0, True),
        ("simple_majority", 0, 0, False),
        ("two_thirds", 2, 1, True),
        ("two_thirds", 3, 2, False),
        ("two_thirds", 4, 2, True),
        ("two_thirds", 199, 100, False),
        ("two_thirds", 1, 0, True),
        ("two_thirds", 0, 0, False),
        ("unanimity", 5, 0, True),
        ("unanimity", 1, 0, True),
        ("unanimity", 5, 1, False),
        ("unanimity", 0, 0, False),
    ],
)
def test_a_majority_is_reached_at_its_edge(majority: Majority, in_favour: int, against: int, reached: bool) -> None:
    assert carried(majority, in_favour, against) is reached


NAMES = [seat.seat for seat in SEATS]


@whatever(st.sets(st.sampled_from(NAMES)), st.sets(st.sampled_from(NAMES)))
def test_whatever_the_meeting_no_conflicted_seat_is_counted_or_votes(there: set[str], conflicted: set[str]) -> None:
    """Of a decision that was taken, whoever came and whatever they declared (R100)."""
    history = (proposed, *(conflict(seat) for seat in sorted(conflicted)))
    command = meeting(*sorted(there), in_favour=tuple(sorted(there - conflicted)))
    try:
        (event,) = given(decision_decider, *history).when(command).happened()
    except r.NotQuorate:
        return
    assert set(event.meeting.counted) == there - conflicted
    assert not {*event.meeting.counted, *event.meeting.votes.in_favour} & conflicted
