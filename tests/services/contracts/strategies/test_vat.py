"""Irrecoverable VAT: per body and altogether, exact, to the last penny (W12, R14)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.contracts.strategies import refusals as no
from services.contracts.strategies.vat import irrecoverable_vat
from shared.events.contracts.strategy_parts import Recovery, VatSupply
from shared.kernel.organisations import OrgKind
from shared.kernel.parts import MOST_PENCE
from tests.services.contracts.strategies.history import KINDS, W12_SUPPLIES

DAY = date(2026, 4, 1)


def supply(recovery: Recovery, pence: int, bp: int | None = None, *, ods: str | None = None) -> VatSupply:
    return VatSupply(bearer=ods or "LLP", ods=ods, recovery=recovery, recovery_bp=bp, taxable_supply_pence=pence)


def total(*supplies: VatSupply, day: date = DAY) -> int:
    return irrecoverable_vat(supplies, KINDS, day).total_pence


class TestW12:
    def test_an_nhs_body_that_is_refunded_bears_nothing(self) -> None:
        assert total(supply("nhs_contracted_out_services", W12_SUPPLIES, ods="RF4")) == 0

    def test_a_stand_alone_llp_bears_400_000_pounds(self) -> None:
        assert total(supply("none", W12_SUPPLIES)) == 40_000_000

    def test_a_council_that_is_refunded_bears_nothing(self) -> None:
        assert total(supply("local_authority", W12_SUPPLIES, ods="E09000016")) == 0


class TestTheRate:
    @pytest.mark.parametrize(
        ("day", "pence"),
        [
            (date(2008, 11, 30), 1_750),
            (date(2008, 12, 1), 1_500),
            (date(2009, 12, 31), 1_500),
            (date(2010, 1, 1), 1_750),
            (date(2011, 1, 3), 1_750),
            (date(2011, 1, 4), 2_000),
        ],
    )
    def test_is_that_of_the_day(self, day: date, pence: int) -> None:
        assert total(supply("none", 10_000), day=day) == pence

    def test_is_told_with_its_source(self) -> None:
        burden = irrecoverable_vat([supply("none", 1)], KINDS, DAY)
        assert (burden.rate_bp, burden.rate_since) == (2_000, date(2011, 1, 4))
        assert "Finance (No. 2) Act 2010" in burden.rate_source


class TestRounding:
    def test_is_half_up_once(self) -> None:
        assert total(supply("none", 2)) == 0
        assert total(supply("none", 3)) == 1
        assert total(supply("partial_exemption", 5, 5_000)) == 1

    def test_is_of_the_whole_and_not_of_each_supply(self) -> None:
        assert total(supply("none", 2), supply("none", 2), supply("none", 2)) == 1

    def test_is_of_the_whole_and_not_of_each_body_and_the_odd_penny_is_the_first_ones(self) -> None:
        three = [supply("none", 2).model_copy(update={"bearer": name}) for name in ("A", "B", "C")]
        burden = irrecoverable_vat(three, KINDS, DAY)
        assert burden.total_pence == 1
        assert [one.irrecoverable_pence for one in burden.bearers] == [1, 0, 0]

    def test_supplies_of_one_body_are_told_together(self) -> None:
        burden = irrecoverable_vat([supply("none", 1_000), supply("none", 500)], KINDS, DAY)
        assert [(one.bearer, one.irrecoverable_pence) for one in burden.bearers] == [("LLP", 300)]

    def test_bodies_of_one_name_and_different_codes_are_two(self) -> None:
        own = supply("none", 1_000).model_copy(update={"ods": "ILLF01"})
        assert len(irrecoverable_vat([own, supply("none", 1_000)], KINDS, DAY).bearers) == 2


class TestWhoRecovers:
    @pytest.mark.parametrize("recovery", ["nhs_contracted_out_services", "local_authority"])
    @pytest.mark.parametrize("ods", [None, "ILLF01"])
    def test_a_company_still_to_be_founded_and_a_federation_are_not_refunded(
        self, recovery: Recovery, ods: str | None
    ) -> None:
        with pytest.raises(no.RecoveryNotOpen) as caught:
            total(supply("none", 1), supply(recovery, 1, ods=ods))
        assert caught.value.field == "supplies.1.recovery"

    def test_a_trust_is_no_council_and_a_council_no_nhs_body(self) -> None:
        with pytest.raises(no.RecoveryNotOpen):
            total(supply("local_authority", 1, ods="RF4"))
        with pytest.raises(no.RecoveryNotOpen):
            total(supply("nhs_contracted_out_services", 1, ods="E09000016"))

    def test_a_part_of_what_the_regime_gives_is_possible_and_more_is_not(self) -> None:
        assert total(supply("nhs_contracted_out_services", 10_000, 2_500, ods="RF4")) == 1_500
        assert total(supply("none", 10_000, 0)) == 2_000
        with pytest.raises(no.RecoveryBeyondRegime):
            total(supply("none", 10_000, 1))


bodies = some.sampled_from(["A", "B", "C"])
pence = some.integers(min_value=0, max_value=MOST_PENCE // 100)
shares = some.integers(min_value=0, max_value=10_000)
supplies = some.lists(
    some.builds(
        VatSupply,
        bearer=bodies,
        ods=some.none(),
        recovery=some.just("partial_exemption"),
        recovery_bp=shares,
        taxable_supply_pence=pence,
    ),
    max_size=6,
)


@given(supplies)
def test_it_is_never_negative_and_the_parts_add_up_to_the_whole(said: list[VatSupply]) -> None:
    burden = irrecoverable_vat(said, {"RF4": OrgKind.NHS_TRUST}, DAY)
    parts = [one.irrecoverable_pence for one in burden.bearers]
    assert min(parts, default=0) >= 0
    assert sum(parts) == burden.total_pence
    assert 5 * burden.total_pence <= sum(one.taxable_supply_pence for one in said) + 2


@given(supplies, some.integers(min_value=0, max_value=5), shares)
def test_who_recovers_more_never_makes_it_more(said: list[VatSupply], place: int, more: int) -> None:
    raised = [
        one.model_copy(update={"recovery_bp": max(one.recovery_bp or 0, more)}) if number == place else one
        for number, one in enumerate(said)
    ]
    assert total(*raised) <= total(*said)
