"""A past made at once: lives of everything in the alliance, written by the writer into the stores themselves."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import islice

from uuid_utils import compat

from shared.events.contracts.register_life import ContractModified
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
    """Each life is one stream; the number of events. The services' own views know nothing of them.

    Modifications of contracts are left out: each has a stream of its own, which is not part of the life.
    """
    by_service: dict[str, list[Item]] = defaultdict(list)
    for service, stream_id, events in lives:
        kept = tuple(_new(event) for event in events if not isinstance(event, ContractModified))
        by_service[service].append(Item(stream_id, 0, kept))
    for service, items in by_service.items():
        database = Database(rig.databases[service].url)
        await database.open()
        writer = Writer(database)
        await writer.start()
        waiting = iter(items)
        while some := list(islice(waiting, AT_ONCE)):
            await asyncio.gather(*(writer.write(item) for item in some))
        await writer.stop()
        await database.close()
    return sum(len(item.events) for items in by_service.values() for item in items)


def _new(event: Event) -> NewEvent:
    kind = type(event)
    return NewEvent(
        compat.uuid7(), kind.__name__, kind.schema_version, event.model_dump_json(), META, datetime.now(UTC)
    )
