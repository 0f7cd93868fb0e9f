"""Each promise of the README is kept by tests that bear its number."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
MARK = re.compile(r"@pytest\.mark\.promise\(number=(\d+)\)")
STATED = re.compile(r"^(\d+)\. \*\*", re.M)


def test_every_promise_has_tests_and_no_test_keeps_a_promise_nobody_made() -> None:
    section = (ROOT / "README.md").read_text(encoding="utf-8").split("## Eight promises")[1].split("\n## ")[0]
    kept = {
        int(number) for file in (ROOT / "tests").rglob("test_*.py") for number in MARK.findall(file.read_text("utf-8"))
    }
    assert kept == {int(number) for number in STATED.findall(section)}
    assert len(kept) == 8
