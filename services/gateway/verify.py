"""python -m services.gateway verify: the read models against everything the services have published."""

from collections.abc import Mapping
from pathlib import Path

import asyncpg

from services.gateway.alliance.rebuilding import FeedIncomplete, Rebuild
from services.gateway.rebuild import clients_of
from shared.eventstore.database import Connection
from shared.messaging.feed import Feed
from shared.settings import AllianceSettings, ServiceSettings
from shared.verify.beside import check_parked, check_progress
from shared.verify.engine import PATIENCE_SECONDS
from shared.verify.findings import Finding, Findings, Tell, quiet
from shared.verify.snapshot import snapshot

_ARRIVALS = """
SELECT (SELECT count(*) FROM (SELECT event_id FROM arrivals EXCEPT ALL SELECT event_id FROM timeline) more) AS unknown,
       (SELECT count(*) FROM (SELECT event_id FROM timeline EXCEPT ALL SELECT event_id FROM arrivals) less) AS untold,
       (SELECT coalesce(max(seq) - min(seq) + 1, 0) - count(*) FROM arrivals) AS gaps
"""


async def verify_gateway(
    alliance: AllianceSettings, settings: ServiceSettings, kept: Path | None = None, tell: Tell = quiet
) -> list[Finding]:
    """`verify_read_models` with the addresses of the settings; the gateway has no events and no digests of its own."""
    feeds = clients_of(alliance)
    try:
        return await verify_read_models(settings.owner_url, settings.runtime_url, feeds, tell=tell)
    finally:
        for feed in feeds.values():
            await feed.close()


async def verify_read_models(
    owner_url: str,
    runtime_url: str,
    feeds: Mapping[str, Feed],
    *,
    patience_seconds: float = PATIENCE_SECONDS,
    tell: Tell = quiet,
) -> list[Finding]:
    """What is not as it must be in the gateway; empty when all is well. Raises FeedUnreachable.

    The read models are made a second time, beside the live ones and from the services' feeds, so this needs the owner
    of the tables and the services running, and waits for a rebuild under way; the live ones are only read.
    """
    found = Findings("gateway")
    owner = await asyncpg.connect(owner_url, command_timeout=600)
    try:
        await _compare(owner, Rebuild(feeds, runtime_url, lambda done, of: tell("events", done, of)), found)
    finally:
        await owner.close()
    async with snapshot(owner_url) as connection:
        await _check_arrivals(connection, found)
        await check_parked(connection, found)
    await check_progress(owner_url, feeds, found, tell, patience_seconds)
    return found.listed()


async def _compare(owner: Connection, rebuild: Rebuild, found: Findings) -> None:
    try:
        for one in await rebuild.compare(owner):
            if one.differing:
                text = f"{one.differing:,} rows of {one.view} are not what the published events make, or not there"
                found.add("views", "different", text)
    except FeedIncomplete as short:
        found.add("progress", "ahead", f"applied, and no longer told by its source: {short}")


async def _check_arrivals(connection: Connection, found: Findings) -> None:
    counted = await connection.fetchrow(_ARRIVALS)
    for name, damage, text in (
        ("unknown", "inserted", "{:,} events arrived that the timeline does not tell"),
        ("untold", "missing", "{:,} events of the timeline never arrived for those who follow the stream"),
        ("gaps", "missing", "{:,} numbers are missing among the arrivals"),
    ):
        if counted[name]:
            found.add("views", damage, text.format(counted[name]))  # type: ignore[arg-type]  # one of the words above
