"""The rules of the register, at their edges and refused."""

from datetime import date
from uuid import UUID

from services.contracts.register import commands as c
from services.contracts.register import refusals as r
from services.contracts.register.domain import annual_value_pence, contract_decider
from services.contracts.register.views import contract_view
from shared.events.contracts import register as e
from tests.kit.scenario import given, row_after

CONTRACT = UUID("01980000-0000-7000-8000-00000000c001")
END = date(2019, 3, 31)
REGISTER = c.RegisterContract(
    contract_id=CONTRACT,
    ref="BHR-0001",
    title="Acute services",
    commissioners=("07L", "08F"),
    providers=(e.ContractProvider(ods="RF4", role="lead", in_area_share_bp=8_000),),
    start=date(2014, 4, 1),
    end=END,
    extension_options=(e.ExtensionOption(months=12, value_pence=80_000_000),),
    original_lifetime_value_pence=400_000_000,
)
registered = e.ContractRegistered(**dict(REGISTER))
activated = e.ContractActivated(
    contract_id=CONTRACT,
    ref="BHR-0001",
    signed_on=date(2014, 3, 1),
    value_pence=400_000_000,
    annual_value_pence=80_000_000,
    start=date(2014, 4, 1),
    end=END,
    commissioners=("07L", "08F"),
)
extended = e.ContractExtended(
    contract_id=CONTRACT,
    ref="BHR-0001",
    option_no=1,
    months=12,
    added_from=date(2019, 4, 1),
    added_value_pence=80_000_000,
    new_end=date(2020, 3, 31),
    new_value_pence=480_000_000,
    new_annual_value_pence=80_000_000,
)
terminated = e.ContractTerminated(contract_id=CONTRACT, ref="BHR-0001", ground="agreed", effective_on=END)
expired = e.ContractExpired(contract_id=CONTRACT, ref="BHR-0001", end=END)
evidence = (e.Evidence(kind="review", uri="https://example.org/review", period="2017/18"),)


class TestRegisterContract:
    def test_enters_a_draft(self) -> None:
        given(contract_decider).when(REGISTER).then(registered)

    def test_refuses_the_same_contract_twice(self) -> None:
        given(contract_decider, registered).when(REGISTER).then_refused(r.ContractRefTaken)

    def test_refuses_an_end_on_the_day_of_the_start(self) -> None:
        same_day = REGISTER.model_copy(update={"end": REGISTER.start})
        given(contract_decider).when(same_day).then_refused(r.EndNotAfterStart)

    def test_accepts_an_end_the_day_after_the_start(self) -> None:
        next_day = REGISTER.model_copy(update={"end": date(2014, 4, 2)})
        assert given(contract_decider).when(next_day).happened()

    def test_refuses_a_provider_named_twice(self) -> None:
        twice = REGISTER.model_copy(update={"providers": REGISTER.providers * 2})
        given(contract_decider).when(twice).then_refused(r.ProviderNamedTwice)


class TestActivateContract:
    def test_brings_a_draft_into_force_with_its_annual_value(self) -> None:
        given(contract_decider, registered).when(c.ActivateContract(signed_on=date(2014, 3, 1))).then(activated)

    def test_refuses_a_contract_already_in_force(self) -> None:
        again = c.ActivateContract(signed_on=date(2014, 3, 1))
        given(contract_decider, registered, activated).when(again).then_refused(r.ContractNotDraft)

    def test_refuses_a_contract_nobody_registered(self) -> None:
        given(contract_decider).when(c.ActivateContract(signed_on=END)).then_refused(r.ContractNotFound)


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
    FINDING = c.RecordContractFinding(
        finding="works_well", themes=("access",), evidence=evidence, assessed_on=END, today=END
    )

    def test_records_what_was_seen_today(self) -> None:
        (found,) = given(contract_decider, registered, activated).when(self.FINDING).happened()
        assert (found.finding, found.evidence) == ("works_well", evidence)

    def test_refuses_a_finding_without_evidence(self) -> None:
        bare = self.FINDING.model_copy(update={"evidence": ()})
        given(contract_decider, registered, activated).when(bare).then_refused(r.FindingWithoutEvidence)

    def test_refuses_an_assessment_dated_tomorrow(self) -> None:
        tomorrow = self.FINDING.model_copy(update={"assessed_on": date(2019, 4, 1)})
        given(contract_decider, registered, activated).when(tomorrow).then_refused(r.AssessedInFuture)

    def test_refuses_a_draft(self) -> None:
        given(contract_decider, registered).when(self.FINDING).then_refused(r.ContractNotActive)


class TestNovateContract:
    NOVATE = c.NovateContract(from_ods="RF4", to_ods="RAT", reason="merger", effective_on=END)

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
        late = self.NOVATE.model_copy(update={"effective_on": date(2019, 4, 1)})
        given(contract_decider, registered, activated).when(late).then_refused(r.OutsideTerm)


class TestTerminateContract:
    def test_ends_a_contract_within_its_term(self) -> None:
        asked = c.TerminateContract(ground="agreed", effective_on=END)
        given(contract_decider, registered, activated).when(asked).then(terminated)

    def test_refuses_a_day_before_the_start(self) -> None:
        early = c.TerminateContract(ground="agreed", effective_on=date(2014, 3, 31))
        given(contract_decider, registered, activated).when(early).then_refused(r.OutsideTerm)

    def test_refuses_twice(self) -> None:
        asked = c.TerminateContract(ground="agreed", effective_on=END)
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
