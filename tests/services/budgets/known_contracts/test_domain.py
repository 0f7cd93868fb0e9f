"""Noting contracts: the latest note counts, old news is no news."""

from datetime import date
from uuid import UUID

from services.budgets.known_contracts.commands import Modified, NoteContract
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


def modified(from_day: date, to_day: date, value_pence: int) -> NoteContract:
    change = Modified(from_day=from_day, to_day=to_day, value_pence=value_pence)
    return NoteContract(contract_id=CONTRACT, ref="BHR-0001", contract_version=9, end=to_day, modified=change)


def terms_after(command: NoteContract, *before: ContractNoted) -> list[tuple[date, date, int]]:
    (event,) = given(known_contract_decider, *before).when(command).happened()
    assert isinstance(event, ContractNoted)
    return [(term.from_day, term.to_day, term.value_pence) for term in event.terms]


class TestAModification:
    def test_leaves_what_fell_due_before_it_and_spreads_the_rest_over_what_is_left(self) -> None:
        assert terms_after(modified(date(2018, 10, 1), date(2019, 9, 30), 60_000), noted) == [
            (date(2018, 4, 1), date(2018, 9, 30), 18_300),
            (date(2018, 10, 1), date(2019, 9, 30), 41_700),
        ]

    def test_from_the_first_day_takes_the_place_of_everything(self) -> None:
        assert terms_after(modified(date(2018, 4, 1), date(2019, 3, 31), 50_000), noted) == [
            (date(2018, 4, 1), date(2019, 3, 31), 50_000)
        ]

    def test_within_an_option_leaves_the_first_term_whole(self) -> None:
        found = terms_after(modified(date(2019, 4, 2), date(2020, 3, 31), 76_500), noted, noted_longer)
        assert found == [
            (date(2018, 4, 1), date(2019, 3, 31), 36_500),
            (date(2019, 4, 1), date(2019, 4, 1), 109),
            (date(2019, 4, 2), date(2020, 3, 31), 39_891),
        ]

    def test_always_adds_up_to_the_new_value_even_where_it_takes_back(self) -> None:
        found = terms_after(modified(date(2019, 3, 31), date(2019, 3, 31), 1_000), noted)
        assert sum(value for _, _, value in found) == 1_000
        assert found[-1][2] < 0
