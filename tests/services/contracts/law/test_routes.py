"""Routes under the regulations and the Act, variations, and the days on which regimes begin (R12, R28)."""

from datetime import date, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given as whatever
from hypothesis import strategies as st

from services.contracts.law.answers import ADVICE, LegalAnswer, Route
from services.contracts.law.thresholds import LawNotInForce
from tests.services.contracts.law.facts import CLEANING, HEALTH, SOCIAL
from tests.services.contracts.law.route_facts import CLEAN, EXISTING, ONLY, PSR_DAY, check


class TestTheRegulations:
    """(R28)"""

    @pytest.mark.parametrize(
        ("began", "threshold"),
        [
            (date(2015, 12, 31), 62_505_000),
            (date(2017, 12, 31), 58_914_800),
            (date(2018, 1, 1), 61_527_800),
            (date(2020, 1, 1), 66_354_000),
            (date(2024, 6, 1), 66_354_000),
        ],
    )
    def test_light_touch_begins_at_the_threshold_of_the_day(self, began: date, threshold: int) -> None:
        above = check("light_touch", cpv=(SOCIAL,), began_on=began, estimated_value_pence=threshold)
        assert (above.permitted, above.regime, above.ground) == (True, "pcr2015", "PCR 2015 regs 74 to 76")
        assert [duty.before for duty in above.notices] == [True, True, False]
        below = check("light_touch", cpv=(SOCIAL,), began_on=began, estimated_value_pence=threshold - 1)
        assert (below.permitted, below.notices) == (True, ())
        assert "below the threshold" in below.ground

    def test_health_care_was_light_touch_until_the_psr(self) -> None:
        before = check("light_touch", began_on=date(2023, 12, 31))
        assert (before.permitted, before.regime) == (True, "pcr2015")
        assert check("light_touch", began_on=date(2024, 1, 1)).regime == "psr2023"

    def test_cleaning_is_no_light_touch_service_and_is_tendered_in_full(self) -> None:
        cleaning = {"cpv": (CLEANING,), "began_on": date(2024, 6, 3)}
        assert not check("light_touch", **cleaning).permitted
        assert not check("light_touch", **cleaning, estimated_value_pence=1).permitted
        found = check("competitive", **cleaning)
        assert (found.permitted, found.ground) == (True, "PCR 2015 regs 26 to 31")
        assert check("competitive", **cleaning, estimated_value_pence=21_490_399).notices == ()
        assert check("competitive", **cleaning, estimated_value_pence=21_490_400).notices
        assert check("competitive", **cleaning, kind="works", estimated_value_pence=537_260_899).notices == ()

    def test_calls_off_from_frameworks_and_knows_no_direct_award(self) -> None:
        social = {"cpv": (SOCIAL,), "began_on": date(2024, 6, 3)}
        assert check("framework_calloff", **social, via_framework=True).permitted
        assert not check("framework_calloff", **social).permitted
        assert not check("direct_award_a", **social, **ONLY).permitted

    def test_health_care_for_the_nhs_was_outside_them_until_18_april_2016(self) -> None:
        assert check("light_touch", began_on=date(2016, 4, 17)).regime == "none"
        assert check("light_touch", began_on=date(2016, 4, 18)).regime == "pcr2015"

    def test_what_began_before_them_is_not_assessed(self) -> None:
        assert check("light_touch", cpv=(SOCIAL,), began_on=date(2015, 2, 26)).permitted
        with pytest.raises(LawNotInForce):
            check("light_touch", cpv=(SOCIAL,), began_on=date(2015, 2, 25))


