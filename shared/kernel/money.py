"""Money is whole pence; mathematics between is exact; one rounding at the end, half up and away from zero."""

from collections.abc import Sequence
from fractions import Fraction

BASIS_POINTS = 10_000


def round_half_up(value: Fraction) -> int:
    """The nearest whole number, halves away from zero: 0.5 → 1, 2.5 → 3, -2.5 → -3."""
    magnitude = (abs(value) * 2 + 1) // 2
    return int(magnitude) if value >= 0 else -int(magnitude)


def share_bp(part: int, whole: int) -> int | None:
    """`part` of `whole` in basis points, rounded half up; None when there is no whole."""
    return None if whole == 0 else round_half_up(Fraction(part * BASIS_POINTS, whole))


def portion(amount_pence: int, basis_points: int) -> int:
    """`basis_points` of an amount in pence, rounded half up: 1,250 bp of 10,020p is 1,253p."""
    return round_half_up(Fraction(amount_pence * basis_points, BASIS_POINTS))


def split(total_pence: int, weights: Sequence[int | Fraction]) -> tuple[int, ...]:
    """Split pence by weight to the last penny, by largest remainder; ties go to the earlier party.

    The parts add up to `total_pence` always; a negative total is the mirror of the positive one. Weights are
    not negative and at least one is above zero, otherwise ValueError.
    """
    whole = sum((Fraction(weight) for weight in weights), Fraction(0))
    if whole <= 0 or any(weight < 0 for weight in weights):
        raise ValueError("weights must not be negative and must not all be zero")
    sign, pence = (-1, -total_pence) if total_pence < 0 else (1, total_pence)
    exact = [Fraction(weight) * pence / whole for weight in weights]
    parts = [int(share) for share in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for index in by_remainder[: pence - sum(parts)]:
        parts[index] += 1
    return tuple(sign * part for part in parts)


def pounds(pence: int) -> str:
    """For people: 123456 → "£1,234.56", -5 → "-£0.05"."""
    sign = "-" if pence < 0 else ""
    return f"{sign}£{abs(pence) // 100:,}.{abs(pence) % 100:02d}"
