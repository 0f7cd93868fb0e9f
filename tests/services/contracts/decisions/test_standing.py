"""One position per topic: a decision that contradicts the standing one names it (R99)."""

from datetime import date, timedelta

import pytest
from hypothesis import given as whatever
from hypothesis import strategies as st

from services.contracts.decisions import refusals as r
from services.contracts.decisions.commands import StandingPosition
from services.contracts.decisions.domain import decision_decider
from services.contracts.decisions.standing import Succession, succession
from services.contracts.decisions.views import position_view
from shared.kernel.refusals import Refused
from tests.kit.scenario import given, row_after
from tests.services.contracts.decisions.history import (
    DECISION,
    EARLIER,
    MET,
    STANDING,
    TAKE,
    proposed,
    superseded,
    taken,
)

AGREEING = STANDING.model_copy(update={"position": "lead-provider"})


class TestSuccession:
    def test_the_first_on_a_topic_supersedes_nothing(self) -> None:
        given(decision_decider, proposed).when(TAKE).then(taken)
        wrong = TAKE.model_copy(update={"supersedes": EARLIER})
        given(decision_decider, proposed).when(wrong).then_refused(r.NotTheStandingPosition)

    def test_a_contradiction_that_names_nothing_is_refused_and_told_what_stands(self) -> None:
        contradicting = TAKE.model_copy(update={"standing": STANDING})
        with pytest.raises(r.ContradictsStandingPosition) as caught:
            given(decision_decider, proposed).when(contradicting).happened()
        assert caught.value.facts == {"decision_id": str(EARLIER), "position": "virtual-alliance"}

    def test_a_contradiction_that_names_the_standing_position_supersedes_it(self) -> None:
        named = TAKE.model_copy(update={"standing": STANDING, "supersedes": EARLIER})
        (event,) = given(decision_decider, proposed).when(named).happened()
        assert (event.number, event.supersedes, event.upholds) == (5, EARLIER, None)

    def test_the_proposal_may_have_named_it(self) -> None:
        naming = proposed.model_copy(update={"supersedes": EARLIER})
        (event,) = given(decision_decider, naming).when(TAKE.model_copy(update={"standing": STANDING})).happened()
        assert event.supersedes == EARLIER

    def test_naming_another_decision_than_the_standing_one_is_refused(self) -> None:
        other = TAKE.model_copy(update={"standing": STANDING, "supersedes": DECISION})
        with pytest.raises(r.NotTheStandingPosition) as caught:
            given(decision_decider, proposed).when(other).happened()
        assert caught.value.facts == {"decision_id": str(EARLIER), "position": "virtual-alliance"}

    def test_the_same_position_again_upholds_the_standing_one(self) -> None:
        (event,) = given(decision_decider, proposed).when(TAKE.model_copy(update={"standing": AGREEING})).happened()
        assert (event.number, event.supersedes, event.upholds) == (5, None, EARLIER)

    def test_the_same_position_may_be_put_anew_in_place_of_the_standing_one(self) -> None:
        named = TAKE.model_copy(update={"standing": AGREEING, "supersedes": EARLIER})
        (event,) = given(decision_decider, proposed).when(named).happened()
        assert (event.supersedes, event.upholds) == (EARLIER, None)

    def test_decisions_follow_one_another_in_time(self) -> None:
        same_day = AGREEING.model_copy(update={"taken_on": MET})
        assert given(decision_decider, proposed).when(TAKE.model_copy(update={"standing": same_day})).happened()
        later = AGREEING.model_copy(update={"taken_on": MET + timedelta(days=1)})
        given(decision_decider, proposed).when(TAKE.model_copy(update={"standing": later})).then_refused(
            r.OlderThanStandingPosition
        )


def test_a_position_is_there_once_the_decision_is_taken() -> None:
    assert row_after(position_view, proposed) is None
    row = row_after(position_view, proposed, taken)
    assert (row.topic, row.number, row.position, row.taken_on) == ("integration-model", 1, "lead-provider", MET)
    assert row_after(position_view, proposed, taken, superseded).superseded_by == EARLIER


@whatever(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9), st.booleans()), max_size=30))
def test_whatever_is_decided_a_topic_has_one_position_that_changes_only_by_name(
    wishes: list[tuple[str, int, bool]],
) -> None:
    """Numbers without a gap, and never another position than before unless the one before was named (R99)."""
    chain: list[tuple[StandingPosition, Succession]] = []
    for number, (position, days, naming) in enumerate(wishes):
        standing = chain[-1][0] if chain else None
        day = date(2017, 7, 1) + timedelta(days=days)
        try:
            place = succession(standing, position, standing.decision_id if naming and standing else None, day)
        except Refused:
            continue
        new = STANDING.model_copy(
            update={
                "decision_id": EARLIER.__class__(int=number + 1),
                "number": place.number,
                "position": position,
                "taken_on": day,
            }
        )
        if standing is not None:
            assert (place.supersedes or place.upholds) == standing.decision_id
            assert place.supersedes or position == standing.position
        chain.append((new, place))
    assert [place.number for _, place in chain] == list(range(1, len(chain) + 1))
