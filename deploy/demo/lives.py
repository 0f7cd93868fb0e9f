"""What people can live through between a referral and its end, drawn by seeded chance, as written in referrals.csv.

Each story gives the day of referral, in days before loading, and the steps after it.
"""

from collections.abc import Callable, Sequence
from random import Random

Story = Callable[["Chance"], tuple[int, list[str]]]


class Chance:
    """Draws from a seeded sequence."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 - made-up data, nothing secret depends on it

    def days(self, least: int, most: int) -> int:
        """A number of days, both ends included."""
        return self._random.randint(least, most)

    def one_of(self, choices: Sequence[str], weights: Sequence[int] | None = None) -> str:
        """One of `choices`, equally likely or by weight."""
        return self._random.choices(choices, weights)[0]

    def shuffled(self, stories: Sequence[Story]) -> list[Story]:
        """The same stories in another order."""
        return self._random.sample(stories, len(stories))


def _seen(chance: Chance, authored: int, after: int) -> tuple[int, list[str]]:
    """Accepted within nine days, and seen `after` days after the referral."""
    triaged = authored - chance.days(1, 9)
    seen = min(authored - after, triaged - 2)
    return seen, [f"accepted@{triaged}", f"attended@{seen}"]


def _submitted(chance: Chance) -> tuple[int, list[str]]:
    return chance.days(0, 10), []


def _accepted(chance: Chance) -> tuple[int, list[str]]:
    authored = chance.days(12, 95)
    return authored, [f"accepted@{authored - chance.days(1, 9)}"]


def _booked(chance: Chance) -> tuple[int, list[str]]:
    authored = chance.days(20, 130)
    return authored, [f"accepted@{authored - 5}", f"booked:-{chance.days(3, 30)}@{chance.days(1, 14)}"]


def _waiting(chance: Chance) -> tuple[int, list[str]]:
    authored = chance.days(45, 165)
    return authored, _seen(chance, authored, chance.days(20, 40))[1]


def _listed(chance: Chance) -> tuple[int, list[str]]:
    authored = chance.days(60, 150)
    seen, steps = _seen(chance, authored, chance.days(20, 50))
    return authored, [*steps, f"decided:{chance.one_of(('surgical', 'medical'))}@{seen}"]


def _returned(chance: Chance) -> tuple[int, list[str]]:
    authored = chance.days(15, 350)
    return authored, [f"returned@{authored - chance.days(1, 9)}"]


def _rejected(chance: Chance) -> tuple[int, list[str]]:
    authored = chance.days(15, 350)
    return authored, [f"rejected@{authored - chance.days(1, 9)}"]


def _cancelled(chance: Chance) -> tuple[int, list[str]]:
    authored = chance.days(40, 350)
    reason = chance.one_of(("no_longer_needed", "patient_declined", "moved_away"))
    return authored, [f"accepted@{authored - 4}", f"cancelled:{reason}@{authored - chance.days(6, 30)}"]


def _missed_and_seen(chance: Chance) -> tuple[int, list[str]]:
    authored = chance.days(150, 300)
    missed = authored - chance.days(25, 40)
    rebooked, seen = missed - 2, missed - chance.days(15, 30)
    steps = [f"accepted@{authored - 4}", f"booked:{missed}@{authored - 5}", f"missed@{missed}"]
    steps += [f"booked:{seen}@{rebooked}", f"attended@{seen}"]
    return authored, [*steps, f"treated@{seen - chance.days(20, 80)}"]


def _missed(chance: Chance) -> tuple[int, list[str]]:
    authored = chance.days(50, 120)
    missed = authored - chance.days(25, 40)
    return authored, [f"accepted@{authored - 4}", f"booked:{missed}@{authored - 5}", f"missed@{missed}"]


def _monitored(chance: Chance) -> tuple[int, list[str]]:
    authored = chance.days(100, 330)
    seen, steps = _seen(chance, authored, chance.days(25, 60))
    return authored, [*steps, f"monitored:clinician@{seen}"]


def _treated_after_monitoring(chance: Chance) -> tuple[int, list[str]]:
    authored = chance.days(280, 355)
    seen, steps = _seen(chance, authored, chance.days(25, 60))
    decided = seen - chance.days(60, 90)
    treated = decided - chance.days(30, 70)
    return authored, [*steps, f"monitored:patient@{seen}", f"decided:medical@{decided}", f"treated@{treated}"]


def _treated(chance: Chance) -> tuple[int, list[str]]:
    authored = chance.days(150, 200)
    seen, steps = _seen(chance, authored, chance.days(20, 60))
    return authored, [*steps, f"treated@{seen - chance.days(10, 80)}"]


def _handed_over(*last: str) -> Story:
    """Treated, discharged, and handed over with `last` steps; about one in eight waits too long."""

    def story(chance: Chance) -> tuple[int, list[str]]:
        authored = chance.days(200, 358)
        seen, steps = _seen(chance, authored, chance.days(14, 60))
        treated = authored - (chance.days(128, 150) if chance.days(1, 8) == 1 else chance.days(62, 125))
        discharged = treated - chance.days(1, 21)
        days = [discharged - 3 - 4 * place - chance.days(0, 3) for place in range(len(last))]
        after = [f"{step}@{day}" for step, day in zip(last, days, strict=True)]
        return authored, [
            *steps,
            f"treated@{min(treated, seen)}",
            f"discharged:treatment_complete@{discharged}",
            *after,
        ]

    return story


def _not_treated(chance: Chance) -> tuple[int, list[str]]:
    authored = chance.days(80, 340)
    seen, steps = _seen(chance, authored, chance.days(20, 50))
    return authored, [
        *steps,
        f"discharged:no_treatment_needed@{seen}",
        f"handed@{seen - 4}",
        f"acknowledged@{seen - 9}",
    ]


STORIES: tuple[tuple[int, Story], ...] = (
    (24, _submitted), (52, _accepted), (32, _booked), (50, _waiting), (24, _listed), (28, _returned), (20, _rejected),
    (14, _cancelled), (12, _missed_and_seen), (6, _missed), (12, _monitored), (6, _treated_after_monitoring),
    (22, _treated), (10, _handed_over()), (18, _handed_over("handed")), (56, _handed_over("handed", "acknowledged")),
    (10, _handed_over("handed", "queried")), (24, _not_treated),
)  # fmt: skip
"""How many people live through which story; 420 in all."""
