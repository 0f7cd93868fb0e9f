"""The table of contents: every benchmark, in the order of the printed table."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from tests.benchmarks import execute, feed, loading
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
    Benchmark("execute", execute.measure, 60),
    Benchmark("loading", loading.measure, 20),
    Benchmark("feed", feed.measure, 20),
)
