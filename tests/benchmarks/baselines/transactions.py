"""Raw asyncpg: an event and a view row per transaction, with nothing of what makes an event store."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

CONNECTIONS = 16
DATA = '{"by":1,"tally_id":"01980000-0000-7000-8000-000000000001"}'
ROW = '{"version":1,"name":"tally","total":1}'
_TABLES = """
CREATE TABLE raw_events (id bigserial PRIMARY KEY, stream_id text, version int, data jsonb);
CREATE TABLE raw_rows (stream_id text PRIMARY KEY, row jsonb);
"""
_EVENT = "INSERT INTO raw_events (stream_id, version, data) VALUES ($1, $2, $3)"
_ROW = "INSERT INTO raw_rows (stream_id, row) VALUES ($1, $2) ON CONFLICT (stream_id) DO UPDATE SET row = excluded.row"


class Transactions:
    """BEGIN, two INSERTs, COMMIT on 16 connections, each with its statements prepared: no version check, no positions
    in commit order, no decision, no validation. The least a program can do that keeps an event and a row together.
    """

    def __init__(self, pool: Any) -> None:
        self._pool = pool

    async def per_second(self, seconds: float) -> float:
        """Transactions a second, one worker per connection."""
        end = time.perf_counter() + seconds
        done = await asyncio.gather(*(self._work(f"stream-{n}", end) for n in range(CONNECTIONS)))
        return sum(done) / seconds

    async def _work(self, stream_id: str, end: float) -> int:
        done = 0
        async with self._pool.acquire() as connection:
            while not done or time.perf_counter() < end:
                done += 1
                async with connection.transaction():
                    await connection.execute(_EVENT, stream_id, done, DATA)
                    await connection.execute(_ROW, stream_id, ROW)
        return done


@asynccontextmanager
async def raw_asyncpg(owner_url: str) -> AsyncIterator[Transactions]:
    """Its two tables and its connections."""
    async with asyncpg.create_pool(owner_url, min_size=CONNECTIONS, max_size=CONNECTIONS) as pool:
        await pool.execute(_TABLES)
        yield Transactions(pool)
