"""A past made at once: lives of everything in the alliance, written by the writer into the stores themselves."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import islice

from uuid_utils import compat

from shared.eventstore.codec import Meta
from shared.eventstore.database import Database
from shared.eventstore.items import Item, NewEvent
from shared.eventstore.writer import Writer
from shared.kernel.message import Event
from tests.kit.rig import Rig
from tests.services.gateway.chance import Life

META = Meta(actor="past", org="07L", correlation="past").as_json()
AT_ONCE = 1_000


async def write_past(rig: Rig, lives: Sequence[Life]) -> int:
    """Each life is one stream; the number of events. The services' own views know nothing of them."""
    by_service: dict[str, list[Life]] = defaultdict(list)
    for life in lives:
        by_service[life[0]].append(life)
    for service, theirs in by_service.items():
        database = Database(rig.databases[service].url)
        await database.open()
        writer = Writer(database)
        await writer.start()
        waiting = iter(theirs)
        while some := list(islice(waiting, AT_ONCE)):
            await asyncio.gather(*(writer.write(_item(life)) for life in some))
        await writer.stop()
        await database.close()
    return sum(len(events) for _, _, events in lives)


def _item(life: Life) -> Item:
    _, stream_id, events = life
    return Item(stream_id, 0, tuple(map(_new, events)))


def _new(event: Event) -> NewEvent:
    kind = type(event)
    return NewEvent(
        compat.uuid7(), kind.__name__, kind.schema_version, event.model_dump_json(), META, datetime.now(UTC)
    )
