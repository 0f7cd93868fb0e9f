"""Standstill calendars (W7): when a contract may be signed after the notice, and on no day before."""

from datetime import date, timedelta

import pytest
from hypothesis import given as whatever
from hypothesis import strategies as st

from services.contracts.law.answers import Route
from services.contracts.law.standstill import (
    Standstill,
    add_working_days,
    end_after_review,
    is_working_day,
    standstill,
    working_days_between,
)
from services.contracts.law.thresholds import LawNotInForce

DAY = timedelta(days=1)
PUBLISHED = st.dates(date(2024, 1, 1), date(2060, 12, 31))


def found(route: Route, published: date) -> Standstill:
    stands = standstill(route, published)
    assert stands is not None
    return stands


class TestW7:
    @pytest.mark.parametrize("route", ["direct_award_c", "most_suitable_provider", "competitive"])
    def test_psr_notice_of_7_april_2025_lets_sign_from_23_april_over_easter(self, route: Route) -> None:
        stands = found(route, date(2025, 4, 7))
        assert (stands.regime, stands.starts) == ("psr2023", date(2025, 4, 8))
        assert (stands.ends, stands.sign_from) == (date(2025, 4, 22), date(2025, 4, 23))

    @pytest.mark.parametrize("route", ["pa23_open", "pa23_competitive_flexible", "pa23_direct_award"])
    def test_act_notice_of_7_april_2025_lets_sign_from_17_april(self, route: Route) -> None:
        stands = found(route, date(2025, 4, 7))
        assert (stands.regime, stands.starts) == ("pa2023", date(2025, 4, 7))
        assert (stands.ends, stands.sign_from) == (date(2025, 4, 16), date(2025, 4, 17))

    def test_notices_of_18_december_2025_run_over_christmas_and_new_year(self) -> None:
        assert found("competitive", date(2025, 12, 18)).ends == date(2026, 1, 5)
        assert found("pa23_open", date(2025, 12, 18)).ends == date(2025, 12, 31)

    def test_an_act_notice_of_24_december_2024_ends_on_7_january(self) -> None:
        assert found("pa23_open", date(2024, 12, 24)).ends == date(2025, 1, 7)


class TestWorkingDays:
    @pytest.mark.parametrize(
        "day",
        [
            date(2025, 4, 18),
            date(2025, 4, 21),
            date(2025, 5, 5),
            date(2025, 12, 25),
            date(2026, 12, 28),
            date(2025, 4, 12),
            date(2025, 4, 13),
            date(2022, 6, 3),
        ],
    )
    def test_weekends_and_bank_holidays_of_england_are_none(self, day: date) -> None:
        assert not is_working_day(day)

    @pytest.mark.parametrize("day", [date(2025, 4, 17), date(2025, 4, 22), date(2025, 3, 17), date(2025, 1, 2)])
    def test_maundy_thursday_and_the_holidays_of_others_are(self, day: date) -> None:
        assert is_working_day(day)

    @pytest.mark.parametrize(
        ("n", "ends"), [(0, date(2025, 4, 17)), (1, date(2025, 4, 22)), (2, date(2025, 4, 23)), (4, date(2025, 4, 25))]
    )
    def test_are_counted_after_the_day(self, n: int, ends: date) -> None:
        assert add_working_days(date(2025, 4, 17), n) == ends

    def test_between_two_days_both_count(self) -> None:
        assert working_days_between(date(2025, 4, 17), date(2025, 4, 22)) == 2
        assert working_days_between(date(2025, 4, 18), date(2025, 4, 21)) == 0
        assert working_days_between(date(2025, 4, 22), date(2025, 4, 22)) == 1


class TestWhateverDayItIsPublished:
    @whatever(PUBLISHED)
    def test_the_psr_waits_eight_working_days_after_the_day_it_begins(self, published: date) -> None:
        stands = found("competitive", published)
        assert stands.starts == published + DAY
        assert working_days_between(stands.starts + DAY, stands.ends) == stands.working_days == 8
        assert is_working_day(stands.ends)
        assert stands.sign_from == stands.ends + DAY

    @whatever(PUBLISHED)
    def test_the_act_waits_eight_working_days_from_the_publication_on(self, published: date) -> None:
        stands = found("pa23_open", published)
        assert stands.starts == published
        assert working_days_between(published, stands.ends) == stands.working_days == 8
        assert is_working_day(stands.ends)

    @whatever(PUBLISHED)
    def test_the_psr_never_lets_sign_before_the_act_would(self, published: date) -> None:
        assert found("competitive", published).sign_from >= found("pa23_open", published).sign_from

    @whatever(PUBLISHED)
    def test_the_regulations_wait_ten_days_and_never_end_on_a_day_nobody_works(self, published: date) -> None:
        stands = found("light_touch", published)
        assert stands.starts == published + DAY
        assert is_working_day(stands.ends)
        assert (stands.ends - published).days >= 10
        assert not any(is_working_day(published + DAY * n) for n in range(10, (stands.ends - published).days))
        assert stands.working_days == working_days_between(stands.starts, stands.ends)


class TestRoutesTheirRegimesTellApart:
    def test_light_touch_waits_under_the_regulations_and_not_under_the_act(self) -> None:
        assert found("light_touch", date(2024, 4, 8)).ends == date(2024, 4, 18)
        assert standstill("light_touch", date(2025, 4, 7), regime="pa2023") is None

    def test_ten_days_that_end_on_a_sunday_end_on_monday(self) -> None:
        assert found("light_touch", date(2024, 4, 11)).ends == date(2024, 4, 22)

    def test_a_competition_under_the_regulations_waits_their_ten_days(self) -> None:
        stands = standstill("competitive", date(2024, 4, 8), regime="pcr2015")
        assert stands is not None
        assert (stands.regime, stands.ends) == ("pcr2015", date(2024, 4, 18))

    @pytest.mark.parametrize("route", ["direct_award_a", "direct_award_b", "legal_variation", "alliance_overlay"])
    def test_nobody_waits_where_nobody_else_could_have_been_chosen(self, route: Route) -> None:
        assert standstill(route, date(2025, 4, 7)) is None

    def test_a_call_off_waits_only_after_a_mini_competition_under_the_psr(self) -> None:
        day = date(2025, 4, 7)
        assert standstill("framework_calloff", day) is None
        assert standstill("framework_calloff", day, mini_competition=True) == standstill("competitive", day)
        assert standstill("framework_calloff", day, mini_competition=True, regime="psr2023") is not None
        assert standstill("framework_calloff", day, mini_competition=True, regime="pa2023") is None


class TestBeforeTheLaw:
    @pytest.mark.parametrize(
        ("route", "first"),
        [
            ("competitive", date(2024, 1, 1)),
            ("pa23_open", date(2023, 10, 26)),
            ("light_touch", date(2015, 2, 26)),
        ],
    )
    def test_there_is_no_answer(self, route: Route, first: date) -> None:
        assert standstill(route, first) is not None
        with pytest.raises(LawNotInForce):
            standstill(route, first - DAY)


class TestAfterAReview:
    def test_five_working_days_pass_before_anybody_signs(self) -> None:
        assert end_after_review(date(2025, 4, 14)) == date(2025, 4, 24)

    @whatever(PUBLISHED)
    def test_of_any_day(self, decided: date) -> None:
        assert working_days_between(decided + DAY, end_after_review(decided) - DAY) == 5
