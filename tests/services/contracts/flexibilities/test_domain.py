"""The rules of regulatory flexibility (R44)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.contracts.flexibilities import commands as c
from services.contracts.flexibilities import refusals as r
from services.contracts.flexibilities.domain import flexibility_decider
from services.contracts.flexibilities.timers import due_command, due_of
from services.contracts.flexibilities.views import flexibility_view
from services.contracts.naming import NamedTwice
from services.contracts.regulators.known import UnknownRegulator
from shared.kernel.parts import Evidence
from tests.kit.scenario import given, row_after

ASKED = UUID("01980000-0000-7000-8000-00000000b101")
TODAY, START, END = date(2026, 3, 2), date(2026, 4, 1), date(2027, 3, 31)
DAY = timedelta(days=1)
LETTER = (Evidence(kind="letter", uri="urn:letter", period="2026"),)
REQUEST = c.RequestRegulatoryFlexibility(
    regulatory_flexibility_id=ASKED,
    organisations=("07L", "RF4"),
    regulator="nhs_england",
    rule="Organisational control totals are assessed one by one",
    reason="The partners share one control total during transition",
    start=START,
    end=END,
    today=TODAY,
)
GRANT = c.DecideRegulatoryFlexibility(
    outcome="granted", decided_on=TODAY, start=START, end=END, evidence=LETTER, today=TODAY
)
REFUSE = GRANT.model_copy(update={"outcome": "refused", "start": None, "end": None})
WITHDRAW = c.WithdrawRegulatoryFlexibility(reason="No longer needed")


def changed(command: Any, **changes: Any) -> Any:
    return command.model_copy(update=changes)


def row(*wishes: Any) -> Any:
    flexibility, happened = flexibility_decider.initial, list[Any]()
    for wish in wishes:
        new = flexibility_decider.decide(wish, flexibility)
        happened += new
        flexibility = flexibility_decider.fold(new, flexibility)
    return row_after(flexibility_view, *happened)


class TestRequest:
    def test_is_for_a_rule_a_period_and_organisations(self) -> None:
        asked = row(REQUEST)
        assert (asked.status, asked.parties, asked.regulator_name) == ("requested", ["07L", "RF4"], "NHS England")

    def test_may_be_for_one_day_and_not_for_less(self) -> None:
        assert row(changed(REQUEST, end=START))
        given(flexibility_decider).when(changed(REQUEST, end=START - DAY)).then_refused(r.FlexibilityEndsBeforeStart)

    def test_is_made_to_a_regulator_there_is(self) -> None:
        given(flexibility_decider).when(changed(REQUEST, regulator="nhs_improvement")).then_refused(UnknownRegulator)

    def test_names_an_organisation_once(self) -> None:
        twice = changed(REQUEST, organisations=("07L", "07L"))
        given(flexibility_decider).when(twice).then_refused(NamedTwice)


class TestDecision:
    def test_grants_what_was_asked_for(self) -> None:
        granted = row(REQUEST, GRANT)
        assert (granted.status, granted.granted_start, granted.granted_end) == ("granted", START, END)

    def test_grants_a_part_of_the_period(self) -> None:
        part = changed(GRANT, outcome="granted_in_part", end=END - DAY)
        assert row(REQUEST, part).granted_end == END - DAY
        whole = changed(part, outcome="granted")
        given(flexibility_decider).when(REQUEST, whole).then_refused(r.FlexibilityBeyondRequest)

    @pytest.mark.parametrize("period", [{"start": START - DAY}, {"end": END + DAY}])
    def test_grants_nothing_that_was_not_asked_for(self, period: dict[str, date]) -> None:
        beyond = changed(GRANT, outcome="granted_in_part", **period)
        given(flexibility_decider).when(REQUEST, beyond).then_refused(r.FlexibilityBeyondRequest)

    @pytest.mark.parametrize("period", [{"start": None}, {"end": None}, {"start": END, "end": START}])
    def test_that_grants_has_a_period(self, period: dict[str, date | None]) -> None:
        given(flexibility_decider).when(REQUEST, changed(GRANT, **period)).then_refused(r.FlexibilityPeriodMissing)

    def test_that_refuses_has_none(self) -> None:
        assert row(REQUEST, REFUSE).status == "refused"
        given(flexibility_decider).when(REQUEST, changed(REFUSE, end=END)).then_refused(r.FlexibilityPeriodMissing)

    @pytest.mark.parametrize("day", [TODAY - DAY, TODAY + DAY])
    def test_is_dated_from_the_request_to_today(self, day: date) -> None:
        other = changed(GRANT, decided_on=day)
        given(flexibility_decider).when(REQUEST, other).then_refused(r.FlexibilityDecidedOutOfTime)

    def test_comes_once_and_not_after_a_withdrawal(self) -> None:
        assert row(REQUEST, WITHDRAW).status == "withdrawn"
        for before in ((GRANT,), (REFUSE,), (WITHDRAW,)):
            given(flexibility_decider).when(REQUEST, *before, GRANT).then_refused(r.FlexibilityNotAwaited)
            given(flexibility_decider).when(REQUEST, *before, WITHDRAW).then_refused(r.FlexibilityNotAwaited)


class TestExpiry:
    def test_is_the_day_after_the_last_granted_and_once(self) -> None:
        late = due_command("expiry", END + DAY)
        given(flexibility_decider).when(REQUEST, GRANT, due_command("expiry", END)).then_refused(
            r.FlexibilityStillRunning
        )
        assert row(REQUEST, GRANT, late).status == "expired"
        given(flexibility_decider).when(REQUEST, GRANT, late, late).then()

    def test_the_clock_asks_only_of_what_was_granted(self) -> None:
        assert due_of(row(REQUEST, GRANT)) == {"expiry": END + DAY}
        for wishes in ((REQUEST,), (REQUEST, REFUSE), (REQUEST, GRANT, due_command("expiry", END + DAY))):
            assert due_of(row(*wishes)) == {}
        given(flexibility_decider).when(REQUEST, due_command("expiry", END + DAY)).then()
