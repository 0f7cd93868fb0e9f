"""The table of contents: every benchmark, in the order of the printed table."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from tests.benchmarks import execute, feed, flat, http, loading, memory, messaging, overview, visible
from tests.benchmarks.rows import Row
from tests.benchmarks.stage import Stage


@dataclass(frozen=True)
class Benchmark:
    """`measure` runs on a stage and answers with rows of the table.

    `budget_seconds` is what it may take at full size; all of them together stay under ten minutes.
    """

    name: str
    measure: Callable[[Stage], Awaitable[Sequence[Row]]]
    budget_seconds: float


BENCHMARKS = (
    Benchmark("execute", execute.measure, 50),
    Benchmark("loading", loading.measure, 20),
    Benchmark("feed", feed.measure, 10),
    Benchmark("flat", flat.measure, 40),
    Benchmark("consumer", messaging.consuming, 65),
    Benchmark("relay", messaging.relaying, 15),
    Benchmark("http", http.at_the_service, 95),
    Benchmark("gateway", http.through_the_gateway, 80),
    Benchmark("overview", overview.measure, 120),
    Benchmark("visible", visible.measure, 30),
    Benchmark("memory", memory.measure, 70),
)
