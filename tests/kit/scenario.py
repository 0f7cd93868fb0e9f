"""given / when / then for deciders and views: history, a command, and the events or the refusal it leads to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

import pytest

from shared.kernel.decider import Decider
from shared.kernel.message import Command, Event
from shared.kernel.refusals import Refused
from shared.views import Recorded, View

S = TypeVar("S")
SOME_TIME = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
SOME_ID = UUID("01980000-0000-7000-8000-000000000001")


@dataclass(frozen=True)
class Given(Generic[S]):
    """A history; `when` asks something of it."""

    decider: Decider[Any, S, Any]
    history: tuple[Event, ...]

    def when(self, *commands: Command) -> "When[S]":
        """Ask the commands one after another; the last one is what the test is about."""
        state = self.decider.fold(self.history)
        for command in commands[:-1]:
            state = self.decider.fold(self.decider.decide(command, state), state)
        return When(self.decider, state, commands[-1])


@dataclass(frozen=True)
class When(Generic[S]):
    """A command asked of a state; `then` names what happened."""

    decider: Decider[Any, S, Any]
    state: S
    command: Command

    def then(self, *expected: Event) -> None:
        """Exactly these events happened; none means nothing did."""
        assert list(self.decider.decide(self.command, self.state)) == list(expected)

    def then_refused(self, refusal: type[Refused]) -> None:
        """The rule named by `refusal` said no."""
        with pytest.raises(refusal) as caught:
            self.decider.decide(self.command, self.state)
        assert type(caught.value) is refusal

    def happened(self) -> Sequence[Any]:
        """The events, for assertions on their figures."""
        return self.decider.decide(self.command, self.state)


def given(decider: Decider[Any, S, Any], *history: Event) -> Given[S]:
    """Start a scenario from what has already happened."""
    return Given(decider, history)


def recorded(event: Event, version: int = 1, stream_id: str = f"some-{SOME_ID}") -> Recorded[Any]:
    """An event as a view sees it."""
    return Recorded(event, stream_id, version, SOME_ID, SOME_TIME, actor="someone", org="07L")


def row_after(view: View[Any], *history: Event, stream_id: str = f"some-{SOME_ID}") -> Any:
    """The row a one-row-per-stream view makes of a history."""
    return view.fold([recorded(event, version, stream_id) for version, event in enumerate(history, start=1)])
