"""The rules of the register, at their edges and refused."""

from datetime import date

import pytest
from pydantic import ValidationError

from services.contracts.register import commands as c
from services.contracts.register import refusals as r
from services.contracts.register.domain import contract_decider
from services.contracts.register.state import annual_value_pence
from services.contracts.register.views import contract_view
from tests.kit.scenario import given, row_after
from tests.services.contracts.register.history import (
    END,
    activated,
    activating,
    evidence,
    expired,
    extended,
    registered,
    terminated,
)


class TestActivateContract:
    def test_brings_a_draft_into_force_with_its_annual_value(self) -> None:
        given(contract_decider, registered).when(activating()).then(activated)

    def test_refuses_a_contract_already_in_force(self) -> None:
        again = activating()
        given(contract_decider, registered, activated).when(again).then_refused(r.ContractNotDraft)

    def test_accepts_a_signature_of_today(self) -> None:
        assert given(contract_decider, registered).when(activating(END)).happened()

    def test_refuses_a_signature_of_tomorrow(self) -> None:
        tomorrow = activating(date(2019, 4, 1))
        given(contract_decider, registered).when(tomorrow).then_refused(r.SignedInFuture)

    def test_refuses_a_contract_nobody_registered(self) -> None:
        given(contract_decider).when(activating(END)).then_refused(r.ContractNotFound)


class TestExtendContract:
    def test_takes_the_next_option_on_the_last_day(self) -> None:
        given(contract_decider, registered, activated).when(c.ExtendContract(option_no=1, today=END)).then(extended)

    def test_refuses_the_day_after_the_last(self) -> None:
        late = c.ExtendContract(option_no=1, today=date(2019, 4, 1))
        given(contract_decider, registered, activated).when(late).then_refused(r.ContractTermOver)

    def test_refuses_an_option_nobody_agreed(self) -> None:
        second = c.ExtendContract(option_no=2, today=END)
        given(contract_decider, registered, activated, extended).when(second).then_refused(r.NotAnAgreedOption)

    def test_refuses_an_option_twice(self) -> None:
        again = c.ExtendContract(option_no=1, today=END)
        given(contract_decider, registered, activated, extended).when(again).then_refused(r.NotAnAgreedOption)

    def test_refuses_a_draft(self) -> None:
        early = c.ExtendContract(option_no=1, today=END)
        given(contract_decider, registered).when(early).then_refused(r.ContractNotActive)


class TestRecordContractFinding:
    """Whether a contract works well is said on evidence (R2)."""

    FINDING = c.RecordContractFinding(
        finding="works_well", themes=("access",), evidence=evidence, assessed_on=END, today=END
    )

    def test_records_what_was_seen_today(self) -> None:
        (found,) = given(contract_decider, registered, activated).when(self.FINDING).happened()
        assert (found.finding, found.evidence) == ("works_well", evidence)

    def test_the_newest_assessment_is_shown_and_an_older_one_recorded_only(self) -> None:
        (newer,) = given(contract_decider, registered, activated).when(self.FINDING).happened()
        old = self.FINDING.model_copy(update={"finding": "mixed", "assessed_on": date(2019, 3, 30)})
        (older,) = given(contract_decider, registered, activated, newer).when(old).happened()
        assert (newer.newest, older.newest, older.finding) == (True, False, "mixed")
        row = row_after(contract_view, registered, activated, newer, older)
        assert (row.finding, row.assessed_on, row.finding_themes) == ("works_well", END, ["access"])

    def test_of_two_assessments_of_one_day_the_one_recorded_last_is_shown(self) -> None:
        (first,) = given(contract_decider, registered, activated).when(self.FINDING).happened()
        again = self.FINDING.model_copy(update={"finding": "mixed"})
        (second,) = given(contract_decider, registered, activated, first).when(again).happened()
        assert row_after(contract_view, registered, activated, first, second).finding == "mixed"

    def test_nothing_can_be_found_not_assessed(self) -> None:
        with pytest.raises(ValidationError):
            c.RecordContractFinding.model_validate(dict(self.FINDING) | {"finding": "not_assessed"})

    @pytest.mark.parametrize(
        ("finding", "words"),
        [("works_well", "works well"), ("needs_improvement", "needs improvement"), ("mixed", "mixed")],
    )
    def test_is_told_in_words(self, finding: str, words: str) -> None:
        asked = self.FINDING.model_copy(update={"finding": finding})
        (found,) = given(contract_decider, registered, activated).when(asked).happened()
        assert found.tell() == f"Contract BHR-0001 was assessed: {words}"

    def test_refuses_a_finding_without_evidence(self) -> None:
        bare = self.FINDING.model_copy(update={"evidence": ()})
        given(contract_decider, registered, activated).when(bare).then_refused(r.FindingWithoutEvidence)

    def test_refuses_an_assessment_dated_tomorrow(self) -> None:
        tomorrow = self.FINDING.model_copy(update={"assessed_on": date(2019, 4, 1)})
        given(contract_decider, registered, activated).when(tomorrow).then_refused(r.AssessedInFuture)

    def test_refuses_a_draft(self) -> None:
        given(contract_decider, registered).when(self.FINDING).then_refused(r.ContractNotActive)


