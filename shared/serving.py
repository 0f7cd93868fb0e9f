"""The command line of every service: python -m services.<name> serve | migrate | rebuild [view]."""

import asyncio
import sys
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

from shared.logs import configure_logs
from shared.migrations import migrate, write_revision
from shared.rebuild import rebuild_views
from shared.service import Card
from shared.settings import AllianceSettings, ServiceSettings, service_settings
from shared.web.app import make_service

USAGE = "usage: python -m services.{name} serve | migrate | rebuild [view] | revision <message>"
BuildApp = Callable[[AllianceSettings, ServiceSettings], FastAPI]


def run(card: Card, build: BuildApp) -> None:
    """Do what the command line says."""
    match sys.argv[1:]:
        case ["serve"]:
            serve(card, build)
        case ["migrate"]:
            settings = service_settings(card.name)
            asyncio.run(migrate(card, settings.owner_url, settings.runtime_url))
        case ["rebuild"]:
            asyncio.run(_rebuild(card, None))
        case ["rebuild", view]:
            asyncio.run(_rebuild(card, view))
        case ["revision", message]:
            asyncio.run(write_revision(card, service_settings(card.name).owner_url, message))
        case _:
            sys.exit(USAGE.format(name=card.name))


def serve(card: Card, build: BuildApp) -> None:
    """Serve until told to stop; requests under way are finished first, for at most 8 seconds."""
    alliance, settings = AllianceSettings(), service_settings(card.name)
    configure_logs(card.name, alliance.log_level)
    uvicorn.run(
        build(alliance, settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=8,
        limit_concurrency=2_000,
        backlog=2_048,
    )


async def _rebuild(card: Card, view: str | None) -> None:
    names = [one.shape.name for one in card.views]
    if view is not None and view not in names:
        sys.exit(f"{card.name} has no view named {view}; it has {', '.join(names)}.")
    settings = service_settings(card.name)
    service = make_service(card, AllianceSettings(), settings)

    def report(name: str, read: int, total: int) -> None:
        sys.stdout.write(f"\r{name}: {read:,} of {total:,} events")
        sys.stdout.flush()

    done = await rebuild_views(
        service.store, card.capabilities, settings.owner_url, settings.runtime_url, report, only=view
    )
    for one in done:
        same = "the same as before" if one.differing == 0 else f"{one.differing:,} rows differ from before"
        sys.stdout.write(f"\n{one.view}: {one.rows:,} rows from {one.events:,} events, {same}\n")
