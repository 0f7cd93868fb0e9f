"""Which locality on that day: the answer from the memberships, and its reverse (R40, R50)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

from shared.events.contracts.places import PlaceKind
from shared.kernel.parts import Part


class Belonging(Protocol):
    """A membership: `code` belongs to `to_code` from `since` to `until`, both inclusive."""

    code: str
    kind: PlaceKind
    to_code: str
    to_kind: PlaceKind
    since: date
    until: date | None


class PracticeLocality(Part):
    """Where a practice is on a day; the answer holds from `since` to `until`, both inclusive.

    `network` is null for a practice that belongs to its locality directly, `borough` where none was recorded.
    """

    practice: str
    on: date
    network: str | None
    locality: str
    borough: str | None
    since: date
    until: date | None


class Memberships:
    """Memberships of several places, asked by day."""

    def __init__(self, memberships: Iterable[Belonging]) -> None:
        self._of: dict[str, list[Belonging]] = {}
        for one in memberships:
            self._of.setdefault(one.code, []).append(one)

    def on(self, code: str, day: date) -> Belonging | None:
        """Where a place belongs on a day."""
        return next((one for one in self._of.get(code, ()) if _covers(one, day)), None)

    def locality_of(self, practice: str, day: date) -> PracticeLocality | None:
        """The one answer; None on a day on which the practice belongs nowhere."""
        chain: list[Belonging] = []
        found = self.on(practice, day)
        while found is not None:
            chain.append(found)
            found = self.on(found.to_code, day)
        by_kind: Mapping[str, str] = {one.to_kind: one.to_code for one in chain}
        if "locality" not in by_kind:
            return None
        ends = [one.until for one in chain if one.until is not None]
        return PracticeLocality(
            practice=practice,
            on=day,
            network=by_kind.get("gp_network"),
            locality=by_kind["locality"],
            borough=by_kind.get("borough"),
            since=max(one.since for one in chain),
            until=min(ends, default=None),
        )

    def practices_on(self, day: date) -> Sequence[PracticeLocality]:
        """The answers for all practices among them, in the order of their codes."""
        practices = sorted(code for code, ones in self._of.items() if ones[0].kind == "gp_practice")
        answers = (self.locality_of(code, day) for code in practices)
        return [answer for answer in answers if answer is not None]


def _covers(one: Belonging, day: date) -> bool:
    return one.since <= day and (one.until is None or day <= one.until)
