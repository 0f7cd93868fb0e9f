"""A decider: the rules of one kind of stream as two pure functions."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Generic, TypeVar
from uuid import UUID

from shared.kernel.message import Command, Event

C = TypeVar("C", bound=Command)
S = TypeVar("S")
E = TypeVar("E", bound=Event)


@dataclass(frozen=True)
class Decider(Generic[C, S, E]):
    """`decide(command, state)` answers with events or raises a `Refused`; `evolve(state, event)` never fails.

    `category` is the first part of the stream's name (`contract-<uuid>`); `initial` is the state before any event.
    `evolution` counts the versions of `evolve`: raise it when the same events now lead to another state, so that
    states kept from before are not taken for those of today. A change of the state's type is noticed without it.
    """

    category: str
    events: tuple[type[E], ...]
    initial: S
    decide: Callable[[C, S], Sequence[E]]
    evolve: Callable[[S, E], S]
    evolution: int = 1

    def fold(self, events: Iterable[E], state: S | None = None) -> S:
        """The state after `events`, from the beginning or from `state`."""
        return reduce(self.evolve, events, self.initial if state is None else state)

    def stream_id(self, key: UUID) -> str:
        """The stream of one aggregate: `<category>-<uuid>`."""
        return f"{self.category}-{key}"
