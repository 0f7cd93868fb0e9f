"""Views as they stand against views as their events make them, byte for byte as PostgreSQL writes a row."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from shared.capability import Capability
from shared.eventstore.database import Connection
from shared.service import Card
from shared.verify.findings import Findings
from shared.views import Key, View

AT_ONCE = 500
"""Rows compared in one question."""


class MadeRows:
    """Takes the rows that whole streams make, compares them with the live ones, and counts both at the end.

    `unknown` is set when a stream could not be read: its rows are not counted, so counts say nothing.
    """

    def __init__(self, connection: Connection, card: Card, found: Findings) -> None:
        self.unknown = False
        self._connection = connection
        self._capabilities = {
            view.shape.name: (capability, view) for capability in card.capabilities for view in capability.views
        }
        self._found = found
        self._waiting: dict[tuple[str, Key], Any] = {}
        self._counts: Counter[str] = Counter(dict.fromkeys(self._capabilities, 0))

    async def take(self, rows: Mapping[tuple[str, Key], Any]) -> None:
        """All rows of one stream, by view and key; None where there must be none."""
        self._waiting.update(rows)
        self._counts.update(name for (name, _), row in rows.items() if row is not None)
        if len(self._waiting) >= AT_ONCE:
            await self._compare()

    async def close(self) -> None:
        """There are no more: rows beyond those are of no event."""
        await self._compare()
        for name, (capability, view) in self._capabilities.items():
            live = await self._connection.fetchval(f'SELECT count(*) FROM "{name}"')  # noqa: S608  # our own names
            if live > self._counts[name] and not self.unknown:
                which = await self._without_stream(capability, view)
                text = f"{live - self._counts[name]:,} rows of {name} are made by no event{which}"
                self._found.add("views", "inserted", text)

    async def _without_stream(self, capability: Capability, view: View[Any]) -> str:
        if view is not capability.resource:
            return ""
        key = f'"{view.shape.key}"::text'
        first = await self._connection.fetchval(
            f'SELECT {key} FROM "{view.shape.name}" v WHERE NOT EXISTS '  # noqa: S608  # our own names
            f"(SELECT 1 FROM events e WHERE e.stream_id = $1 || '-' || {key}) ORDER BY 1 LIMIT 1",
            capability.decider.category,
        )
        return f", such as {first}" if first else ""

    async def _compare(self) -> None:
        by_view: dict[str, dict[Key, Any]] = {}
        for (name, key), row in self._waiting.items():
            by_view.setdefault(name, {})[key] = row
        self._waiting.clear()
        for name, rows in by_view.items():
            view = self._capabilities[name][1]
            made = f"[{','.join(row.model_dump_json() for row in rows.values() if row is not None)}]"
            for record in await self._connection.fetch(_difference(view), made, [str(key) for key in rows]):
                self._tell(name, record)

    def _tell(self, name: str, record: Any) -> None:
        # Accounted for one by one, so that the count at the end tells the rows of no stream alone.
        self._counts[name] += int(record["unmade"]) - int(record["absent"])
        if record["absent"]:
            self._found.add("views", "missing", f"{name} has no row {record['key']}, which its events make")
        elif record["unmade"]:
            self._found.add("views", "inserted", f"{name} has a row {record['key']}, which its events do not make")
        else:
            self._found.add("views", "different", f"the row {record['key']} of {name} is not what its events make")


def _difference(view: View[Any]) -> str:
    """Of the rows $1 (a JSON array) and the live ones with the keys $2, those that are not the same text."""
    name, key = f'"{view.shape.name}"', f'"{view.shape.key}"'
    # (made.*) is the row, whatever its columns are called; made alone would be the column of that name.
    return (
        f"WITH made AS (SELECT * FROM jsonb_populate_recordset(NULL::{name}, $1::jsonb)), "  # noqa: S608  # our own names
        f"live AS (SELECT * FROM {name} WHERE {key} = ANY($2::text[]::{view.key_type}[])) "
        f"SELECT coalesce(made.{key}, live.{key})::text AS key, live.{key} IS NULL AS absent, "
        f"made.{key} IS NULL AS unmade FROM made FULL JOIN live ON made.{key} = live.{key} "
        "WHERE (made.*)::text IS DISTINCT FROM (live.*)::text"
    )
