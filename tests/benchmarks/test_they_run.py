"""Benchmarks are run for their figures by `make bench`; here only to see that they still run."""

from pathlib import Path
from statistics import median

import pytest

from deploy.stack.postgres import Postgres
from tests.benchmarks.contents import BENCHMARKS, Benchmark
from tests.benchmarks.profile import shares
from tests.benchmarks.rows import Row, markdown
from tests.benchmarks.stage import Stage

TINY = 0.01


@pytest.mark.parametrize(
    "benchmark",
    [pytest.param(one, id=one.name) for one in BENCHMARKS],
)
async def test_a_benchmark_runs_and_has_figures(benchmark: Benchmark, tmp_path: Path, postgres: Postgres) -> None:
    stage = Stage(tmp_path, postgres, scale=TINY, turns=1)
    try:
        rows = await benchmark.measure(stage)
    finally:
        await stage.close()
    assert rows
    for row in rows:
        assert median(row.ours) > 0
        assert row.measure in markdown([row])


def test_the_profile_goes_by_the_innermost_frame_that_is_named() -> None:
    ask = "run (asyncio/runners.py:1);_ask (tests/benchmarks/execute.py:1);execute (shared/execute.py:1)"
    samples = f"{ask};model_dump_json (pydantic/main.py:1);inner (other.py:1) 3\n{ask} 1\nimporting (start.py:1) 50"
    assert shares(samples) == [("pydantic: events and rows", 0.75), ("the executor", 0.25)]


def test_all_of_them_together_stay_within_ten_minutes() -> None:
    assert sum(one.budget_seconds for one in BENCHMARKS) <= 600


def test_more_is_met_at_the_target_and_missed_below_it() -> None:
    assert Row("m", "/s", [150], "other", [100], 1.5).met
    assert not Row("m", "/s", [149], "other", [100], 1.5).met


def test_less_is_met_at_the_target_and_missed_above_it() -> None:
    assert Row("m", "ms", [25], "other", [100], 4.0, smaller_is_better=True).met
    assert not Row("m", "ms", [26], "other", [100], 4.0, smaller_is_better=True).met


def test_without_a_baseline_the_figure_itself_is_the_target() -> None:
    assert Row("m", "ms", [30], "", [], 30, smaller_is_better=True).met
    assert not Row("m", "ms", [31], "", [], 30, smaller_is_better=True).met


def test_the_median_turn_counts() -> None:
    assert Row("m", "/s", [1, 200, 200], "other", [100, 100, 9_000], 2.0).met
