"""Advisory locks of one database do not collide: a migration once waited for ever for the relay's lock."""

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_advisory_lock_has_its_own_number() -> None:
    code = [*(ROOT / "shared").rglob("*.py"), *(ROOT / "services").rglob("*.py")]
    numbers = [
        number for file in code for number in re.findall(r"^\w*LOCK = ([\d_]+)$", file.read_text(), re.MULTILINE)
    ]
    assert len(numbers) >= 4
    assert [number for number, times in Counter(numbers).items() if times > 1] == []
