"""The choice tree of the Provider Selection Regime, at its edges and refused (R12)."""

from typing import Any

import pytest
from hypothesis import given as whatever
from hypothesis import strategies as st

from services.contracts.law.answers import Route
from services.contracts.law.routes import considerable_change, open_routes
from tests.services.contracts.law.route_facts import EXISTING, ONLY, PSR_DAY, asking, change, check


class TestConsiderableChange:
    """W6: direct award C is barred where the change is considerable."""

    @pytest.mark.parametrize(
        ("previous", "proposed", "met"),
        [
            (400_000_000, 500_000_000, True),
            (400_000_000, 499_999_999, False),
            (200_000_000, 249_000_000, False),
            (200_000_000, 249_999_999, False),
            (200_000_000, 250_000_000, True),
            (100_000_000, 149_000_000, False),
            (100_000_000, 149_999_999, False),
            (100_000_000, 150_000_000, True),
            (400_000_000, 300_000_000, False),
        ],
    )
    def test_needs_both_the_sum_and_the_share(self, previous: int, proposed: int, met: bool) -> None:
        assert change(previous, proposed) is met
        assert (
            check(
                "direct_award_c", **EXISTING | {"previous_value_pence": previous}, estimated_value_pence=proposed
            ).permitted
            is not met
        )

    def test_is_none_that_the_authority_did_not_decide(self) -> None:
        assert not change(400_000_000, 900_000_000, attributable=False)

    def test_of_a_sum_that_has_no_whole_quarter_begins_at_the_next_penny(self) -> None:
        assert not change(400_000_001, 500_000_001)
        assert change(400_000_001, 500_000_002)

    @pytest.mark.parametrize(
        ("different", "attributable", "proposed", "reasons"),
        [
            (True, False, 500_000_000, ("are materially", "is not attributable", "reaches both")),
            (False, True, 400_000_000, ("are not materially", "is attributable", "reaches not both")),
        ],
    )
    def test_says_why(self, different: bool, attributable: bool, proposed: int, reasons: tuple[str, ...]) -> None:
        found = considerable_change(
            previous_pence=400_000_000,
            proposed_pence=proposed,
            materially_different=different,
            attributable=attributable,
            on=PSR_DAY,
        )
        assert all(words in said for words, said in zip(reasons, found.reasons, strict=True)), found.reasons

    def test_is_one_when_the_character_is_another_whatever_the_sums(self) -> None:
        assert change(400_000_000, 400_000_000, different=True, attributable=False)

    @whatever(st.integers(0, 10**12))
    def test_whatever_the_value_begins_at_the_larger_of_both(self, previous: int) -> None:
        first_met = previous + max(50_000_000, -(-previous // 4))
        assert change(previous, first_met)
        assert not change(previous, first_met - 1)


class TestDirectAwardA:
    def test_must_be_followed_where_only_the_existing_provider_is_capable(self) -> None:
        assert check("direct_award_a", **ONLY).permitted
        for other in ("direct_award_b", "direct_award_c", "most_suitable_provider", "competitive"):
            facts = ONLY | EXISTING | {"unrestricted_patient_choice": True}
            assert not check(other, **facts).permitted

    @pytest.mark.parametrize("missing", [*ONLY])
    def test_needs_an_existing_provider_who_alone_is_capable(self, missing: str) -> None:
        assert not check("direct_award_a", **ONLY | {missing: False}).permitted

    @pytest.mark.parametrize("framework", ["concludes_framework", "via_framework"])
    def test_concludes_no_framework_and_then_competition_is_free(self, framework: str) -> None:
        assert not check("direct_award_a", **ONLY, **{framework: True}).permitted
        assert check("competitive", **ONLY, **{framework: True}).permitted

    def test_is_confirmed_afterwards_and_announced_never(self) -> None:
        (duty,) = check("direct_award_a", **ONLY).notices
        assert not duty.before


class TestDirectAwardB:
    def test_must_be_followed_where_patients_choose_without_restriction(self) -> None:
        assert check("direct_award_b", unrestricted_patient_choice=True).permitted
        for other in ("direct_award_a", "direct_award_c", "most_suitable_provider", "competitive"):
            assert not check(other, **EXISTING, unrestricted_patient_choice=True).permitted

    def test_needs_that_choice_and_no_framework(self) -> None:
        assert not check("direct_award_b").permitted
        assert not check("direct_award_b", unrestricted_patient_choice=True, concludes_framework=True).permitted
        assert check("competitive", unrestricted_patient_choice=True, concludes_framework=True).permitted


class TestDirectAwardC:
    def test_is_allowed_to_a_satisfactory_existing_provider(self) -> None:
        found = check("direct_award_c", **EXISTING)
        assert (found.permitted, found.regime, found.ground) == (True, "psr2023", "SI 2023/1348 reg 9")
        assert [duty.before for duty in found.notices] == [True, False]
        assert {"most_suitable_provider", "competitive"} <= set(open_routes(asking("direct_award_c", **EXISTING)))

    @pytest.mark.parametrize(
        "lacking",
        [
            {"existing_provider": False},
            {"satisfactory": False},
            {"previous_value_pence": None},
            {"materially_different": True},
            {"concludes_framework": True},
            {"via_framework": True},
        ],
    )
    def test_is_refused_without_any_of_its_conditions(self, lacking: dict[str, Any]) -> None:
        found = check("direct_award_c", **EXISTING | lacking)
        assert (found.permitted, found.notices) == (False, ())

    def test_shows_the_sums_it_reached(self) -> None:
        found = check("direct_award_c", **EXISTING, estimated_value_pence=500_000_000)
        assert [(one.reached_pence, one.limit_pence, one.kept) for one in found.limits] == [
            (100_000_000, 50_000_000, False),
            (100_000_000, 100_000_000, False),
        ]


class TestTheOpenRoutesOfThePsr:
    def test_a_new_service_goes_to_the_most_suitable_or_to_competition(self) -> None:
        assert open_routes(asking("competitive")) == ("most_suitable_provider", "competitive", "alliance_overlay")

    def test_a_framework_is_concluded_by_competition_alone(self) -> None:
        routes = open_routes(asking("competitive", **EXISTING, concludes_framework=True))
        assert set(routes) & {"direct_award_c", "most_suitable_provider"} == set()
        assert "competitive" in routes

    def test_a_call_off_is_from_a_framework(self) -> None:
        assert check("framework_calloff", via_framework=True).permitted
        assert not check("framework_calloff").permitted

    def test_the_most_suitable_provider_is_announced_fourteen_days_before(self) -> None:
        found = check("most_suitable_provider")
        assert "at least 14 days" in found.notices[0].name
        assert not check("most_suitable_provider", likely_to_identify_most_suitable=False).permitted

    @pytest.mark.parametrize("route", ["light_touch", "pa23_open", "pa23_competitive_flexible", "pa23_direct_award"])
    def test_routes_of_other_regimes_are_refused(self, route: Route) -> None:
        found = check(route)
        assert (found.permitted, found.ground) == (False, "the route belongs to another regime")

    @whatever(*[st.booleans()] * 6)
    def test_something_is_always_open_and_what_must_be_followed_is_alone(
        self, existing: bool, only: bool, choice: bool, satisfied: bool, framework: bool, different: bool
    ) -> None:
        facts = asking(
            "competitive",
            existing_provider=existing,
            only_capable_provider=only,
            unrestricted_patient_choice=choice,
            satisfactory=satisfied,
            concludes_framework=framework,
            materially_different=different,
            previous_value_pence=400_000_000,
        )
        award = [route for route in open_routes(facts) if route not in ("legal_variation", "alliance_overlay")]
        assert award
        if {"direct_award_a", "direct_award_b"} & set(award):
            assert len(award) == 1