class TestTheProcurementAct:
    def test_begins_on_24_february_2025(self) -> None:
        assert check("pa23_open", **CLEAN).permitted
        before = CLEAN | {"began_on": date(2025, 2, 23)}
        assert (check("pa23_open", **before).permitted, check("pa23_open", **before).regime) == (False, "pcr2015")

    def test_is_about_contracts_at_or_above_its_threshold(self) -> None:
        for route in ("pa23_open", "pa23_competitive_flexible"):
            assert check(route, **CLEAN, estimated_value_pence=21_490_400).notices
            small = check(route, **CLEAN, estimated_value_pence=21_490_399)
            assert (small.permitted, small.notices) == (True, ())

    def test_awards_directly_on_a_ground_alone(self) -> None:
        assert not check("pa23_direct_award", **CLEAN).permitted
        assert check("pa23_direct_award", **CLEAN, direct_award_ground="urgency").permitted
        assert not check("pa23_direct_award", **CLEAN, direct_award_ground="single_supplier").permitted
        only = {"direct_award_ground": "single_supplier", "only_capable_provider": True}
        assert check("pa23_direct_award", **CLEAN, **only).permitted

    def test_user_choice_is_for_light_touch_services(self) -> None:
        asked = {"direct_award_ground": "user_choice", "began_on": PSR_DAY}
        assert check("pa23_direct_award", **asked, cpv=(SOCIAL,)).permitted
        assert not check("pa23_direct_award", **asked, cpv=(CLEANING,)).permitted
        assert check("pa23_direct_award", **asked, cpv=(CLEANING,), light_touch=True).permitted

    def test_light_touch_contracts_have_longer_for_their_details(self) -> None:
        social = {"cpv": (SOCIAL,), "began_on": PSR_DAY, "estimated_value_pence": 66_354_000}
        assert "120 days" in check("light_touch", **social).notices[-1].name
        assert "30 days" in check("pa23_open", **CLEAN).notices[-1].name
        assert check("light_touch", **social | {"estimated_value_pence": 66_353_999}).notices == ()
        assert not check("light_touch", **CLEAN).permitted
        assert not check("light_touch", **CLEAN, estimated_value_pence=1).permitted

    def test_names_the_procedure_of_a_competition(self) -> None:
        assert not check("competitive", **CLEAN).permitted
        assert not check("direct_award_c", **CLEAN, **EXISTING).permitted
        assert check("framework_calloff", **CLEAN, via_framework=True).permitted
        assert not check("framework_calloff", **CLEAN).permitted


class TestVariationInsteadOfProcurement:
    """(R11, R27)"""

    def test_is_lawful_as_far_as_the_contract_may_be_modified(self) -> None:
        assert check("legal_variation", **EXISTING, estimated_value_pence=499_999_999).permitted
        found = check("legal_variation", **EXISTING, estimated_value_pence=500_000_000)
        assert (found.permitted, found.limits[0].reached_pence) == (False, 100_000_000)
        assert type(found) is LegalAnswer
        outside = EXISTING | {"change_attributable_to_authority": False}
        assert check("legal_variation", **outside, estimated_value_pence=500_000_000).permitted

    @pytest.mark.parametrize("lacking", [{"existing_provider": False}, {"previous_value_pence": None}])
    def test_needs_a_contract_to_vary(self, lacking: dict[str, Any]) -> None:
        assert not check("legal_variation", **EXISTING | lacking).permitted

    def test_goes_by_when_the_contract_was_bought(self) -> None:
        asked = EXISTING | {"cpv": (CLEANING,), "estimated_value_pence": 400_000_001}
        assert check("legal_variation", **asked).regime == "pa2023"
        assert check("legal_variation", **asked, previous_began_on=date(2022, 1, 3)).regime == "pcr2015"

    def test_an_alliance_agreement_may_overlay_what_it_leaves_unchanged(self) -> None:
        assert check("alliance_overlay").permitted
        assert check("alliance_overlay", **EXISTING).permitted
        assert not check("alliance_overlay", materially_different=True).permitted
        assert check("alliance_overlay", previous_value_pence=400_000_000, estimated_value_pence=400_000_001).permitted
        more = {"previous_value_pence": 400_000_000, "estimated_value_pence": 500_000_000}
        assert not check("alliance_overlay", **more).permitted


@whatever(
    st.sampled_from(get_args(Route)),
    st.sampled_from([HEALTH, SOCIAL, CLEANING]),
    st.dates(date(2015, 2, 26), date(2040, 12, 31)),
    st.integers(0, 10**12),
)
def test_of_any_route_on_any_day_there_is_an_answer_with_its_reasons(
    route: Route, cpv: str, began: date, value: int
) -> None:
    found = check(route, cpv=(cpv,), began_on=began, estimated_value_pence=value, **EXISTING)
    assert found.reasons
    assert found.citations
    assert found.advice == ADVICE
    assert found.permitted or not found.notices


@pytest.mark.parametrize(
    ("cpv", "first", "before", "after"),
    [
        (HEALTH, date(2024, 1, 1), "pcr2015", "psr2023"),
        (SOCIAL, date(2025, 2, 24), "pcr2015", "pa2023"),
        (HEALTH, date(2016, 4, 18), "none", "pcr2015"),
    ],
)
def test_a_regime_begins_on_its_day(cpv: str, first: date, before: str, after: str) -> None:
    assert check("competitive", cpv=(cpv,), began_on=first - timedelta(days=1)).regime == before
    assert check("competitive", cpv=(cpv,), began_on=first).regime == after
