"""Which regime applies to what, and since when; the configuration the answers rest on."""

import csv
from datetime import date, timedelta
from fractions import Fraction

import pytest

from services.contracts.law.regimes import (
    in_psr_schedule,
    is_light_touch,
    regime_of_modification,
    regime_of_procurement,
)
from services.contracts.law.thresholds import HERE, LawNotInForce, period, share, threshold
from tests.services.contracts.law.facts import CLEANING, HEALTH, SOCIAL

PSR, ACT = date(2024, 1, 1), date(2025, 2, 24)
DAY = timedelta(days=1)


class TestModifications:
    def test_of_health_care_contracts_go_by_the_day_they_are_made(self) -> None:
        assert regime_of_modification((HEALTH,), date(2014, 4, 1), PSR).regime == "psr2023"
        assert regime_of_modification((HEALTH,), date(2014, 4, 1), PSR - DAY).regime == "pcr2015"

    @pytest.mark.parametrize("cpv", [SOCIAL, CLEANING])
    def test_of_other_contracts_go_by_when_their_procurement_began(self, cpv: str) -> None:
        later = date(2027, 1, 4)
        assert regime_of_modification((cpv,), ACT - DAY, later).regime == "pcr2015"
        found = regime_of_modification((cpv,), ACT, later)
        assert (found.regime, found.light_touch) == ("pa2023", cpv == SOCIAL)

    def test_of_contracts_older_than_the_regulations_say_so(self) -> None:
        found = regime_of_modification((SOCIAL,), date(2015, 2, 25), date(2020, 1, 6))
        assert any("earlier regulations" in reason for reason in found.reasons)
        found = regime_of_modification((SOCIAL,), date(2015, 2, 26), date(2020, 1, 6))
        assert not any("earlier regulations" in reason for reason in found.reasons)


class TestTheMainSubject:
    def test_is_the_first_code_and_a_mixture_is_pointed_out(self) -> None:
        mixed = regime_of_procurement((HEALTH, CLEANING), PSR)
        assert mixed.regime == "psr2023"
        assert any(CLEANING in reason for reason in mixed.reasons)
        pure = regime_of_procurement((HEALTH, "85121231-1"), PSR)
        assert not any("mixed" in reason for reason in pure.reasons)
        assert regime_of_procurement((CLEANING, HEALTH), ACT).regime == "pa2023"

    @pytest.mark.parametrize("cpv", ["85100000-0", "85121231-1", "85121283-0", "85323000-9", "85312500-4"])
    def test_may_be_a_health_care_service_of_schedule_1(self, cpv: str) -> None:
        assert in_psr_schedule(cpv, PSR)
        assert not in_psr_schedule(cpv, PSR - DAY)

    @pytest.mark.parametrize("cpv", ["85300000-2", "85311000-2", "85200000-1", "90910000-9"])
    def test_may_be_another(self, cpv: str) -> None:
        assert not in_psr_schedule(cpv, PSR)

    @pytest.mark.parametrize(
        ("cpv", "light"),
        [
            ("85000000-9", True),
            ("85323000-9", True),
            ("84999999-0", False),
            ("85324000-0", False),
            ("79611000-0", True),
            ("79611001-0", False),
            ("80000000-4", True),
            ("90910000-9", False),
        ],
    )
    def test_may_be_a_light_touch_service(self, cpv: str, light: bool) -> None:
        assert is_light_touch(cpv) is light


class TestTheConfiguration:
    @pytest.mark.parametrize(
        ("on", "pence"),
        [
            (date(2015, 12, 31), 62_505_000),
            (date(2016, 1, 1), 58_914_800),
            (date(2017, 12, 31), 58_914_800),
            (date(2018, 1, 1), 61_527_800),
            (date(2019, 12, 31), 61_527_800),
            (date(2020, 1, 1), 66_354_000),
        ],
    )
    def test_has_the_light_touch_threshold_of_each_day(self, on: date, pence: int) -> None:
        found = threshold("pcr2015_light_touch", on)
        assert found.pence == pence
        assert found.since <= on
        assert "reg 5(1)(d)" in found.source

    def test_has_none_before_the_first(self) -> None:
        with pytest.raises(LawNotInForce, match="2015-02-26") as caught:
            threshold("pcr2015_light_touch", date(2015, 2, 25))
        assert caught.value.facts == {"since": "2015-02-26"}

    def test_has_shares_and_periods_of_each_day(self) -> None:
        found = share("psr_considerable_change", PSR)
        assert (found.basis_points, found.since, found.of(401)) == (2_500, PSR, Fraction(401, 4))
        assert period("psr_standstill", PSR).days == 8
        for kind in (share, period):
            with pytest.raises(LawNotInForce):
                kind("psr_considerable_change" if kind is share else "psr_standstill", PSR - DAY)

    @pytest.mark.parametrize("file", sorted(HERE.glob("*.csv")), ids=lambda file: file.name)
    def test_gives_a_source_for_every_line_and_each_line_once(self, file: object) -> None:
        with open(str(file), newline="", encoding="utf-8") as lines:
            rows = list(csv.DictReader(lines))
        assert rows
        for row in rows:
            assert all(row.values()), row
            assert None not in row, row
            date.fromisoformat(row.get("from", "2024-01-01"))
        keys = [tuple(row.get(name, "") for name in ("name", "from", "code", "from_code")) for row in rows]
        assert len(keys) == len(set(keys))
