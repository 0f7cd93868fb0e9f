"""The service's own policies, heard at once: what they command is done as it would be behind the inbox."""

from typing import Any

from shared.eventstore.codec import Meta
from shared.wish import Wish
from tests.kit.apps import RunningApp

REACTING = Meta(actor="policy", org="07L", correlation="test")


async def newest_event(app: RunningApp, stream_id: str) -> Any:
    """What happened to a stream last."""
    service = app.service
    history = await service.store.load_between(stream_id, 0, 10_000)
    return history[-1].event


async def react(app: RunningApp, event: Any) -> int:
    """Do what the service's policies want when they hear `event`; how many things they wanted."""
    service, count = app.service, 0
    for policy in service.card.policies.get(type(event), ()):
        for reaction in await policy(event, None, service):  # type: ignore[arg-type]  # these look at the event alone
            wish = Wish(reaction.command, REACTING, service.now())
            await service.executor.execute(reaction.capability, reaction.key, wish)
            count += 1
    return count


async def deeds(contracts: RunningApp) -> int:
    """How many events people have led to: policies and the clock may be at work on what other tests have done."""
    async with contracts.service.database.connection() as connection:
        return int(await connection.fetchval(_DEEDS))


_DEEDS = """
SELECT count(*) FROM events WHERE NOT (metadata->>'actor' LIKE 'policy:%' OR metadata->>'actor' = 'clock')
"""
