"""What the process asks on a day: its triggers, its key lines of enquiry, the evidence of each checkpoint."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

Kind = Literal["trigger", "key_line", "evidence"]


@dataclass(frozen=True)
class Expectation:
    """One line of the dated configuration; `start` and `end` are its first and last day."""

    kind: str
    checkpoint: str
    code: str
    compulsory: bool
    start: date
    end: date | None
    wording: str


@cache
def _all() -> tuple[Expectation, ...]:
    with (Path(__file__).parent / "expectations.csv").open(newline="", encoding="utf-8") as lines:
        return tuple(
            Expectation(
                kind=line["kind"],
                checkpoint=line["checkpoint"],
                code=line["code"],
                compulsory=line["compulsory"] == "yes",
                start=date.fromisoformat(line["from"]),
                end=date.fromisoformat(line["until"]) if line["until"] else None,
                wording=line["wording"],
            )
            for line in csv.DictReader(lines)
        )


def expected(kind: Kind, on: date, checkpoint: str = "") -> tuple[Expectation, ...]:
    """What was asked on that day, in the order of the configuration."""
    return tuple(
        one
        for one in _all()
        if (one.kind, one.checkpoint) == (kind, checkpoint) and one.start <= on and (one.end is None or on <= one.end)
    )
