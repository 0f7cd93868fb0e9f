"""Budgets in memory: real deciders, views and policies; streams in a dict, events delivered when a test says so."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID, uuid5

from services.budgets.known_contracts.api import known_contracts
from services.budgets.policies import policies
from services.budgets.pools.api import pools
from shared.capability import Capability
from shared.eventstore.published import PublishedEvent
from shared.kernel.message import Command, Event
from shared.service import Service
from shared.views import Key, Recorded, View
from tests.kit.scenario import SOME_ID, SOME_TIME


@dataclass(frozen=True)
class Delivery:
    """An event of any service on its way to the policies."""

    event: Event
    stream_id: str
    version: int

    @property
    def published(self) -> PublishedEvent:
        """As it travels; the same event has the same id every time it is delivered."""
        return PublishedEvent(
            source="somewhere",
            stream_id=self.stream_id,
            version=self.version,
            position=1,
            event_id=uuid5(SOME_ID, f"{self.stream_id}/{self.version}"),
            type=type(self.event).__name__,
            schema_version=1,
            data=self.event.model_dump_json(),
            org="07L",
            correlation="",
            causation=None,
            occurred_at=SOME_TIME,
            recorded_at=SOME_TIME,
        )


@dataclass
class World:
    """What budgets holds; `outbox` are its own events that its policies have not heard yet."""

    streams: dict[str, list[Event]] = field(default_factory=dict)
    tables: dict[str, dict[Key, Any]] = field(default_factory=dict)
    outbox: list[Delivery] = field(default_factory=list)

    def do(self, capability: Capability, key: UUID, command: Command) -> Sequence[Event]:
        """Decide and append, and keep every view."""
        stream_id = capability.decider.stream_id(key)
        history = self.streams.setdefault(stream_id, [])
        happened = capability.decider.decide(command, capability.decider.fold(history))
        for event in happened:
            history.append(event)
            self._project(capability, Recorded(event, stream_id, len(history), SOME_ID, SOME_TIME, "someone", "07L"))
            self.outbox.append(Delivery(event, stream_id, len(history)))
        return happened

    def given(self, capability: Capability, key: UUID, *history: Event) -> None:
        """What has happened already, and was heard."""
        stream_id = capability.decider.stream_id(key)
        for version, event in enumerate(history, start=1):
            self.streams.setdefault(stream_id, []).append(event)
            self._project(capability, Recorded(event, stream_id, version, SOME_ID, SOME_TIME, "someone", "07L"))

    def _project(self, capability: Capability, recorded: Recorded[Any]) -> None:
        for view in capability.views:
            table = self.tables.setdefault(view.shape.name, {})
            for key in view.keys(recorded):
                row = view.project(table.get(key), recorded)
                if row is None:
                    table.pop(key, None)
                else:
                    table[key] = row

    def hear(self, delivery: Delivery) -> None:
        """Let the policies hear an event, and do what follows."""
        for policy in policies.get(type(delivery.event), ()):
            reactions = asyncio.run(cast("Any", policy)(delivery.event, delivery.published, cast("Service", self)))
            for reaction in reactions:
                self.do(reaction.capability, reaction.key, reaction.command)

    def settle(self) -> None:
        """Hear budgets' own events until nothing follows any more."""
        while self.outbox:
            self.hear(self.outbox.pop(0))

    async def row(self, view: View[Any], key: Key) -> Any:
        """As `Service.row`."""
        return self.tables.get(view.shape.name, {}).get(key)

    async def rows(self, view: View[Any], *where: Any) -> list[Any]:
        """As `Service.rows`, for conditions of the form column == value."""
        rows = self.tables.get(view.shape.name, {}).values()
        wanted = [(condition.left.name, condition.right.value) for condition in where]
        return [row for row in rows if all(getattr(row, name) == value for name, value in wanted)]

    def row_of(self, capability: Capability, key: UUID) -> Any:
        """The resource people read."""
        return self.tables[capability.resource.shape.name][key]


__all__ = ["Delivery", "World", "known_contracts", "pools"]
