"""A capability: one kind of stream with its rules, its views and the refusals its constraints stand for."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.eventstore.published import PublishedEvent
from shared.kernel.decider import Decider
from shared.kernel.message import Command, Event
from shared.kernel.refusals import Refused
from shared.views import View

if TYPE_CHECKING:
    from shared.service import Service


@dataclass(frozen=True)
class Timers:
    """What the clock asks of a resource: `due` names, for its row as it stands, what falls due and on which day (UTC);
    `command` is what is then commanded. Done, it must make `due` leave out what was done, and lead to no event again.
    """

    due: Callable[[Any], Mapping[str, date]]
    command: Callable[[str, date], Command]


@dataclass(frozen=True)
class Capability:
    """`resource` is the view people read, one row per stream, found at `path`/<id>; it is one of `views`.

    `effects` are rows of other tables that its events change in the same breath; a rebuild leaves them alone.
    `taken` makes the refusal behind each unique constraint of the views: what a rule about other streams comes down to,
    and the guard against two processes deciding the same thing at once.
    """

    decider: Decider[Any, Any, Any]
    resource: View[Any]
    views: tuple[View[Any], ...]
    path: str
    effects: tuple[View[Any], ...] = ()
    taken: Mapping[str, Callable[[], Refused]] = field(default_factory=dict)
    timers: Timers | None = None

    @property
    def read_action(self) -> str:
        """The access action of reading one resource: what lists are filtered by, and what tells 404 from 403."""
        return f"read_{self.decider.category.replace('-', '_')}"


@dataclass(frozen=True)
class Reaction:
    """A command that follows from somebody else's event."""

    capability: Capability
    key: UUID
    command: Command


Policy = Callable[[Any, PublishedEvent, "Service"], Awaitable[Sequence[Reaction]]]
"""`<do>_when_<event>(event, published, service)`: what should follow. It may read views; it writes nothing itself."""

Policies = Mapping[type[Event], Sequence[Policy]]


def together(*rooms: Policies) -> Policies:
    """The policies of several capabilities as one table; what reacts to the same event does so in their order."""
    merged: dict[type[Event], list[Policy]] = {}
    for policies in rooms:
        for event, chosen in policies.items():
            merged.setdefault(event, []).extend(chosen)
    return merged


@dataclass(frozen=True)
class Job:
    """Something the clock asks for: `run` looks at the views and commands what is due; it must bear being repeated.

    `at_start`: the service takes no request before it has been run once, or has failed.
    """

    name: str
    every_seconds: float
    run: Callable[["Service"], Awaitable[None]]
    at_start: bool = False
