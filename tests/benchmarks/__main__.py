"""Runs the benchmarks and prints the table; ends with 1 when a row misses its target."""

import argparse
import asyncio
import logging
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog
from rich.console import Console
from rich.table import Table
from uvicorn.loops.auto import auto_loop_factory

from shared.collector import settle
from tests.benchmarks.contents import BENCHMARKS, Benchmark
from tests.benchmarks.rows import HEADINGS, Row, markdown
from tests.benchmarks.stage import Stage
from tests.kit.stack import running_postgres

TINY = 0.01
narrator = Console(stderr=True)


def main() -> int:
    """The command line."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    names = [one.name for one in BENCHMARKS]
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--only", action="append", choices=names, help="one benchmark; may be given again")
    parser.add_argument("--turns", type=int, default=5, help="turns of each side; the median counts (5)")
    parser.add_argument("--tiny", action="store_true", help="a hundredth of the size, to see that everything runs")
    parser.add_argument("--markdown", action="store_true", help="print the table for README")
    asked = parser.parse_args()
    chosen = [one for one in BENCHMARKS if not asked.only or one.name in asked.only]
    with TemporaryDirectory(prefix="acs-bench-") as name, running_postgres(Path(name), durable=True) as postgres:
        stage = Stage(Path(name), postgres, scale=TINY if asked.tiny else 1.0, turns=asked.turns)
        # As a service has them: the garbage collector for both sides of what runs in this process, and the loop.
        settle()
        with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
            heading, rows = runner.run(run(stage, chosen))
    if asked.markdown:
        sys.stdout.write(f"{heading}\n\n{markdown(rows)}\n")
    else:
        Console(width=None if sys.stdout.isatty() else 160).print(table(heading, rows))
    return 0 if all(row.met for row in rows) else 1


async def run(stage: Stage, chosen: Sequence[Benchmark]) -> tuple[str, list[Row]]:
    """All that were asked for, one after another."""
    rows: list[Row] = []
    try:
        heading = await stage.facts()
        for one in chosen:
            begun = time.monotonic()
            rows += await one.measure(stage)
            took = time.monotonic() - begun
            late = f", over its budget of {one.budget_seconds:.0f} s" if took > one.budget_seconds else ""
            narrator.print(f"{one.name}: {took:.0f} s{late}")
    finally:
        await stage.close()
    return f"{heading}; median of {stage.turns}, sides in alternation", rows


def table(heading: str, rows: Sequence[Row]) -> Table:
    """The table for a terminal."""
    shown = Table(title=heading)
    for name in HEADINGS:
        shown.add_column(name, justify="right" if name in {"ours", "ratio", "at least"} else "left")
    for row in rows:
        shown.add_row(*row.cells(), style=None if row.met else "bold red")
    return shown


if __name__ == "__main__":
    sys.exit(main())
