"""Verifying one service: every check there is, on one moment of its database."""

from collections.abc import Mapping, Sequence

from shared.eventstore.days import DayDigest
from shared.messaging.feed import Feed
from shared.service import Card
from shared.verify.beside import check_parked, check_progress, check_receipts
from shared.verify.days import check_positions_and_days
from shared.verify.findings import Finding, Findings, Tell, quiet
from shared.verify.snapshot import snapshot
from shared.verify.streams import check_streams_and_views
from shared.verify.timers import check_timers

PATIENCE_SECONDS = 30.0
"""How long a consumer gets to apply what its sources had when they were asked."""


async def verify_service(
    card: Card,
    url: str,
    *,
    feeds: Mapping[str, Feed] | None = None,
    kept: Sequence[DayDigest] = (),
    patience_seconds: float = PATIENCE_SECONDS,
    tell: Tell = quiet,
) -> list[Finding]:
    """What is not as it must be in a service that owns events; empty when all is well.

    `url` is of its database, as the service itself or the owner may use it; `feeds` are of the sources whose progress
    is compared, by name. Nothing is written, and the service may go on writing meanwhile.
    """
    found = Findings(card.name)
    async with snapshot(url) as connection:
        await check_positions_and_days(connection, found, kept, tell)
        await check_streams_and_views(connection, card, found, tell)
        await check_timers(connection, card.capabilities, found)
        await check_receipts(connection, found)
        await check_parked(connection, found)
        for check in card.checks:
            await check(connection, found)
    if feeds:
        await check_progress(url, feeds, found, tell, patience_seconds)
    return found.listed()
