"""Where benchmarks run: fresh databases and a broker on this machine, sizes to scale, turns in alternation."""

import gc
import os
import platform
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg

from deploy.stack.databases import Database as Address
from deploy.stack.postgres import Postgres
from tests.kit.kafka import Kafka
from tests.kit.stack import broker_for_tests, create_databases, remove_databases

Side = Callable[[], Awaitable[float]]
"""One side of a comparison: runs once and answers with its figure."""


class Stage:
    """What a benchmark is given. `scale` 1 is the full size, the smoke test takes a small part of it."""

    def __init__(self, directory: Path, postgres: Postgres, *, scale: float = 1.0, turns: int = 3) -> None:
        self.directory = directory
        self.postgres = postgres
        self.turns = turns
        self._scale = scale
        self._broker: Kafka | None = None
        self._open = AsyncExitStack()

    @property
    def tiny(self) -> bool:
        """Whether this is only to see that it runs."""
        return self._scale < 1

    def count(self, full: int, least: int = 1) -> int:
        """A number of things, to scale."""
        return max(least, round(full * self._scale))

    def seconds(self, full: float) -> float:
        """A length of time, to scale; not under 20 ms, in which something happens on any machine."""
        return max(0.02, full * self._scale)

    async def interleaved(self, *sides: Side, warm_up: bool = True) -> list[list[float]]:
        """Every side in turn, `turns` times over: a noisy moment hits all alike. The first turn is not counted."""
        figures: list[list[float]] = [[] for _ in sides]
        for turn in range(self.turns + warm_up):
            for side, taken in zip(sides, figures, strict=True):
                gc.collect()
                value = await side()
                if turn or not warm_up:
                    taken.append(value)
        return figures

    @asynccontextmanager
    async def database(self, name: str) -> AsyncIterator[Address]:
        """An empty database, dropped at the end."""
        made = (await create_databases(self.postgres, name))[name]
        try:
            yield made
        finally:
            await remove_databases(self.postgres, [made])

    def broker(self) -> Kafka:
        """The broker of this run, started when it is first asked for; see tests/kit/stack.py for which."""
        if self._broker is None:
            self._broker = self._open.enter_context(broker_for_tests(self.directory / "broker"))
        return self._broker

    async def close(self) -> None:
        """Stop what was started here."""
        await self._open.aclose()

    async def facts(self) -> str:
        """The machine, in one line."""
        connection: Any = await asyncpg.connect(self.postgres.url())
        server = await connection.fetchval("SHOW server_version")
        await connection.close()
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
        python = f"{platform.python_implementation()} {platform.python_version()}"
        return f"{cores} cores, {platform.machine()}, {python}, PostgreSQL {server}, {broker_name()}"


def is_real_kafka() -> bool:
    """Whether the broker of a run is Apache Kafka, which knows idempotent producers."""
    return bool(os.environ.get("ACS_TEST_KAFKA") or os.environ.get("ACS_REQUIRE_KAFKA"))


def broker_name() -> str:
    """Which broker a run uses."""
    if os.environ.get("ACS_TEST_KAFKA"):
        return "the Kafka that ACS_TEST_KAFKA names"
    return "Apache Kafka" if os.environ.get("ACS_REQUIRE_KAFKA") else "Tansu in memory as the broker"
