"""Whatever is asked of an ISAP case in whatever order, its gates open one after another and for a reason (R22)."""

from collections.abc import Sequence
from typing import Any

from hypothesis import given as whatever
from hypothesis import strategies as st

from services.contracts.assurance.domain import assurance_decider
from services.contracts.assurance.rating import stage_at
from services.contracts.assurance.state import CHECKPOINTS, IsapCase
from services.contracts.assurance.timers import due_command
from shared.kernel.refusals import Refused
from tests.services.contracts.assurance.history import OPEN, TODAY, close, rate, screen, submit

CHECKPOINT = st.sampled_from(CHECKPOINTS)
OUTCOME = st.sampled_from(["proceed", "proceed_with_conditions", "stop"])
NUMBER = st.integers(1, 4)
WISH = st.one_of(
    st.builds(submit, CHECKPOINT),
    st.builds(rate, CHECKPOINT, OUTCOME),
    st.builds(close, NUMBER),
    st.builds(lambda number: due_command(f"condition-overdue-{number}", TODAY), NUMBER),
    st.just(screen()),
)
NEXT = st.lists(WISH, max_size=6)
ALONG = st.lists(st.tuples(OUTCOME, NEXT), max_size=5)


def steps(along: Sequence[tuple[str, list[Any]]]) -> list[Any]:
    """A way on which each checkpoint comes in turn, with whatever is asked between."""
    wishes: list[Any] = [OPEN, screen("new_entity")]
    for checkpoint, (outcome, between) in zip(CHECKPOINTS, along, strict=False):
        wishes += [submit(checkpoint), rate(checkpoint, outcome), *between]
    return wishes


def sound(case: IsapCase) -> None:
    """What holds of a case whatever was accepted."""
    assert case.passed == CHECKPOINTS[: len(case.passed)]
    assert [one.no for one in case.conditions] == list(range(1, len(case.conditions) + 1))
    following = "closed" if case.passed == CHECKPOINTS else stage_at(CHECKPOINTS[len(case.passed)])
    assert case.stage in ("screening", "not_applicable", following)
    for checkpoint in case.passed:
        record = case.record_of(checkpoint)
        assert record is not None
        assert record.outcome in ("proceed", "proceed_with_conditions")
        assert not case.open_conditions(checkpoint)


@whatever(ALONG)
def test_no_accepted_sequence_opens_a_gate_out_of_turn(along: list[tuple[str, list[Any]]]) -> None:
    case = assurance_decider.initial
    for wish in steps(along):
        try:
            happened = assurance_decider.decide(wish, case)
        except Refused:
            continue
        case = assurance_decider.fold(happened, case)
        assert case is not None
        sound(case)