class TestNovateContract:
    NOVATE = c.NovateContract(from_ods="RF4", to_ods="RAT", reason="merger", effective_on=END, today=END)

    def test_puts_one_provider_in_anothers_place(self) -> None:
        (novated,) = given(contract_decider, registered, activated).when(self.NOVATE).happened()
        row = row_after(contract_view, registered, activated, novated)
        assert row.provider_codes == ["RAT"]
        assert row.parties == ["07L", "08F", "RF4", "RAT"]

    def test_refuses_from_someone_who_is_no_provider(self) -> None:
        stranger = self.NOVATE.model_copy(update={"from_ods": "RAT"})
        given(contract_decider, registered, activated).when(stranger).then_refused(r.NotAProvider)

    def test_refuses_to_someone_who_already_is(self) -> None:
        same = self.NOVATE.model_copy(update={"to_ods": "RF4"})
        given(contract_decider, registered, activated).when(same).then_refused(r.AlreadyAProvider)

    def test_refuses_a_day_after_the_term(self) -> None:
        late = self.NOVATE.model_copy(update={"effective_on": date(2019, 4, 1), "today": date(2019, 4, 1)})
        given(contract_decider, registered, activated).when(late).then_refused(r.OutsideTerm)

    def test_refuses_a_day_to_come(self) -> None:
        yesterday = self.NOVATE.model_copy(update={"today": date(2019, 3, 30)})
        given(contract_decider, registered, activated).when(yesterday).then_refused(r.EffectiveInFuture)

    def test_refuses_one_of_its_commissioners(self) -> None:
        own = self.NOVATE.model_copy(update={"to_ods": "07L"})
        given(contract_decider, registered, activated).when(own).then_refused(r.ProviderIsCommissioner)

    def test_the_newcomer_comes_with_a_share_of_its_own(self) -> None:
        """How much of its work is for this area (R46)."""
        (whole,) = given(contract_decider, registered, activated).when(self.NOVATE).happened()
        assert row_after(contract_view, registered, activated, whole).providers[0].in_area_share_bp == 10_000
        part = self.NOVATE.model_copy(update={"in_area_share_bp": 2_500})
        (novated,) = given(contract_decider, registered, activated).when(part).happened()
        assert row_after(contract_view, registered, activated, novated).providers[0].in_area_share_bp == 2_500


class TestTerminateContract:
    def test_ends_a_contract_within_its_term(self) -> None:
        asked = c.TerminateContract(ground="agreed", effective_on=END, today=END)
        given(contract_decider, registered, activated).when(asked).then(terminated)

    def test_refuses_a_day_to_come_and_says_when_it_can_be_recorded(self) -> None:
        early = c.TerminateContract(ground="agreed", effective_on=END, today=date(2019, 3, 30))
        with pytest.raises(r.EffectiveInFuture, match="2019-03-31 and can be recorded from that day on"):
            given(contract_decider, registered, activated).when(early).happened()

    def test_the_end_is_the_last_day_in_force_and_what_was_agreed_stays(self) -> None:
        asked = c.TerminateContract(ground="agreed", effective_on=date(2016, 3, 31), today=END)
        (ended,) = given(contract_decider, registered, activated).when(asked).happened()
        row = row_after(contract_view, registered, activated, ended)
        assert (row.current_end, row.ended_on, row.original_end) == (date(2016, 3, 31), date(2016, 3, 31), END)
        assert (row.current_value_pence, row.current_term_months, row.annual_value_pence) == (
            400_000_000,
            60,
            80_000_000,
        )

    def test_refuses_a_day_before_the_start(self) -> None:
        early = c.TerminateContract(ground="agreed", effective_on=date(2014, 3, 31), today=END)
        given(contract_decider, registered, activated).when(early).then_refused(r.OutsideTerm)

    def test_refuses_twice(self) -> None:
        asked = c.TerminateContract(ground="agreed", effective_on=END, today=END)
        given(contract_decider, registered, activated, terminated).when(asked).then_refused(r.ContractNotActive)


class TestExpireContract:
    def test_happens_the_day_after_the_end(self) -> None:
        given(contract_decider, registered, activated).when(c.ExpireContract(today=date(2019, 4, 1))).then(expired)

    def test_refused_on_the_last_day(self) -> None:
        today = c.ExpireContract(today=END)
        given(contract_decider, registered, activated).when(today).then_refused(r.ContractStillRunning)

    def test_asked_twice_happens_once(self) -> None:
        asked = c.ExpireContract(today=date(2019, 4, 1))
        given(contract_decider, registered, activated, expired).when(asked).then()


class TestAnnualValue:
    def test_of_four_million_over_sixty_months(self) -> None:
        assert annual_value_pence(400_000_000, 60) == 80_000_000

    def test_is_rounded_half_up(self) -> None:
        assert annual_value_pence(72_500_000, 37) == 23_513_514
