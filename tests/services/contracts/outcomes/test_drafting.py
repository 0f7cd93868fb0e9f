"""How an outcomes framework is drafted, agreed by somebody else, and followed by its next version (R97)."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given as whatever
from hypothesis import strategies as st

from services.contracts.naming import NamedTwice
from services.contracts.outcomes import commands as c
from services.contracts.outcomes import refusals as r
from services.contracts.outcomes.domain import outcomes_decider
from services.contracts.outcomes.schedule import at_risk_bp, usual_schedule, year_bounds, year_of
from services.contracts.outcomes.timers import due_command, due_of
from services.contracts.register.refusals import NotACommissioner, ProviderIsCommissioner, UnknownLocality
from shared.events.contracts import outcome_parts as p
from shared.events.contracts import outcomes as e
from shared.kernel.four_eyes import ApprovedByProposer
from shared.kernel.refusals import Refused
from tests.kit.scenario import given
from tests.services.contracts.outcomes.history import (
    AGREE,
    CONTRACT,
    CONTRACT_KNOWN,
    DAY,
    DRAFT,
    FIRST_DAY,
    PROPOSER,
    SUCCESSOR,
    TODAY,
    after,
    earlier,
    events,
    indicator,
    measure,
    row,
)


def changed(command: Any, **changes: Any) -> Any:
    return command.model_copy(update=changes)


def refused(refusal: type[Refused], *wishes: Any) -> Refused:
    with pytest.raises(refusal) as caught:
        given(outcomes_decider).when(*wishes).happened()
    assert type(caught.value) is refusal
    return caught.value


class TestDraft:
    def test_is_for_a_population_under_a_contract_and_takes_the_usual_schedule(self) -> None:
        drafted = row(DRAFT)
        assert (drafted.status, drafted.version_no, drafted.weight_bp) == ("draft", 1, 10_000)
        assert (drafted.contract_id, drafted.contract_ref) == (CONTRACT, "BHR-0001")
        assert drafted.parties == ["07L", "08F", "RF4", "RAT"]
        assert [at_risk_bp(drafted.at_risk, year) for year in range(1, 7)] == [0, 1_000, 1_000, 1_500, 1_500, 1_500]

    def test_takes_the_steps_agreed_instead(self) -> None:
        steps = (p.AtRiskStep(from_year=1, share_bp=500),)
        assert [at_risk_bp(after(changed(DRAFT, at_risk=steps)).at_risk, year) for year in (1, 9)] == [500, 500]

    @pytest.mark.parametrize("years", [(2,), (1, 1), (1, 3, 2)])
    def test_refuses_steps_out_of_order(self, years: tuple[int, ...]) -> None:
        steps = tuple(p.AtRiskStep(from_year=year, share_bp=500) for year in years)
        refused(r.AtRiskStepsOutOfOrder, changed(DRAFT, at_risk=steps))

    @pytest.mark.parametrize(
        "twice",
        [
            {"commissioners": ("07L", "07L")},
            {"providers": ("RF4", "RF4")},
            {"localities": ("havering-north", "havering-north")},
            {"indicators": (indicator("A-1", 1), indicator("A-1", 2))},
        ],
        ids=str,
    )
    def test_refuses_what_is_named_twice(self, twice: dict[str, Any]) -> None:
        refused(NamedTwice, changed(DRAFT, **twice))

    def test_is_of_commissioners_for_providers_in_known_localities(self) -> None:
        refused(NotACommissioner, changed(DRAFT, commissioners=("RF4",)))
        refused(ProviderIsCommissioner, changed(DRAFT, providers=("RF4", "07L")))
        refused(UnknownLocality, changed(DRAFT, localities=("atlantis",)))

    def test_shares_among_its_providers_add_up(self) -> None:
        def shares(*parts: tuple[str, int]) -> Any:
            return changed(DRAFT, shares=tuple(p.OutcomeShare(ods=ods, share_bp=bp) for ods, bp in parts))

        assert after(shares(("RF4", 6_000), ("RAT", 4_000)))
        refused(r.SharesNotWhole, shares(("RF4", 6_000), ("RAT", 3_999)))
        refused(r.SharesNotWhole, shares(("RF4", 6_000), ("RAT", 4_001)))
        refused(r.ShareForNoProvider, shares(("07L", 10_000)))

    def test_counts_years_from_the_contracts_start(self) -> None:
        late = changed(CONTRACT_KNOWN, start=FIRST_DAY + DAY)
        refused(r.FirstDayNotContractStart, changed(DRAFT, contract=late))

    def test_refuses_a_contract_of_others(self) -> None:
        refused(r.ContractOfOthers, changed(DRAFT, contract=changed(CONTRACT_KNOWN, commissioners=("08N",))))


class TestIndicators:
    ONE, LESS, MORE = (p.Ratio(num=num, den=4) for num in (2, 1, 3))

    @pytest.mark.parametrize(
        ("direction", "baseline", "target", "fits"),
        [
            ("increase", ONE, MORE, True),
            ("increase", ONE, LESS, False),
            ("decrease", ONE, LESS, True),
            ("decrease", ONE, MORE, False),
            ("increase", ONE, ONE, True),
            ("decrease", ONE, ONE, True),
        ],
    )
    def test_have_a_target_that_lies_in_their_direction(
        self, direction: str, baseline: p.Ratio, target: p.Ratio, fits: bool
    ) -> None:
        one = indicator("C-1", 100, direction=direction, baseline=baseline, target=target)
        asked = c.DefineOutcomeIndicator(indicator=one, by=PROPOSER)
        if fits:
            assert after(DRAFT, asked).indicators[-1] == one
        else:
            refused(r.TargetNotBeyondBaseline, DRAFT, asked)
            refused(r.TargetNotBeyondBaseline, changed(DRAFT, indicators=(one,)))

    def test_of_the_same_code_take_each_others_place(self) -> None:
        again = c.DefineOutcomeIndicator(indicator=indicator("A-1", 1), by=PROPOSER)
        assert [(one.code, one.weight_bp) for one in after(DRAFT, again).indicators] == [("A-1", 1), ("B-1", 4_000)]

    def test_are_removed_by_their_code(self) -> None:
        gone = c.RemoveOutcomeIndicator(code="A-1", by=PROPOSER)
        assert [one.code for one in after(DRAFT, gone).indicators] == ["B-1"]
        refused(r.IndicatorNotFound, DRAFT, gone, gone)

    def test_do_not_change_once_agreed(self) -> None:
        asked = c.DefineOutcomeIndicator(indicator=indicator("C-1", 1), by=PROPOSER)
        refused(r.FrameworkNotDraft, DRAFT, AGREE, asked)
        refused(r.FrameworkNotDraft, DRAFT, AGREE, c.RemoveOutcomeIndicator(code="A-1", by=PROPOSER))


class TestAgreement:
    def test_is_in_force_at_once_when_its_day_has_come(self) -> None:
        assert [type(one) for one in events(DRAFT, AGREE)[-2:]] == [
            e.OutcomesFrameworkAgreed,
            e.OutcomesFrameworkInForce,
        ]
        assert after(DRAFT, changed(AGREE, from_day=TODAY)).status == "in_force"

    def test_waits_for_its_day_and_the_clock(self) -> None:
        later = changed(AGREE, from_day=TODAY + DAY)
        waiting = row(DRAFT, later)
        assert (waiting.status, due_of(waiting)) == ("agreed", {"in-force": TODAY + DAY})
        refused(r.FrameworkNotAgreed, DRAFT, later, due_command("in-force", TODAY))
        refused(r.FrameworkNotAgreed, DRAFT, due_command("in-force", TODAY))
        there = [DRAFT, later, due_command("in-force", TODAY + DAY)]
        assert (row(*there).status, due_of(row(*there))) == ("in_force", {})
        given(outcomes_decider).when(*there, due_command("in-force", TODAY + DAY)).then()

    @pytest.mark.parametrize("last", [3_999, 4_001])
    def test_refuses_weights_that_do_not_add_up_by_one(self, last: int) -> None:
        draft = changed(DRAFT, indicators=(indicator("A-1", 6_000), indicator("B-1", last)))
        assert refused(r.WeightsNotWhole, draft, AGREE).facts == {"weight_bp": 6_000 + last}

    def test_refuses_a_framework_without_indicators(self) -> None:
        refused(r.WeightsNotWhole, changed(DRAFT, indicators=()), AGREE)

    def test_refuses_who_drafted_it_and_who_changed_it(self) -> None:
        refused(ApprovedByProposer, DRAFT, changed(AGREE, by=PROPOSER))
        again = c.DefineOutcomeIndicator(indicator=indicator("A-1", 6_000), by="another")
        refused(ApprovedByProposer, DRAFT, again, changed(AGREE, by="another"))
        refused(ApprovedByProposer, DRAFT, again, changed(AGREE, by=PROPOSER))
        removal = c.RemoveOutcomeIndicator(code="B-1", by="third")
        refused(ApprovedByProposer, DRAFT, removal, changed(AGREE, by="third"))

    def test_refuses_twice(self) -> None:
        refused(r.FrameworkNotDraft, DRAFT, AGREE, AGREE)

    def test_is_in_force_from_the_first_contract_year_at_the_earliest(self) -> None:
        refused(r.InForceTooEarly, DRAFT, changed(AGREE, from_day=FIRST_DAY - DAY))


@whatever(st.lists(st.integers(1, 4_000), min_size=1, max_size=8))
def test_a_framework_is_agreed_exactly_when_its_weights_are_whole(weights: list[int]) -> None:
    indicators = tuple(indicator(f"I-{place}", weight) for place, weight in enumerate(weights))
    asked = given(outcomes_decider).when(changed(DRAFT, indicators=indicators), AGREE)
    if sum(weights) == 10_000:
        assert asked.happened()
    else:
        asked.then_refused(r.WeightsNotWhole)
    rest = 10_000 - sum(weights[:-1])
    if rest >= 1:
        whole = (*indicators[:-1], indicator("LAST", rest))
        assert after(changed(DRAFT, indicators=whole), AGREE).status == "in_force"


class TestNextVersion:
    NEXT = changed(DRAFT, outcomes_framework_id=SUCCESSOR, supersedes_id=DRAFT.outcomes_framework_id, earlier=earlier())

    def test_counts_on(self) -> None:
        assert after(self.NEXT).version_no == 2

    @pytest.mark.parametrize(
        "other",
        [
            {"status": "draft"},
            {"status": "superseded"},
            {"ref": "OF-2"},
            {"first_day": FIRST_DAY + DAY},
            {"contract_id": None},
            {"commissioners": ("07L",)},
        ],
        ids=str,
    )
    def test_keeps_what_makes_it_the_same_framework(self, other: dict[str, Any]) -> None:
        refused(r.NothingToSupersede, changed(self.NEXT, earlier=earlier(**other)))

    def test_begins_after_what_the_version_before_has_paid_for(self) -> None:
        paid = date(2020, 3, 31)
        refused(r.InForceTooEarly, self.NEXT, changed(AGREE, earlier=earlier(), from_day=paid))
        assert after(self.NEXT, changed(AGREE, earlier=earlier(), from_day=paid + DAY)).status == "in_force"

    def test_begins_after_the_version_before(self) -> None:
        unpaid = earlier(paid_until=None)
        refused(r.InForceTooEarly, self.NEXT, changed(AGREE, earlier=unpaid, from_day=FIRST_DAY))
        assert after(self.NEXT, changed(AGREE, earlier=unpaid, from_day=FIRST_DAY + DAY))

    def test_takes_the_place_of_the_one_before_once(self) -> None:
        from_day = date(2020, 10, 1)
        later = c.SupersedeOutcomesFramework(superseded_by_id=SUCCESSOR, from_day=from_day)
        before = after(DRAFT, AGREE, later)
        assert (before.status, before.superseded_by_id) == ("superseded", SUCCESSOR)
        given(outcomes_decider).when(DRAFT, AGREE, later, later).then()
        assert [before.owns_year(year) for year in (1, 2, 3)] == [True, True, False]

    def test_a_year_belongs_to_the_version_in_force_on_its_last_day(self) -> None:
        begun = changed(AGREE, from_day=date(2020, 3, 31), earlier=None)
        assert [after(DRAFT, begun).owns_year(year) for year in (1, 2, 3)] == [False, True, True]
        refused(r.YearOfAnotherVersion, DRAFT, begun, measure("A-1", 1, 2, year=1))


class TestContractYears:
    def test_end_the_day_before_the_next_begins(self) -> None:
        assert year_bounds(FIRST_DAY, 2) == (date(2019, 4, 1), date(2020, 3, 31))
        assert year_bounds(date(2020, 2, 29), 1) == (date(2020, 2, 29), date(2021, 2, 28))

    @whatever(st.dates(date(2000, 1, 1), date(2040, 12, 31)), st.integers(1, 49))
    def test_follow_one_another_without_gap_or_overlap(self, first_day: date, year: int) -> None:
        start, end = year_bounds(first_day, year)
        assert end + DAY == year_bounds(first_day, year + 1)[0]
        assert year_of(first_day, start) == year_of(first_day, end) == year

    def test_there_is_none_before_the_first(self) -> None:
        assert year_of(FIRST_DAY, FIRST_DAY - DAY) is None

    def test_the_usual_schedule_is_that_of_the_day_or_the_first_there_is(self) -> None:
        assert usual_schedule(date(2000, 1, 1)) == usual_schedule(TODAY)


class TestLink:
    WITHOUT = changed(DRAFT, contract=None)
    LINK = c.LinkOutcomesFramework(contract=CONTRACT_KNOWN)

    def test_a_contract_made_later_is_linked_once(self) -> None:
        assert after(self.WITHOUT, self.LINK).contract_ref == "BHR-0001"
        given(outcomes_decider).when(self.WITHOUT, self.LINK, self.LINK).then()

    def test_refuses_a_second_contract_and_one_that_does_not_fit(self) -> None:
        other = changed(CONTRACT_KNOWN, contract_id=SUCCESSOR)
        refused(r.AlreadyLinkedToContract, DRAFT, c.LinkOutcomesFramework(contract=other))
        foreign = changed(CONTRACT_KNOWN, commissioners=("08N",))
        refused(r.ContractOfOthers, self.WITHOUT, c.LinkOutcomesFramework(contract=foreign))
        late = changed(CONTRACT_KNOWN, start=TODAY)
        refused(r.FirstDayNotContractStart, self.WITHOUT, c.LinkOutcomesFramework(contract=late))
