"""Terms in months, for whatever day they begin and end on."""

from datetime import date, timedelta

from hypothesis import given as whatever
from hypothesis import strategies as st

from services.contracts.register import commands as c
from services.contracts.register.domain import contract_decider
from services.contracts.register.views import contract_view
from shared.events.contracts import register as e
from shared.kernel.dates import extended_end, term_months
from tests.kit.scenario import row_after
from tests.services.contracts.register.history import REGISTER, activating

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
OPTIONS = st.lists(st.integers(1, 20), min_size=1, max_size=6)


def extended_by(start: date, end: date, options: list[int]) -> list[e.ContractEvent]:
    asked = REGISTER.model_copy(
        update={
            "start": start,
            "end": end,
            "extension_options": tuple(e.ExtensionOption(months=months, value_pence=1) for months in options),
        }
    )
    wishes: list[c.RegisterCommand] = [asked, activating(start, start)]
    wishes += [c.ExtendContract(option_no=number, today=start) for number in range(1, len(options) + 1)]
    contract, events = contract_decider.initial, list[e.ContractEvent]()
    for wish in wishes:
        happened = contract_decider.decide(wish, contract)
        events += happened
        contract = contract_decider.fold(happened, contract)
    return events


@whatever(DAYS, st.integers(1, 4000), OPTIONS)
def test_options_taken_one_by_one_end_where_all_of_them_together_do(start: date, days: int, options: list[int]) -> None:
    end = start + timedelta(days=days)
    one_by_one, at_once = extended_by(start, end, options), extended_by(start, end, [sum(options)])
    (row, other) = (row_after(contract_view, *one_by_one), row_after(contract_view, *at_once))
    assert row.current_end == other.current_end == extended_end(end, sum(options))
    assert row.current_term_months == other.current_term_months == term_months(start, end) + sum(options)


@whatever(DAYS, st.integers(1, 4000), OPTIONS)
def test_each_option_begins_the_day_after_the_end_before(start: date, days: int, options: list[int]) -> None:
    end = start + timedelta(days=days)
    for event in extended_by(start, end, options):
        if isinstance(event, e.ContractExtended):
            assert event.added_from == end + timedelta(days=1) <= event.new_end
            end = event.new_end


def test_two_options_of_a_month_from_30_may_end_on_30_july() -> None:
    row = row_after(contract_view, *extended_by(date(2025, 5, 1), date(2026, 5, 30), [1, 1]))
    assert row.current_end == date(2026, 7, 30)
