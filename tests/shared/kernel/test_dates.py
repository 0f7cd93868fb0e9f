"""Terms in months, at the ends of months."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.dates import extended_end, term_end, term_months

DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))
MONTHS = st.integers(1, 400)


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2024-04-01", "2025-03-31", 12),
        ("2024-04-01", "2025-04-01", 13),
        ("2024-04-01", "2024-04-02", 1),
        ("2024-02-29", "2025-02-28", 12),
        ("2024-02-29", "2025-03-01", 13),
        ("2024-01-31", "2024-02-29", 1),
        ("2024-01-31", "2024-03-01", 2),
        ("2023-12-15", "2024-01-14", 1),
    ],
)
def test_a_month_begun_counts(start: str, end: str, months: int) -> None:
    assert term_months(date.fromisoformat(start), date.fromisoformat(end)) == months


@pytest.mark.parametrize(
    ("end", "months", "extended"),
    [
        ("2026-03-31", 6, "2026-09-30"),
        ("2026-02-28", 1, "2026-03-31"),
        ("2026-05-30", 1, "2026-06-30"),
        ("2026-05-30", 2, "2026-07-30"),
        ("2026-01-30", 1, "2026-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
    ],
)
def test_an_end_moves_by_months(end: str, months: int, extended: str) -> None:
    assert extended_end(date.fromisoformat(end), months) == date.fromisoformat(extended)


@given(DAYS, MONTHS)
def test_a_term_of_so_many_months_counts_so_many_and_a_day_more_is_a_month_more(start: date, months: int) -> None:
    end = term_end(start, months)
    assert term_months(start, end) == months
    assert term_months(start, end + timedelta(days=1)) == months + 1


@given(DAYS, MONTHS)
def test_a_longer_extension_ends_later(end: date, months: int) -> None:
    assert end < extended_end(end, months) < extended_end(end, months + 1)
