"""Days, money, codes, columns and names as sources write them: what could be read two ways is refused (R1)."""

from datetime import date

import pytest

from services.contracts.files.refusals import RowNotReadable
from services.contracts.imports import refusals as no
from services.contracts.imports.names import Names
from services.contracts.imports.readings import check_digit, cpv_of, day_of, pence_of
from services.contracts.imports.register_csv import columns_of, contract_in
from shared.kernel.organisations import Organisation, Organisations, OrgKind
from shared.kernel.refusals import Refused
from tests.services.contracts.ocds.telling import ORGANISATIONS

HEADER = [
    "CONTRACT_REF",
    "CONTRACT_NAME",
    "WINNING_BIDDER",
    "PROCUREMENT_ROUTE",
    "START_DATE",
    "CURRENT_END_DATE",
    "CURRENT_VALUE",
    "CURRENT_TERM_MONTHS",
    "ESTIMATED_ANNUAL_VALUE",
]
ROW = ["C1", "Nursing", "RAT", "Open", "2018-04-01", "31/03/2023", "£4,000,000.00", "60", "800000"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2018-04-01", date(2018, 4, 1)),
        ("01/04/2018", date(2018, 4, 1)),
        ("1/4/2018 00:00", date(2018, 4, 1)),
        ("01-Apr-2018", date(2018, 4, 1)),
        ("1 April 2018", date(2018, 4, 1)),
        ("2025-04-17T00:00:00+01:00", date(2025, 4, 17)),
        ("2028-04-16T23:59:59+01:00", date(2028, 4, 16)),
        ("2025-04-16T23:00:00Z", date(2025, 4, 17)),
        ("2025-01-16T23:00:00Z", date(2025, 1, 16)),
        ("2019-03-31T23:59:59Z", date(2019, 3, 31)),
        ("2020-02-29", date(2020, 2, 29)),
    ],
)
def test_a_day_is_the_one_in_britain(text: str, day: date) -> None:
    assert day_of(text, "start date") == day


@pytest.mark.parametrize(
    "text", ["03/25/2018", "01/04/18", "43191", "2018", "04-01-2018", "2018-02-29", "31/02/2018", "soon", "0001-01-01"]
)
def test_a_day_that_could_be_another_is_refused(text: str) -> None:
    with pytest.raises(no.AmbiguousDay):
        day_of(text, "start date")


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("£4,000,000.00", 400_000_000),
        ("1234.5", 123_450),
        ("GBP 12", 1_200),
        ("0", 0),
        ("0.125", 13),
        ("£ 1,000", 100_000),
    ],
)
def test_money_is_read_to_the_penny(text: str, pence: int) -> None:
    assert pence_of(text, "value") == pence


@pytest.mark.parametrize(
    "text", ["1.234,56", "1,23", "4m", "-5", "(5)", "TBC", "1e5", "12,34,567", "£10000000000000.01"]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(no.NotAnAmount):
        pence_of(text, "value")


def test_the_check_digit_of_a_cpv_code_is_added() -> None:
    known = ("85100000-0", "85121231-1", "85121283-0", "85147000-1", "45000000-7", "33600000-6", "79000000-4")
    assert [check_digit(code[:8]) for code in known] == [code[-1] for code in known]
    assert (cpv_of("85147000"), cpv_of("85147000-1"), cpv_of("85147000-2"), cpv_of("Q85")) == (
        "85147000-1",
        "85147000-1",
        None,
        None,
    )


class TestColumns:
    def test_are_those_of_the_atamis_export_in_any_order_and_spelling(self) -> None:
        columns = columns_of(["current value", "Contract Ref", "Contract Name", "Winning Bidder", "Start Date",
                              "Current End Date (incl. extensions)", "notes"])  # fmt: skip
        assert columns == {"ref": 1, "name": 2, "supplier": 3, "start": 4, "end": 5, "value": 0}

    def test_that_are_missing_or_stand_there_twice_are_named(self) -> None:
        with pytest.raises(no.ColumnsMissing, match=r"currentvalue.* is missing.*contractref.* stands there twice"):
            columns_of(["contract_ref", "ref", "name", "supplier", "start", "end date", "current end"])

    def test_say_a_contract_with_the_importer_as_its_commissioner(self) -> None:
        said = contract_in(columns_of(HEADER), ROW, "07L")
        assert (said.ref, said.commissioners, said.suppliers) == ("C1", ("07L",), ("RAT",))
        assert (said.start, said.end, said.value_pence) == (date(2018, 4, 1), date(2023, 3, 31), 400_000_000)
        assert said.notes == ()

    def test_that_are_derived_are_compared_to_the_pound(self) -> None:
        right = [*ROW[:8], "800001"]
        wrong = [*ROW[:7], "48", "800001.01"]
        assert contract_in(columns_of(HEADER), right, "07L").notes == ()
        assert len(contract_in(columns_of(HEADER), wrong, "07L").notes) == 2

    @pytest.mark.parametrize(
        ("place", "text", "refusal"),
        [
            (0, "", no.FieldMissing),
            (2, " ", no.FieldMissing),
            (4, "", no.FieldMissing),
            (5, "12/31/2023", no.AmbiguousDay),
            (6, "", no.FieldMissing),
            (6, "call", no.NotAnAmount),
        ],
    )
    def test_that_cannot_be_read_refuse_the_row(self, place: int, text: str, refusal: type[Refused]) -> None:
        row = [*ROW[:place], text, *ROW[place + 1 :]]
        with pytest.raises(refusal):
            contract_in(columns_of(HEADER), row, "07L")

    def test_that_a_row_lacks_refuse_it(self) -> None:
        with pytest.raises(RowNotReadable):
            contract_in(columns_of(HEADER), ROW[:-1], "07L")


class TestNames:
    @pytest.mark.parametrize(
        "named", ["RAT", "GB-NHS-RAT", "NELFT (RAT)", "north east  london NHS Foundation-Trust", " RAT "]
    )
    def test_are_found_by_code_or_full_name(self, named: str) -> None:
        assert Names(ORGANISATIONS).codes_of([named, "RAT"], "supplier") == ("RAT",)

    def test_that_nobody_bears_are_told(self) -> None:
        with pytest.raises(no.OrganisationNotKnown, match="Acme Care Limited"):
            Names(ORGANISATIONS).codes_of(["Acme Care Limited"], "supplier")

    def test_that_two_bear_find_neither(self) -> None:
        twice = Organisations(Organisation(code, "The Surgery Ltd", OrgKind.GP_PRACTICE) for code in ("F1A", "F2A"))
        with pytest.raises(no.OrganisationNotKnown):
            Names(twice).codes_of(["the surgery limited"], "supplier")
