"""Noting contracts: the latest note counts, old news is no news."""

from datetime import date
from uuid import UUID

from services.budgets.known_contracts.commands import NoteContract
from services.budgets.known_contracts.domain import known_contract_decider
from services.budgets.known_contracts.views import known_contract_view
from shared.events.budgets.known_contracts import ContractNoted, ContractTerm
from tests.kit.scenario import given, row_after

CONTRACT = UUID("01980000-0000-7000-8000-00000000c001")
FIRST_TERM = ContractTerm(from_day=date(2018, 4, 1), to_day=date(2019, 3, 31), value_pence=36_500)
OPTION = ContractTerm(from_day=date(2019, 4, 1), to_day=date(2020, 3, 31), value_pence=40_000)
ACTIVATED = NoteContract(
    contract_id=CONTRACT,
    ref="BHR-0001",
    contract_version=2,
    start=date(2018, 4, 1),
    end=date(2019, 3, 31),
    term=FIRST_TERM,
    commissioners=("07L",),
)
EXTENDED = NoteContract(contract_id=CONTRACT, ref="BHR-0001", contract_version=3, end=date(2020, 3, 31), term=OPTION)
ENDED = NoteContract(contract_id=CONTRACT, ref="BHR-0001", contract_version=4, end=date(2019, 6, 30), ended=True)
noted = ContractNoted(
    contract_id=CONTRACT,
    ref="BHR-0001",
    contract_version=2,
    start=date(2018, 4, 1),
    end=date(2019, 3, 31),
    terms=(FIRST_TERM,),
    ended=False,
    commissioners=("07L",),
)
noted_longer = noted.model_copy(update={"contract_version": 3, "end": date(2020, 3, 31), "terms": (FIRST_TERM, OPTION)})
noted_ended = noted_longer.model_copy(update={"contract_version": 4, "end": date(2019, 6, 30), "ended": True})


class TestNoteContract:
    def test_from_its_activation_on(self) -> None:
        given(known_contract_decider).when(ACTIVATED).then(noted)

    def test_with_the_term_and_value_of_an_extension(self) -> None:
        given(known_contract_decider, noted).when(EXTENDED).then(noted_longer)

    def test_until_it_ends(self) -> None:
        given(known_contract_decider, noted, noted_longer).when(ENDED).then(noted_ended)

    def test_ignores_what_it_has_seen(self) -> None:
        given(known_contract_decider, noted).when(ACTIVATED).then()

    def test_ignores_older_news(self) -> None:
        given(known_contract_decider, noted, noted_longer).when(ACTIVATED).then()

    def test_ignores_news_that_changes_nothing(self) -> None:
        again = EXTENDED.model_copy(update={"contract_version": 9, "term": None})
        given(known_contract_decider, noted, noted_longer).when(again).then()

    def test_knows_no_contract_that_was_never_in_force(self) -> None:
        given(known_contract_decider).when(ENDED).then()


class TestKnownContractRow:
    def test_is_the_latest_note(self) -> None:
        row = row_after(known_contract_view, noted, noted_longer, noted_ended)
        assert (row.end, row.ended, row.terms, row.parties) == (date(2019, 6, 30), True, [FIRST_TERM, OPTION], ["07L"])
