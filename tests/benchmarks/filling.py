"""Long histories written fast: many events in one go, with the rows the views make of them."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice, repeat
from typing import Any
from uuid import UUID

from uuid_utils import compat

from shared.capability import Capability
from shared.eventstore.items import Item, NewEvent, RowWrite
from shared.kernel.message import Event
from shared.views import Recorded
from tests.kit.family import TallyOpened, TallyRaised
from tests.kit.kernel import META, Kernel

AT_ONCE = 500


async def fill(kernel: Kernel, capability: Capability, key: UUID, happened: Iterable[Event]) -> int:
    """A new stream that holds what happened; answers its version."""
    stream_id, row, version = capability.decider.stream_id(key), None, 0
    events = iter(happened)
    while chunk := list(islice(events, AT_ONCE)):
        now = datetime.now(UTC)
        recorded: list[Recorded[Any]] = [
            Recorded(event, stream_id, version + n, compat.uuid7(), now, META.actor, META.org)
            for n, event in enumerate(chunk, start=1)
        ]
        for one in recorded:
            row = capability.resource.project(row, one)
        rows = [capability.resource.write(key, row), *_beside(capability, recorded)]
        await kernel.writer.write(Item(stream_id, version, tuple(_new(one) for one in recorded), tuple(rows)))
        version += len(chunk)
    return version


def _beside(capability: Capability, recorded: list[Recorded[Any]]) -> Iterable[RowWrite]:
    """The rows of the other views, each touched by one event only."""
    for view in capability.views:
        if view is not capability.resource:
            for one in recorded:
                for key in view.keys(one):
                    yield view.write(key, view.project(None, one))


def _new(one: Recorded[Any]) -> NewEvent:
    kind = type(one.event)
    data = one.event.model_dump_json()
    return NewEvent(one.event_id, kind.__name__, kind.schema_version, data, META.as_json(), one.occurred_at)


def a_tally(key: UUID, raises: int) -> Iterator[Event]:
    """A tally raised by one so many times."""
    yield TallyOpened(tally_id=key, name=str(key))
    yield from repeat(TallyRaised(tally_id=key, by=1), raises)
