"""A row of the table: what was measured, against what, and whether it is enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

NOTHING = "—"


@dataclass(frozen=True)
class Row:
    """One measure. `ours` and `baseline` hold one figure per turn, in `unit`, taken in alternation.

    With a baseline, `at_least` is how many times better than it we must be: more when `smaller_is_better` is off,
    less when it is on. Without one, it is the figure itself that must be reached, or not be exceeded. `budget_seconds`
    of its benchmark stands in `contents.py`. `remark` is printed behind the measure.
    """

    measure: str
    unit: str
    ours: Sequence[float]
    baseline_name: str
    baseline: Sequence[float]
    at_least: float
    smaller_is_better: bool = False
    remark: str = ""

    @property
    def ratio(self) -> float:
        """How many times better than the baseline, or than the limit; the median of each side counts."""
        against = median(self.baseline) if self.baseline else self.at_least
        ours = median(self.ours)
        return against / ours if self.smaller_is_better else ours / against

    @property
    def needed(self) -> float:
        """What `ratio` must reach."""
        return self.at_least if self.baseline else 1.0

    @property
    def met(self) -> bool:
        """The verdict."""
        return self.ratio >= self.needed

    def cells(self) -> tuple[str, ...]:
        """The row as the table shows it."""
        limit = "≤" if self.smaller_is_better else "≥"
        return (
            f"{self.measure} ({self.remark})" if self.remark else self.measure,
            figure(median(self.ours), self.unit),
            f"{self.baseline_name} {figure(median(self.baseline), self.unit)}" if self.baseline else NOTHING,
            f"{self.ratio:.2f} ×" if self.baseline else NOTHING,
            f"{self.at_least:g} ×" if self.baseline else f"{limit} {figure(self.at_least, self.unit)}",
            "met" if self.met else "MISSED",
        )


HEADINGS = ("measure", "ours", "against", "ratio", "at least", "verdict")


def figure(value: float, unit: str) -> str:
    """Three digits that count: 13,200/s, 4.05 ms."""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f}{unit if unit.startswith('/') else f' {unit}'}"


def markdown(rows: Sequence[Row]) -> str:
    """The table as README carries it."""
    lines = [HEADINGS, tuple("---" for _ in HEADINGS), *(row.cells() for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
