"""A past made at once: lives of everything in the alliance, written by the writer into the stores themselves."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from itertools import islice

from shared.events.contracts.register_life import ContractModified
from shared.eventstore.items import Item
from tests.kit.past import past_event, writing
from tests.kit.rig import Rig
from tests.services.gateway.chance import Life

AT_ONCE = 1_000


async def write_past(rig: Rig, lives: Sequence[Life]) -> int:
    """Each life is one stream; the number of events. The services' own views know nothing of them.

    Modifications of contracts are left out: each has a stream of its own, which is not part of the life.
    """
    by_service: dict[str, list[Item]] = defaultdict(list)
    for service, stream_id, events in lives:
        kept = tuple(past_event(event) for event in events if not isinstance(event, ContractModified))
        by_service[service].append(Item(stream_id, 0, kept))
    for service, items in by_service.items():
        async with writing(rig, service) as writer:
            waiting = iter(items)
            while some := list(islice(waiting, AT_ONCE)):
                await asyncio.gather(*(writer.write(item) for item in some))
    return sum(len(item.events) for items in by_service.values() for item in items)
