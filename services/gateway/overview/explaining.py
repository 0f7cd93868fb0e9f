"""Explains a figure: its contributions, each with its event, and their sum."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from services.gateway.overview.answers import Contribution, Explanation, Part
from services.gateway.overview.names import Asked, FigureNotFound, asked_for
from services.gateway.timeline.sight import Sight
from shared.eventstore.database import Connection, Database
from shared.kernel.money import share_bp
from shared.web.paging import Cursors, Page

NEWEST = (datetime(9999, 1, 1, tzinfo=UTC), UUID(int=2**128 - 1), UUID(int=2**128 - 1))
PURPOSE = "explain"

_FIGURES = """
SELECT figure_id, amount FROM figures
WHERE name = $1 AND ($2::date IS NULL OR day >= $2) AND ($3::date IS NULL OR day <= $3)
"""
_SUM_THEN = """
SELECT coalesce(sum(amount), 0)::bigint FROM contributions WHERE figure_id = ANY($1::uuid[]) AND recorded_at <= $2
"""
# The newest of each day's figure by its key, then the newest of those: bounded by the page, not by the history.
_NEWEST = """
SELECT c.amount, c.figure_id, f.day, t.event_id, t.type, t.sentence, t.source, t.stream_id, t.version,
       t.occurred_at, t.recorded_at, t.organisations
FROM unnest($1::uuid[]) AS asked(figure_id)
CROSS JOIN LATERAL (
    SELECT * FROM contributions c
    WHERE c.figure_id = asked.figure_id AND (c.recorded_at, c.event_id, c.figure_id) < ($2, $3, $4)
      AND c.recorded_at <= $5
    ORDER BY c.recorded_at DESC, c.event_id DESC LIMIT $6) c
JOIN figures f ON f.figure_id = c.figure_id JOIN timeline t ON t.event_id = c.event_id
ORDER BY c.recorded_at DESC, c.event_id DESC, c.figure_id DESC LIMIT $6
"""
_KNOWN = "SELECT EXISTS (SELECT 1 FROM figures WHERE starts_with(name, $1))"
KNOWN_ONCE_SAID = ("forecast_", "variance_", "unallocated_", "allocations_", "next.")
"""Figures of a pool or procurement that are absent, not 0, until an event says them."""

TELLING = frozenset({"type", "sentence", "stream_id", "version"})
"""What is kept from those who may not see the event in the timeline."""


class Explanations:
    """Every page is read from one snapshot, so that a total and its contributions belong together."""

    def __init__(self, database: Database, cursors: Cursors) -> None:
        self._database = database
        self._cursors = cursors

    async def explain(
        self, name: str, page: Page, now: datetime, as_of: datetime | None = None, sight: Sight | None = None
    ) -> Explanation:
        """A page of contributions up to `as_of`; events outside of the `sight` keep to themselves.

        Raises FigureNotFound, or Malformed for a cursor of another figure.
        """
        today, before = self._begin(name, page, as_of or now)
        asked = asked_for(name, today)
        async with (
            self._database.connection() as connection,
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            if asked.ratio_of is not None:
                return await self._ratio(connection, asked, today, as_of)
            figures = await _figures(connection, asked)
            total = await _total(connection, figures, as_of)
            records = await connection.fetch(
                _NEWEST, [one["figure_id"] for one in figures], *before, as_of or NEWEST[0], page.limit + 1
            )
        shown = records[: page.limit]
        following = self._cursor(name, today, shown[-1]) if len(records) > page.limit else None
        return Explanation(
            figure=name,
            unit=asked.unit,
            total=total,
            from_day=_bounded(asked.first),
            to_day=_bounded(asked.last),
            contributions=[_contribution(one, sight) for one in shown],
            next=following,
        )

    async def _ratio(self, connection: Connection, asked: Asked, today: date, as_of: datetime | None) -> Explanation:
        parts = []
        for name in asked.ratio_of or ():
            figures = await _figures(connection, asked_for(name, today))
            parts.append(Part(figure=name, total=await _total(connection, figures, as_of)))
        numerator, denominator = parts
        return Explanation(
            figure=asked.name,
            unit=asked.unit,
            total=share_bp(numerator.total, denominator.total),
            numerator=numerator,
            denominator=denominator,
            contributions=[],
            next=None,
        )

    def _begin(self, name: str, page: Page, moment: datetime) -> tuple[date, tuple[datetime, UUID, UUID]]:
        """The day the figure is asked for, which stays that of the first page, and where the page begins."""
        if page.cursor is None:
            return moment.astimezone(UTC).date(), NEWEST
        day, recorded_at, event_id, figure_id = self._cursors.read(f"{PURPOSE}:{name}", page.cursor).split("|")
        return date.fromisoformat(day), (datetime.fromisoformat(recorded_at), UUID(event_id), UUID(figure_id))

    def _cursor(self, name: str, today: date, last: Any) -> str:
        value = f"{today}|{last['recorded_at'].isoformat()}|{last['event_id']}|{last['figure_id']}"
        return self._cursors.make(f"{PURPOSE}:{name}", value)


async def _figures(connection: Connection, asked: Asked) -> Sequence[Any]:
    figures: Sequence[Any] = await connection.fetch(_FIGURES, asked.stored, asked.first, asked.last)
    if figures or asked.thing is None:
        return figures
    said_later = asked.name.removeprefix(f"{asked.thing}.").startswith(KNOWN_ONCE_SAID)
    if said_later or not await connection.fetchval(_KNOWN, f"{asked.thing}."):
        raise FigureNotFound(asked.name)
    return figures


async def _total(connection: Connection, figures: Sequence[Any], as_of: datetime | None) -> int:
    if as_of is None:
        return sum(one["amount"] for one in figures)
    return int(await connection.fetchval(_SUM_THEN, [one["figure_id"] for one in figures], as_of))


def _bounded(day: date | None) -> date | None:
    return None if day == date.max else day


def _contribution(record: Any, sight: Sight | None) -> Contribution:
    hidden = sight is not None and not sight.tells(record["stream_id"], record["organisations"])
    shown = {name: value for name, value in record.items() if not (hidden and name in TELLING)}
    return Contribution.model_validate(shown)
