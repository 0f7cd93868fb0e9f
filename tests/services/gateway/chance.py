"""Chance, and what the random lives of things have in common."""

from datetime import date, timedelta
from random import Random
from uuid import UUID

from shared.kernel.message import Event
from shared.kernel.privacy import Sealed

TODAY = date(2026, 1, 5)
COMMISSIONERS = ("07L", "08F", "08N")
PROVIDERS = ("RF4", "RAT", "ILLV01")
PRACTICES = ("F82001", "F82002", "Y01795")
LOCALITIES = ("Havering North", "Loxford", "Seven Kings")
SEALED = Sealed[str](person_ref="p", box="b")

Life = tuple[str, str, list[Event]]
"""The source, the stream and what happened in it."""


def new_id(rng: Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)


def day(rng: Random, least: int, most: int) -> date:
    """So many days from today."""
    return TODAY + timedelta(days=rng.randint(least, most))
