"""Schedules: which faults strike at which point of the workload. The same seed gives the same schedule."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deploy.stack.settings import SERVICES
from tests.e2e.alliance import OWNERS
from tests.faults.clock import faketime_library

FEWEST, MOST = 2, 4
EARLIEST, LATEST = 4, 60
"""The command of the schedule that a fault comes with, counted from its first one."""

PAUSES_SECONDS = (0.3, 0.6, 1.0, 2.0, 3.0)
DOWN_SECONDS = (0.1, 0.1, 0.5, 1.5, 3.0)
MOVED_SECONDS = (2.0, 3.0, 4.0)
LONG_SECONDS = 11.0
"""Longer than a service waits for its database, or a gateway for a service."""

KINDS: Mapping[str, Sequence[str]] = {
    "kill": (*SERVICES, "postgres", "postgres", "broker"),
    "pause": (*SERVICES, "postgres", "broker"),
    "restart": (*SERVICES, "postgres", "broker"),
    "wipe": ("broker",),
    "drop the database of": ("gateway",),
    "repeat the topic of": OWNERS,
    "lose a COMMIT's answer of": SERVICES,
    "lose a COMMIT of": SERVICES,
    "lose an answer of": SERVICES,
    "lose a request to": SERVICES,
    "cut the connections to": SERVICES,
    "cut the database off from": SERVICES,
    "run two of": SERVICES,
    "move the clock of": SERVICES,
}
"""What may happen, and to whom."""

OFTEN = {"kill": 3, "pause": 2, "restart": 2}
"""How many times as often as the others."""


@dataclass(frozen=True)
class Fault:
    """Strikes when `at` commands of the schedule were sent, lasts `seconds`; `amount` says how many, or how far."""

    at: int
    kind: str
    target: str
    seconds: float
    amount: int = 1

    def __str__(self) -> str:
        far = f" {self.amount:+d} h" if self.kind == "move the clock of" else ""
        return f"@{self.at} {self.kind} {self.target}{far} ({self.seconds:g} s)"


@dataclass(frozen=True)
class Schedule:
    """`hasty`: of so many commands one is sent by somebody who does not wait for the answer; 0: nobody."""

    seed: int
    faults: tuple[Fault, ...]
    hasty: int


def possible_kinds() -> list[str]:
    """All that this machine can do; moving clocks takes libfaketime."""
    return [kind for kind in KINDS if kind != "move the clock of" or faketime_library() is not None]


def schedule_of(seed: int) -> Schedule:
    """The schedule of a seed, without what this machine cannot do."""
    rng = random.Random(seed)  # noqa: S311  # no secret, but the same again
    faults = [_fault(rng) for _ in range(rng.randint(FEWEST, MOST))]
    chosen = [fault for fault in faults if fault.kind in possible_kinds()]
    return Schedule(seed, tuple(sorted(chosen, key=lambda fault: fault.at)), rng.choice((0, 4, 7)))


def _fault(rng: random.Random) -> Fault:
    (kind,) = rng.choices(list(KINDS), [OFTEN.get(kind, 1) for kind in KINDS])
    target = rng.choice(KINDS[kind])
    at = rng.randint(EARLIEST, LATEST)
    match kind:
        case "kill" | "restart" | "wipe" | "drop the database of":
            seconds = rng.choice(DOWN_SECONDS)
        case "pause" | "cut the database off from":
            seconds = LONG_SECONDS if rng.random() < 0.06 else rng.choice(PAUSES_SECONDS)
        case "move the clock of":
            seconds = rng.choice(MOVED_SECONDS)
        case _:
            seconds = rng.choice(PAUSES_SECONDS)
    amount = rng.choice((-2, 2)) if kind == "move the clock of" else rng.randint(1, 3)
    return Fault(at, kind, target, seconds, amount)
