"""What verifying finds, and how it tells how far it is."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Check = Literal[
    "positions",
    "chain",
    "versions",
    "events",
    "days",
    "views",
    "timers",
    "receipts",
    "progress",
    "parked",
    "money",
    "erasures",
]
Damage = Literal[
    "altered", "missing", "inserted", "reversed", "unreadable", "different", "ahead", "behind", "waiting", "unasked"
]
"""`waiting` and `unasked` (a source that does not answer) are warnings; `behind` is one while there is movement."""

Tell = Callable[[str, int, int], None]
"""What is being looked at, how many events or rows of it are done, and how many there are."""

NAMED = 20
"""So many findings of a check are told one by one; the others are counted."""


@dataclass(frozen=True)
class Finding:
    """Something that is not as it must be, or, for a warning, that somebody should know."""

    service: str
    check: Check
    damage: Damage
    text: str
    stream_id: str | None = None
    version: int | None = None
    position: int | None = None
    type: str | None = None
    warning: bool = False

    def __str__(self) -> str:
        named = ((self.stream_id, ""), (self.version, "version "), (self.position, "position "), (self.type, ""))
        place = ", ".join(f"{word}{value}" for value, word in named if value is not None)
        return f"{self.service} · {self.check} · {self.damage}{': ' + place if place else ''}: {self.text}"


class Findings:
    """Collects findings: all violations of which the first are named, check by check."""

    def __init__(self, service: str) -> None:
        self.service = service
        self._found: list[Finding] = []
        self._count: Counter[tuple[Check, bool]] = Counter()

    def add(
        self,
        check: Check,
        damage: Damage,
        text: str,
        *,
        stream_id: str | None = None,
        version: int | None = None,
        position: int | None = None,
        type: str | None = None,
        warning: bool = False,
    ) -> None:
        """One more."""
        self._count[check, warning] += 1
        found = Finding(self.service, check, damage, text, stream_id, version, position, type, warning)
        self._found.append(found)
        if len(self._found) > 50 * NAMED:
            self._found = self._first()

    def listed(self) -> list[Finding]:
        """The first of each check by position, and a line for how many more there are: violations, or warnings."""
        first = self._first()
        kept = Counter((finding.check, finding.warning) for finding in first)
        for (check, warning), count in self._count.items():
            if more := count - kept[check, warning]:
                first.append(Finding(self.service, check, "different", f"and {more:,} more", warning=warning))
        return first

    def _first(self) -> list[Finding]:
        first: list[Finding] = []
        kept: Counter[Check] = Counter()
        for finding in sorted(self._found, key=lambda one: (one.warning, one.position is None, one.position or 0)):
            if kept[finding.check] < NAMED:
                kept[finding.check] += 1
                first.append(finding)
        return first


def quiet(what: str, done: int, total: int) -> None:
    """Tell nobody."""
