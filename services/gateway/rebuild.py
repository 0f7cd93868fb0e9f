"""The command python -m services.gateway rebuild [view]."""

import asyncio
import sys
from collections.abc import Mapping

import asyncpg

from services.gateway.alliance.rebuilding import FeedIncomplete, Rebuild
from services.gateway.alliance.storing import REBUILT
from shared.messaging.feed_client import FeedClient
from shared.messaging.topics import SOURCES
from shared.messaging.trouble import FeedUnreachable
from shared.rebuild import Rebuilt
from shared.settings import AllianceSettings, ServiceSettings
from shared.web.tokens import ServiceSigner


def rebuild_command(alliance: AllianceSettings, settings: ServiceSettings, view: str | None = None) -> None:
    """Rebuild all read models, showing progress; `view` names one of them, and all are rebuilt with it."""
    names = [one.sql_table.name for one in REBUILT]
    if view is not None and view not in names:
        sys.exit(f"gateway has no view named {view}; it has {', '.join(names)}, which are rebuilt together.")
    try:
        done = asyncio.run(_rebuild(alliance, settings))
    except (FeedUnreachable, FeedIncomplete) as trouble:
        sys.exit(f"\nNothing was changed: {trouble}. Start the services, or wait for them, and try again.")
    sys.stdout.write("\n")
    for one in done:
        same = "the same as before" if one.differing == 0 else f"{one.differing:,} rows differ from before"
        sys.stdout.write(f"{one.view}: {one.rows:,} rows from {one.events:,} events, {same}\n")


async def _rebuild(alliance: AllianceSettings, settings: ServiceSettings) -> list[Rebuilt]:
    feeds = clients_of(alliance)
    owner = await asyncpg.connect(settings.owner_url, command_timeout=600)
    try:
        return await Rebuild(feeds, settings.runtime_url, _show).run(owner)
    finally:
        await owner.close()
        for feed in feeds.values():
            await feed.close()


def clients_of(alliance: AllianceSettings) -> Mapping[str, FeedClient]:
    """The feeds of all sources, asked with the gateway's own tokens."""
    signer = ServiceSigner("gateway", alliance.keys_dir / "service.jwk")
    return {
        source: FeedClient(alliance.url_of(source), lambda source=source: signer.token_for(source), source)  # type: ignore[misc]  # source is bound early on purpose
        for source in SOURCES
    }


def _show(read: int, total: int) -> None:
    sys.stdout.write(f"\r{read:,} of {total:,} events")
    sys.stdout.flush()
