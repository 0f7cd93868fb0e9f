"""Quorum: the seats that are there and have no conflict of interest, in all and of each kind (R100)."""

from collections.abc import Collection, Sequence
from datetime import date

from shared.events.contracts.bodies import QuorumRule, Seat, SeatKind
from shared.kernel.parts import Part

KINDS: tuple[SeatKind, ...] = ("clinical", "democratic", "commissioner", "provider")


class KindCount(Part):
    """Of one kind of seat: how many there have to be, how many count, how many are missing."""

    kind: SeatKind
    required: int
    counted: int
    missing: int


class QuorumAnswer(Part):
    """Whether a meeting is quorate, and what it lacks. `counted` are the seats that count, in order.

    `attainable` says whether all seats without a conflict would make a quorum if they came.
    """

    quorate: bool
    attainable: bool
    required: int
    counted: tuple[str, ...]
    missing: int
    by_kind: tuple[KindCount, ...]

    @property
    def lacking(self) -> str:
        """What is missing, in words; empty when nothing is."""
        kinds = [f"{one.missing} {one.kind}" for one in self.by_kind if one.missing]
        total = [f"{self.missing} in all"] if self.missing else []
        return ", ".join([*kinds, *total])


def seats_on(seats: Sequence[Seat], day: date) -> tuple[Seat, ...]:
    """The seats that are filled on a day; first and last day of a term are days of it."""
    return tuple(seat for seat in seats if seat.start <= day and (seat.end is None or day <= seat.end))


def quorum(
    rule: QuorumRule, seats: Sequence[Seat], attending: Collection[str], conflicted: Collection[str]
) -> QuorumAnswer:
    """Whether those `attending` make a quorum of `seats`, those of the day; `conflicted` ones never count."""
    free = [seat for seat in seats if seat.seat not in conflicted]
    present = [seat for seat in free if seat.seat in attending]
    by_kind = _by_kind(rule, present)
    missing = _missing(rule.total, len(present))
    return QuorumAnswer(
        quorate=_reached(missing, by_kind),
        attainable=_reached(_missing(rule.total, len(free)), _by_kind(rule, free)),
        required=rule.total,
        counted=tuple(sorted(seat.seat for seat in present)),
        missing=missing,
        by_kind=by_kind,
    )


def _by_kind(rule: QuorumRule, seats: Sequence[Seat]) -> tuple[KindCount, ...]:
    counts = []
    for kind in KINDS:
        required: int = getattr(rule, kind)
        counted = sum(seat.kind == kind for seat in seats)
        counts.append(KindCount(kind=kind, required=required, counted=counted, missing=_missing(required, counted)))
    return tuple(counts)


def _missing(required: int, counted: int) -> int:
    return max(required - counted, 0)


def _reached(missing: int, by_kind: Sequence[KindCount]) -> bool:
    return missing == 0 and all(one.missing == 0 for one in by_kind)
