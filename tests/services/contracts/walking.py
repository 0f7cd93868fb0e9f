"""Random walks: commands asked one after another, whatever is refused left out."""

from collections.abc import Iterable, Iterator
from typing import Any

from shared.kernel.decider import Decider
from shared.kernel.message import Command, Event
from shared.kernel.refusals import Refused


def walk(decider: Decider[Any, Any, Any], commands: Iterable[Command]) -> Iterator[tuple[Event, ...]]:
    """The history after each command that was accepted."""
    state, history = decider.initial, ()
    for command in commands:
        try:
            happened = tuple(decider.decide(command, state))
        except Refused:
            continue
        state, history = decider.fold(happened, state), (*history, *happened)
        yield history
