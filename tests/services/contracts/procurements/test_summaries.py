"""The annual summary counts what a year brought, at the edges of the year (SI 2023/1348 regs 25-26; R12)."""

from datetime import date
from typing import Any

import pytest

from services.contracts.procurements.rows import ProcurementRow
from services.contracts.procurements.summaries import summarise, year_of
from services.contracts.procurements.views import procurement_view
from services.contracts.register.views import ContractRow, contract_view
from tests.kit.scenario import row_after
from tests.services.contracts.procurements.history import awarded
from tests.services.contracts.register.history import registered


def procurement(**changes: Any) -> ProcurementRow:
    row: ProcurementRow = row_after(procurement_view, *awarded)
    return row.model_copy(update=changes)


def contract(start: date, end: date, *codes: str, signed: bool = True) -> ContractRow:
    row: ContractRow = row_after(contract_view, registered)
    held = {"signed_on": start if signed else None, "start": start, "current_end": end, "provider_codes": list(codes)}
    return row.model_copy(update=held)


@pytest.mark.parametrize(
    ("day", "counted"),
    [
        (date(2025, 3, 31), 0),
        (date(2025, 4, 1), 1),
        (date(2026, 3, 31), 1),
        (date(2026, 4, 1), 0),
    ],
)
def test_an_award_counts_in_the_year_of_its_day(day: date, counted: int) -> None:
    summary = summarise("2025-26", [procurement(awarded_on=day)], [])
    assert (summary.awarded, summary.by_route["competitive"]) == (counted, counted)
    assert summary.awarded_value_pence == counted * 400_000_000


def test_representations_count_in_the_year_in_which_their_standstill_ended() -> None:
    challenged = procurement(standstill_ends=date(2025, 4, 1), representations=2, review_outcome="confirmed")
    before = summarise("2024-25", [challenged], [])
    after = summarise("2025-26", [challenged], [])
    assert (before.representations, before.reviews) == (0, {})
    assert (after.representations, after.reviews) == (2, {"confirmed": 1})


def test_who_is_new_and_who_holds_a_contract_no_longer() -> None:
    contracts = [
        contract(date(2020, 4, 1), date(2025, 3, 31), "RF4"),
        contract(date(2020, 4, 1), date(2025, 4, 1), "RAT"),
        contract(date(2024, 4, 1), date(2025, 3, 31), "ILLV01", signed=False),
    ]
    summary = summarise("2025-26", [procurement(awarded_to=["RAT", "ILLV02"])], contracts)
    assert summary.new_providers == ["ILLV02"]
    assert summary.providers_no_longer == ["RF4"]
    assert summary.providers_contracted == 1


def test_notices_that_were_late_or_never_came_are_counted() -> None:
    due = {"award_notice_due_on": date(2025, 5, 23)}
    rows = [
        procurement(**due, award_notice_published_on=date(2025, 5, 23)),
        procurement(**due, award_notice_published_on=date(2025, 5, 24)),
        procurement(**due, award_notice_overdue=True),
    ]
    assert summarise("2025-26", rows, []).award_notices_late == 2


def test_a_year_in_which_nothing_happened_counts_every_route_as_nothing() -> None:
    summary = summarise("2025-26", [], [])
    assert set(summary.by_route.values()) == {0}
    assert len(summary.by_route) == 5


def test_a_financial_year_is_two_years_that_follow_each_other() -> None:
    assert (year_of("2025-26").since, year_of("2025-26").until) == (date(2025, 4, 1), date(2026, 3, 31))
    for wrong in ("2025-27", "2025/26", "20xx-26", "2025-2"):
        with pytest.raises(ValueError, match=r".*"):
            year_of(wrong)
