"""The command python -m services.<name> verify [--kept FILE]: progress, findings, a verdict and an exit code."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import asyncpg

from shared.choreography import feeds_for
from shared.eventstore.database import UNREACHABLE
from shared.messaging.feed_client import FeedClient
from shared.messaging.trouble import FeedUnreachable
from shared.service import Card
from shared.settings import AllianceSettings, ServiceSettings
from shared.verify.engine import verify_service
from shared.verify.findings import Finding, Tell
from shared.verify.kept import KeptDigestsUnreadable, read_kept
from shared.web.app import make_service
from shared.web.tokens import ServiceSigner

Verify = Callable[[AllianceSettings, ServiceSettings, Path | None, Tell], Awaitable[list[Finding]]]
VIOLATED = 1
NOT_VERIFIED = 2
"""Exit codes; 0 means everything is as it must be, with or without warnings."""


def verify_command(
    name: str, verify: Verify, alliance: AllianceSettings, settings: ServiceSettings, options: Sequence[str]
) -> None:
    """Verify, tell, and exit with 1 on a violation; `options` are empty or `--kept` and a file."""
    kept = Path(options[1]) if options else None
    try:
        found = asyncio.run(_verify(verify, alliance, settings, kept, name))
    except (KeptDigestsUnreadable, FeedUnreachable, asyncpg.PostgresError, *UNREACHABLE) as trouble:
        sys.stderr.write(f"\n{name} could not be verified: {str(trouble) or type(trouble).__name__}\n")
        sys.exit(NOT_VERIFIED)
    for finding in found:
        sys.stdout.write(f"{'warning' if finding.warning else 'VIOLATION'}: {finding}\n")
    violations = sum(not finding.warning for finding in found)
    sys.stdout.write(f"{name}: {verdict(violations, len(found) - violations)}\n")
    if violations:
        sys.exit(VIOLATED)


def verdict(violations: int, warnings: int) -> str:
    """In words."""
    told = "everything is as it must be" if not violations else f"{violations:,} VIOLATIONS"
    return told + (f", {warnings:,} warnings" if warnings else "")


async def verify_alone(
    card: Card, alliance: AllianceSettings, settings: ServiceSettings, kept: Path | None, tell: Tell
) -> list[Finding]:
    """Verify a service that owns events; its sources are asked over HTTP, itself in its own database."""
    rows = read_kept(kept, card.name) if kept else []
    service = make_service(card, alliance, _readable(settings))
    feeds = feeds_for(service, ServiceSigner(card.name, alliance.keys_dir / "service.jwk"))
    await service.database.open()
    try:
        found = await verify_service(card, service.database.url, feeds=feeds, kept=rows, tell=tell)
        return found if rows or kept is None else [*found, _nothing_kept(card.name)]
    finally:
        for feed in feeds.values():
            if isinstance(feed, FeedClient):
                await feed.close()
        await service.database.close()


def _nothing_kept(name: str) -> Finding:
    text = "the file given with --kept holds no day of this service: nothing was compared with it"
    return Finding(name, "days", "unasked", text, warning=True)


def _readable(settings: ServiceSettings) -> ServiceSettings:
    """With the owner's access where it is given, as to a rebuild: whoever has that may not know the service's own."""
    if not settings.owner_database_url:
        return settings
    url, password_file = settings.owner_database_url, settings.owner_database_password_file
    return settings.model_copy(update={"database_url": url, "database_password_file": password_file})


async def _verify(
    verify: Verify, alliance: AllianceSettings, settings: ServiceSettings, kept: Path | None, name: str
) -> list[Finding]:
    def show(what: str, done: int, total: int) -> None:
        sys.stdout.write(f"\r{name}: {what}: {done:,} of {total:,}".ljust(78))
        sys.stdout.flush()

    try:
        return await verify(alliance, settings, kept, show)
    finally:
        sys.stdout.write("\n")
        sys.stdout.flush()
