"""What may be entered in the register: commissioners, providers, places, terms, values and words."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from services.contracts.register import commands as c
from services.contracts.register import refusals as r
from services.contracts.register.domain import contract_decider
from shared.events.contracts import register as e
from shared.kernel.parts import Evidence
from shared.kernel.refusals import Refused
from tests.kit.scenario import given
from tests.services.contracts.register.history import REGISTER, activating, registered


def asking(**changes: Any) -> c.RegisterContract:
    return REGISTER.model_copy(update=changes)


def refused(command: c.RegisterContract, refusal: type[Refused]) -> Refused:
    with pytest.raises(refusal) as caught:
        given(contract_decider).when(command).happened()
    return caught.value


class TestTheDraft:
    def test_is_entered(self) -> None:
        """With the framework it may be called off (R33)."""
        given(contract_decider).when(REGISTER).then(registered)

    def test_is_refused_twice(self) -> None:
        given(contract_decider, registered).when(REGISTER).then_refused(r.ContractRefTaken)

    def test_is_refused_an_end_on_the_day_of_the_start(self) -> None:
        refused(asking(end=REGISTER.start), r.EndNotAfterStart)

    def test_may_end_the_day_after_the_start(self) -> None:
        assert given(contract_decider).when(asking(end=date(2014, 4, 2))).happened()


class TestCommissioners:
    """A contract may have several, CCGs and boroughs together (R30)."""

    def test_are_ccgs_integrated_care_boards_and_boroughs(self) -> None:
        assert given(contract_decider).when(asking(commissioners=("07L", "QMF", "E09000016"))).happened()

    @pytest.mark.parametrize("code", ["RF4", "F82001"])
    def test_are_nobody_else(self, code: str) -> None:
        assert refused(asking(commissioners=("07L", code)), r.NotACommissioner).field == "commissioners.1"

    def test_stand_once(self) -> None:
        no = refused(asking(commissioners=("07L", "08F", "07L")), r.CommissionerNamedTwice)
        assert no.field == "commissioners.2"


class TestProviders:
    def test_stand_once(self) -> None:
        refused(asking(providers=REGISTER.providers * 2), r.ProviderNamedTwice)

    def test_are_none_of_the_commissioners(self) -> None:
        both = (*REGISTER.providers, e.ContractProvider(ods="08F"))
        assert refused(asking(providers=both), r.ProviderIsCommissioner).field == "providers.1.ods"


class TestLocalities:
    def test_are_known(self) -> None:
        unknown = ("havering-north", "havering-far-north")
        assert refused(asking(localities=unknown), r.UnknownLocality).field == "localities.1"

    def test_are_taken_as_they_are_where_the_installation_knows_none(self) -> None:
        assert given(contract_decider).when(asking(localities=("x",), known_localities=frozenset())).happened()


class TestValue:
    MOST = 10**15

    def test_may_be_the_most_with_all_options(self) -> None:
        options = (e.ExtensionOption(months=1, value_pence=1),)
        most = asking(original_lifetime_value_pence=self.MOST - 1, extension_options=options)
        assert given(contract_decider).when(most).happened()

    def test_is_refused_beyond_the_most(self) -> None:
        options = (e.ExtensionOption(months=1, value_pence=1),)
        beyond = asking(original_lifetime_value_pence=self.MOST, extension_options=options)
        refused(beyond, r.ValueTooLarge)

    def test_of_one_month_has_twelve_times_as_much_a_year(self) -> None:
        short = asking(end=date(2014, 4, 30), original_lifetime_value_pence=self.MOST, extension_options=())
        signing = activating(today=date(2014, 4, 1))
        (activated,) = given(contract_decider).when(short, signing).happened()
        assert activated.annual_value_pence == 12 * self.MOST < 2**63


class TestWords:
    @pytest.mark.parametrize("name", ["ref", "title", "route", "standard_form", "framework"])
    def test_are_not_blank(self, name: str) -> None:
        with pytest.raises(ValidationError):
            c.RegisterContract.model_validate(dict(REGISTER) | {name: " \t "})

    def test_lose_the_blanks_around_them(self) -> None:
        assert c.RegisterContract.model_validate(dict(REGISTER) | {"title": " Acute "}).title == "Acute"

    @pytest.mark.parametrize("name", ["kind", "uri", "period"])
    def test_of_evidence_are_not_blank(self, name: str) -> None:
        with pytest.raises(ValidationError):
            Evidence.model_validate({"kind": "review", "uri": "urn:x", "period": "2025", name: " "})

    def test_of_reasons_and_grounds_are_not_blank(self) -> None:
        day = date(2026, 1, 1)
        with pytest.raises(ValidationError):
            c.TerminateContractBody(ground=" ", effective_on=day)
        with pytest.raises(ValidationError):
            c.NovateContractBody(from_ods="RF4", to_ods="RAT", reason=" ", effective_on=day)


class TestTerm:
    def test_may_reach_the_end_of_2199(self) -> None:
        assert c.RegisterContract.model_validate(dict(REGISTER) | {"end": date(2199, 12, 31)})

    def test_is_refused_beyond_it_where_options_might_leave_the_calendar(self) -> None:
        with pytest.raises(ValidationError):
            c.RegisterContract.model_validate(dict(REGISTER) | {"end": date(2200, 1, 1)})
