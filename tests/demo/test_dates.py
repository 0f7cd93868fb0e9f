"""Dates relative to the day of loading."""

from datetime import date

import pytest

from deploy.demo.dates import resolve

LEAP_DAY = date(2028, 2, 29)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("{today}", "2028-02-29"),
        ("{today+1d}", "2028-03-01"),
        ("{today-12m}", "2027-02-28"),
        ("{today+1m:last}", "2028-03-31"),
        ("{today:first}", "2028-02-01"),
        ("{fy}", "2027/28"),
        ("{fy-1}", "2026/27"),
        ("{fy:start}", "2027-04-01"),
        ("{fy-1:end}", "2027-03-31"),
        ("{month-2}", "2027-12"),
        ("review of {fy}", "review of 2027/28"),
        ("{contract:BHR-0002}", "{contract:BHR-0002}"),
    ],
)
def test_a_mark_is_replaced(written: str, meant: str) -> None:
    assert resolve(written, LEAP_DAY) == meant


def test_the_year_turns_on_the_first_of_april() -> None:
    assert resolve("{fy}", date(2027, 3, 31)) == "2026/27"
    assert resolve("{fy}", date(2027, 4, 1)) == "2027/28"


def test_marks_are_found_in_lists_and_objects_and_numbers_stay() -> None:
    assert resolve({"a": ["{fy}", 3], "b": None}, LEAP_DAY) == {"a": ["2027/28", 3], "b": None}
