"""What the stores hold against what took effect in the gateway, in a few questions however much there is."""

from collections import Counter
from uuid import UUID

import asyncpg

from shared.operations import RelayStatus
from tests.e2e.alliance import OWNERS
from tests.faults.world import LISTENERS, Stream, all_is_read
from tests.kit.rig import Rig


async def fetch(rig: Rig, service: str, sql: str, *arguments: object) -> list[asyncpg.Record]:
    """Straight from a service's database."""
    connection = await asyncpg.connect(rig.databases[service].url)
    try:
        return list(await connection.fetch(sql, *arguments))
    finally:
        await connection.close()


async def stored_ids(rig: Rig, *services: str) -> Counter[UUID]:
    """The events of the services that own events, by id."""
    owners = [name for name in services or OWNERS if name in rig.names]
    found: Counter[UUID] = Counter()
    for name in owners:
        found.update(row[0] for row in await fetch(rig, name, "SELECT event_id FROM events"))
    return found


async def every_event_took_effect_once(rig: Rig, *services: str) -> bool:
    """Whether the gateway shows each stored event; that it shows one twice or one of its own making fails at once."""
    shown = Counter(row[0] for row in await fetch(rig, "gateway", "SELECT event_id FROM timeline"))
    assert not [event for event, times in shown.items() if times > 1]
    stored = await stored_ids(rig, *services)
    if not services:
        assert not shown.keys() - (await stored_ids(rig)).keys()
    return stored.keys() <= shown.keys()


async def is_at_rest(rig: Rig) -> bool:
    """Whether all that is stored is on Kafka, every reader has come to its end, and the gateway shows it."""
    for name in OWNERS:
        answer = await rig.client(name, "OPERATOR").get(f"/operations/{name}/relay")
        if answer.status != 200 or RelayStatus.model_validate(answer.body).lag_events:
            return False
    heads: dict[Stream, int] = {}
    for name in OWNERS:
        heads |= await _versions(rig, name, f"SELECT '{name}', stream_id, max(version) FROM events GROUP BY 2")  # noqa: S608  # our own names
    progress = {
        reader: await _versions(rig, reader, "SELECT source, stream_id, version FROM progress") for reader in LISTENERS
    }
    return all_is_read(heads, progress) and await every_event_took_effect_once(rig)


async def _versions(rig: Rig, service: str, sql: str) -> dict[Stream, int]:
    return {(row[0], row[1]): row[2] for row in await fetch(rig, service, sql)}


async def versions_of(rig: Rig, service: str, key: str) -> list[tuple[str, int]]:
    """(stream, version) of the events a command made, in order; `key` is its correlation."""
    sql = "SELECT stream_id, version FROM events WHERE metadata->>'correlation' = $1 ORDER BY position"
    return [(row[0], row[1]) for row in await fetch(rig, service, sql, key)]


async def parked_streams(rig: Rig, service: str) -> set[str]:
    """The streams a consumer has put aside."""
    return {row[0] for row in await fetch(rig, service, "SELECT DISTINCT stream_id FROM parked")}
