"""Whatever is asked of a programme in whatever order, it is never green with an overdue milestone (R61)."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from services.contracts.programmes.domain import programme_decider
from services.contracts.programmes.timers import due_of
from services.contracts.programmes.views import programme_view
from tests.kit.scenario import row_after
from tests.services.contracts.programmes import history as h
from tests.services.contracts.walking import walk


def _on(command: Any, days: int) -> Any:
    changes: dict[str, Any] = {"today": h.TODAY + timedelta(days=days)}
    if "reviewed_on" in type(command).model_fields:
        changes["reviewed_on"] = changes["today"]
    return command.model_copy(update=changes)


STEPS = (h.SET, h.MOVE, h.MEET, h.MISS, h.REVIEW, h.REACH, h.RAISE, h.ESCALATE, h.RESOLVE, h.CLOSE)
steps = some.builds(
    lambda command, days: _on(command, days) if "today" in type(command).model_fields else command,
    some.sampled_from(STEPS),
    some.integers(0, 120),
)


@given(some.lists(steps, max_size=25))
@settings(max_examples=40)
def test_a_programme_keeps_its_promises(asked: list[Any]) -> None:
    for events in walk(programme_decider, [h.PROPOSE, h.START, *asked]):
        row = row_after(programme_view, *events)
        assert not (row.rag == "green" and row.overdue_milestones)
        assert set(row.organisations) <= set(row.parties)
        assert [one.milestone_no for one in row.milestones] == list(range(1, len(row.milestones) + 1))
        assert all(one.met_on is None or not one.overdue for one in row.milestones)
        waiting = sum(one.met_on is None and not one.overdue for one in row.milestones)
        assert len(due_of(row)) == (waiting if row.status == "active" else 0)
        assert all(day > date.min for day in due_of(row).values())
