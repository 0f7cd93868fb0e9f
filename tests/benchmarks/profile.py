"""Where the time of a command goes: python -m tests.benchmarks.profile (or `make profile`).

py-spy watches a process that executes commands, and its samples are summed up by what the process was at; the steps
on the connection to PostgreSQL are timed from inside.
"""

import asyncio
import subprocess
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from uvicorn.loops.auto import auto_loop_factory

from deploy.stack.databases import Database as Address
from shared.collector import settle
from shared.eventstore.codec import Catalogue
from shared.eventstore.database import Connection, Database
from shared.eventstore.store import EventStore
from shared.eventstore.writer import Writer
from shared.execute import Executor
from tests.benchmarks.execute import commands_per_second
from tests.kit.family import tally_decider
from tests.kit.kernel import Kernel, create_tables
from tests.kit.stack import create_databases, running_postgres

CALLERS = 16
SECONDS = 5.0
SAMPLES_PER_SECOND = 200
STEPS = {"BEGIN": "lock", "SELEC": "look", "WITH ": "write", "COMMI": "commit"}
PLACES = (
    ("asyncpg/", "asyncpg: talking to PostgreSQL"),
    ("pydantic/", "pydantic: events and rows"),
    ("kit/family.py", "the domain: decide, evolve, project"),
    ("shared/eventstore/chain.py", "the hash chain"),
    ("shared/eventstore/statements.py", "composing the batch"),
    ("shared/eventstore/", "the writer"),
    ("shared/", "the executor"),
    ("asyncio/", "the event loop"),
)
"""Parts of a file's name and what is done there; the innermost frame that is named decides."""


class TimedDatabase(Database):
    """A database whose writer's connections note how long each step took."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.steps: dict[str, list[float]] = defaultdict(list)

    async def dedicated(self, **settings: str) -> Connection:
        """A connection that is watched."""
        return _Watched(await super().dedicated(**settings), self.steps)


class _Watched:
    def __init__(self, connection: Connection, steps: dict[str, list[float]]) -> None:
        self._connection = connection
        self._steps = steps

    def __getattr__(self, name: str) -> Any:
        asked = getattr(self._connection, name)
        return self._timed(asked) if name in {"execute", "fetch", "fetchrow"} else asked

    def _timed(self, asked: Any) -> Any:
        async def timed(sql: str, *arguments: object) -> Any:
            begun = time.perf_counter()
            try:
                return await asked(sql, *arguments)
            finally:
                step = STEPS.get(sql.strip()[:5])
                if step:
                    self._steps[step].append(time.perf_counter() - begun)

        return timed


def main() -> None:
    """Start the other process under py-spy and say what it was at."""
    with TemporaryDirectory(prefix="acs-profile-") as name:
        samples, figures = Path(name) / "samples", Path(name) / "figures"
        watched = [sys.executable, "-m", "tests.benchmarks.profile", str(figures)]
        spy = [str(Path(sys.executable).with_name("py-spy")), "record", "--rate", str(SAMPLES_PER_SECOND)]
        command = [*spy, "--format", "raw", "--output", str(samples), "--", *watched]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603  # our own command
        sys.stdout.write(f"{figures.read_text(encoding='utf-8')}\nPython's share of it, by what it was at:\n")
        for place, share in shares(samples.read_text(encoding="utf-8")):
            sys.stdout.write(f"  {place:<40} {share:4.0%}\n")


def shares(samples: str) -> list[tuple[str, float]]:
    """The samples of executing commands, by what was done, largest first."""
    places: Counter[str] = Counter()
    for line in samples.splitlines():
        stack, _, count = line.rpartition(" ")
        if "_ask (" in stack or "_lane (" in stack:  # a caller, or the writer; the rest is starting up
            places[_place(stack.split(";"))] += int(count)
    return [(place, count / places.total()) for place, count in places.most_common()]


def _place(stack: list[str]) -> str:
    for frame in reversed(stack):
        for part, place in PLACES:
            if part in frame:
                return place
    return "everything else"


async def execute_commands(address: Address) -> str:
    """16 callers for a few seconds; what the writer's steps took."""
    database = TimedDatabase(address.url)
    await database.open()
    store, writer = EventStore("tallies", database, Catalogue(tally_decider.events)), Writer(database)
    await writer.start()
    kernel = Kernel(address, database, store, writer, Executor(store, writer))
    rate = await commands_per_second(kernel, CALLERS, SECONDS)
    await writer.stop()
    await database.close()
    each = [f"{step} {median(taken) * 1_000:.2f} ms" for step, taken in database.steps.items()]
    batch = rate * SECONDS / len(database.steps["commit"])
    return (
        f"{CALLERS} callers, {rate:,.0f} commands/s, each answered after {CALLERS / rate * 1_000:.2f} ms;"
        f" {batch:.1f} commands a transaction: {', '.join(each)}"
    )


def watched(figures: Path) -> None:
    """What is watched: a store of its own, and commands."""
    with TemporaryDirectory(prefix="acs-profile-") as name, running_postgres(Path(name), durable=True) as postgres:
        address = asyncio.run(create_databases(postgres, "tallies"))["tallies"]
        asyncio.run(create_tables(address))
        settle()
        with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
            figures.write_text(runner.run(execute_commands(address)), encoding="utf-8")


if __name__ == "__main__":
    watched(Path(sys.argv[1])) if sys.argv[1:] else main()
