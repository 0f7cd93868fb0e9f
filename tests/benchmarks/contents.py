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
    needs_broker: bool = False


BENCHMARKS = (
    Benchmark("execute", execute.measure, 40),
    Benchmark("loading", loading.measure, 8),
    Benchmark("feed", feed.measure, 12),
    Benchmark("flat", flat.measure, 45),
    Benchmark("consumer", messaging.consuming, 60, needs_broker=True),
    Benchmark("relay", messaging.relaying, 30, needs_broker=True),
    Benchmark("http", http.at_the_service, 60, needs_broker=True),
    Benchmark("gateway", http.through_the_gateway, 50, needs_broker=True),
    Benchmark("overview", overview.measure, 150, needs_broker=True),
    Benchmark("visible", visible.measure, 40, needs_broker=True),
    Benchmark("memory", memory.measure, 100, needs_broker=True),
)
