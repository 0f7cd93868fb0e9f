"""A gateway's timeline on a real PostgreSQL, somebody who writes to it, and somebody who reads the stream."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
from fastapi import FastAPI

from shared.eventstore.database import Database
from shared.pulse import Pulse
from tests.kit.apps import Client

NOBODYS = "RF4"
_ENTRY = """
INSERT INTO timeline (event_id, recorded_at, occurred_at, source, stream_id, version, type, sentence, org,
                      organisations, localities)
VALUES ($1, $2, $2, 'contracts', $3, 1, 'ContractRegistered', $4, '07L', $5, '{}')
"""
_ARRIVAL = "INSERT INTO arrivals (seq, event_id) SELECT coalesce(max(seq), 0) + 1, $1 FROM arrivals"


@dataclass
class Seen:
    """What a reader got, event by event."""

    ids: list[int] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    comments: int = 0
    place: int | None = None
    ended: bool = False


@dataclass(frozen=True)
class World:
    """`applied` is what the feeder would beat."""

    app: FastAPI
    url: str
    database: Database
    applied: Pulse
    client: Client

    async def happens(self, *sentences: str, to: str = "07L", told: bool = True) -> None:
        """Something happens, event by event; `told` wakes this process as its own feeder would."""
        async with self.database.connection() as connection, connection.transaction():
            for sentence in sentences:
                event_id: UUID = uuid4()
                await connection.execute(_ENTRY, event_id, datetime.now(UTC), f"contract-{event_id}", sentence, [to])
                await connection.execute(_ARRIVAL, event_id)
        if told:
            self.applied.beat()

    @asynccontextmanager
    async def follow(self, headers: dict[str, str] | None = None, **query: Any) -> AsyncIterator[Seen]:
        """Read the stream for the length of the body."""
        seen = Seen()
        async with httpx.AsyncClient(base_url=self.url, timeout=None) as http:  # noqa: S113  # a stream has no end
            sent = {"Authorization": f"Bearer {self.client.token}"} | (headers or {})
            async with http.stream("GET", "/api/v1/alliance/stream", params=query, headers=sent) as answer:
                assert answer.status_code == 200, await answer.aread()
                assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
                reading = asyncio.create_task(_read(answer, seen))
                try:
                    await until(lambda: seen.place is not None)
                    yield seen
                finally:
                    reading.cancel()
                    await asyncio.gather(reading, return_exceptions=True)


async def until(there: Any, seconds: float = 3.0) -> None:
    """Wait for something to be so; fail when it does not come to be."""
    async with asyncio.timeout(seconds):
        while not there():  # what is waited for tells nobody
            await asyncio.sleep(0.005)


async def _read(answer: httpx.Response, seen: Seen) -> None:
    event: dict[str, str] = {}
    async for line in answer.aiter_lines():
        name, _, value = line.partition(": ")
        if line == "":
            seen.place = int(event.get("id", seen.place or 0))
            if "data" in event:
                seen.ids.append(seen.place)
                seen.types.append(event["event"])
                seen.sentences.append(json.loads(event["data"]).get("sentence", ""))
            event = {}
        elif name == "":
            seen.comments += 1
        else:
            event[name] = value
    seen.ended = True
