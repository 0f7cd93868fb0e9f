"""The command line of every service: python -m services.<name> serve | migrate | rebuild [view] | verify."""

import asyncio
import sys
from collections.abc import Callable
from functools import partial

from fastapi import FastAPI

from shared import graceful
from shared.collector import settle
from shared.due import SHAPE as TIMERS
from shared.eventstore.shred_ledger import LedgerDamaged
from shared.logs import configure_logs
from shared.migrations import migrate, write_revision
from shared.rebuild import rebuild_views
from shared.service import Card
from shared.settings import AllianceSettings, ServiceSettings, service_settings
from shared.verify.command import Verify, verify_alone, verify_command
from shared.web.app import make_service
from shared.web.protocol import ImpatientProtocol

USAGE = "usage: python -m services.{name} serve | migrate | rebuild [view] | verify [--kept file] | revision <message>"
BuildApp = Callable[[AllianceSettings, ServiceSettings], FastAPI]
RebuildViews = Callable[..., None]
"""Of the settings of the alliance and of the service, and the name of a view if only one is meant."""


def run(card: Card, build: BuildApp, rebuild: RebuildViews | None = None, verify: Verify | None = None) -> None:
    """Do what the command line says; the last two are for a service whose views are not made from its own events."""
    settle()
    match sys.argv[1:]:
        case ["serve"]:
            serve(card, build)
        case ["migrate"]:
            settings = service_settings(card.name)
            asyncio.run(migrate(card, settings.owner_url, settings.runtime_url))
        case ["rebuild", *views] if len(views) < 2:
            (rebuild or partial(_rebuild, card))(AllianceSettings(), service_settings(card.name), *views)
        case ["verify", *options] if not options or (len(options) == 2 and options[0] == "--kept"):
            alone = verify or partial(verify_alone, card)
            verify_command(card.name, alone, AllianceSettings(), service_settings(card.name), options)
        case ["revision", message]:
            asyncio.run(write_revision(card, service_settings(card.name).owner_url, message))
        case _:
            sys.exit(USAGE.format(name=card.name))


def serve(card: Card, build: BuildApp) -> None:
    """Serve until told to stop; requests under way are finished first, for at most 8 seconds."""
    alliance, settings = AllianceSettings(), service_settings(card.name)
    configure_logs(card.name, alliance.log_level)
    try:
        app = build(alliance, settings)
    except LedgerDamaged as damaged:
        sys.exit(str(damaged))
    graceful.run(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        http=ImpatientProtocol,
        ws="none",
        # Who calls is who is connected: a header that says otherwise would let anybody escape the limits.
        proxy_headers=False,
        timeout_graceful_shutdown=8,
        limit_concurrency=2_000,
        backlog=2_048,
    )


def _rebuild(card: Card, alliance: AllianceSettings, settings: ServiceSettings, view: str | None = None) -> None:
    names = [one.shape.name for one in card.views] + [TIMERS.name]
    if view is not None and view not in names:
        sys.exit(f"{card.name} has no view named {view}; it has {', '.join(names)}.")
    service = make_service(card, alliance, settings)

    def report(name: str, read: int, total: int) -> None:
        sys.stdout.write(f"\r{name}: {read:,} of {total:,} events")
        sys.stdout.flush()

    work = rebuild_views(service.store, card.capabilities, settings.owner_url, settings.runtime_url, report, only=view)
    for one in asyncio.run(work):
        same = "the same as before" if one.differing == 0 else f"{one.differing:,} rows differ from before"
        sys.stdout.write(f"\n{one.view}: {one.rows:,} rows from {one.events:,} events, {same}\n")
