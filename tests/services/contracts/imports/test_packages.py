"""OCDS packages as they are published: cut into releases as they come, and read with their gaps (R1)."""

import json
from copy import deepcopy
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.contracts.files.refusals import RowNotReadable
from services.contracts.imports import refusals as no
from services.contracts.imports.ocds_packages import contracts_in
from services.contracts.imports.pieces import Elements
from services.contracts.imports.said import ContractSaid
from services.contracts.ocds.contracts_told import tell_contract
from tests.services.contracts.ocds.telling import ORGANISATIONS, history, packages, published
from tests.services.contracts.register.history import activated, extended, registered

DATA = Path(__file__).parent / "data"
SAMPLE = (DATA / "contracts-finder.json").read_bytes()
SOME = json.dumps({"uri": "a", "releases": json.loads(SAMPLE)["releases"][:5], "version": "1.1"}, indent=1).encode()
OWN = "ocds-213czf"
NELFT = "North East London NHS Foundation Trust"


def cut(*pieces: bytes) -> list[Any]:
    elements = Elements()
    found = [one for piece in pieces for one in elements.feed(piece)]
    return [json.loads(one) for one in [*found, *elements.close()]]


class TestPieces:
    @given(st.lists(st.integers(0, len(SOME)), max_size=12))
    @settings(max_examples=15, deadline=None)
    def test_come_to_the_same_releases_wherever_the_file_is_cut(self, cuts: list[int]) -> None:
        places = [0, *sorted(cuts), len(SOME)]
        pieces = [SOME[begin:end] for begin, end in pairwise(places)]
        assert cut(*pieces) == json.loads(SOME)["releases"]

    @given(
        st.lists(
            st.recursive(
                st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.just("records"), inner)
            ),
            max_size=4,
        ),
        st.integers(1, 7),
    )
    @settings(max_examples=30, deadline=None)
    def test_are_not_misled_by_what_stands_in_texts(self, odd: list[Any], step: int) -> None:
        releases = [{"ocid": str(number), "odd": one} for number, one in enumerate(odd)]
        text = json.dumps({"releases": releases}).encode()
        assert cut(*(text[at : at + step] for at in range(0, len(text), step))) == releases

    def test_of_several_packages_or_after_a_byte_order_mark_are_found(self) -> None:
        assert cut(b'\xef\xbb\xbf[{"releases" : [{"ocid":"1"}]},', b'{"records":[{"ocid":"2"},{}]}]') == [
            {"ocid": "1"},
            {"ocid": "2"},
            {},
        ]

    @pytest.mark.parametrize("file", [b'{"releases":[{"ocid":"1"}', b'{"releases":[]}}', b"ref,name\n", b"", b'{"a":"'])
    def test_that_are_not_whole_are_refused(self, file: bytes) -> None:
        with pytest.raises(no.FileNotReadable):
            cut(file)

    def test_that_never_end_are_refused_before_they_fill_the_memory(self) -> None:
        with pytest.raises(no.FileNotReadable):
            cut(b'{"releases":[{"a":"', *[b"x" * 1_000_000] * 5)


def contract(**changes: Any) -> dict[str, Any]:
    """A release of Contracts Finder about an award, as it is published."""
    release: dict[str, Any] = deepcopy(json.loads(SAMPLE)["releases"][0])
    for path, value in changes.items():
        *outer, last = path.split("__")
        part: Any = release
        for name in outer:
            part = part[int(name)] if name.isdigit() else part[name]
        if value is None:
            del part[last]
        else:
            part[last] = value
    return release


def of_ours(**changes: Any) -> dict[str, Any]:
    """A release about a process of its own, of organisations that are known here."""
    ours = {
        "ocid": f"ocds-b5fd17-{uuid4()}",
        "buyer": {"name": "NHS Barking and Dagenham CCG"},
        "parties": [],
        "awards__0__suppliers": [{"name": NELFT}],
    }
    return contract(**ours | changes)


def said(release: dict[str, Any]) -> ContractSaid:
    (one,) = contracts_in([release], OWN)
    assert isinstance(one, ContractSaid), one
    return one


class TestReleases:
    def test_of_an_award_say_a_contract_in_british_days(self) -> None:
        one = said(contract())
        assert (one.start, one.end, one.value_pence) == (date(2025, 4, 17), date(2028, 4, 16), 7_500_000)
        assert one.ref == "ocds-b5fd17-a2e8d11a-9970-43cf-9088-a4c30017882c-1"
        assert one.commissioners == ("United Kingdom Atomic Energy Authority",)
        assert one.suppliers == ("CNLR Horizons Limited T/A CIC Wellbeing",)
        assert one.cpv == ("85147000-1",)

    def test_of_a_worth_of_nothing_go_in_with_a_note_and_without_a_value_they_do_not(self) -> None:
        nothing = said(contract(awards__0__value={"amount": 0, "currency": "GBP"}))
        assert (nothing.value_pence, len(nothing.notes)) == (0, 1)
        (refused,) = contracts_in([contract(awards__0__value=None)], OWN)
        assert isinstance(refused, no.FieldMissing)

    @pytest.mark.parametrize("amount", [-0.01, 1e13 + 0.01])
    def test_of_a_worth_below_nothing_or_beyond_all_measure_are_refused(self, amount: float) -> None:
        (refused,) = contracts_in([contract(awards__0__value={"amount": amount, "currency": "GBP"})], OWN)
        assert isinstance(refused, no.NotAnAmount)
        assert said(contract(awards__0__value={"amount": 1e13, "currency": "GBP"})).value_pence == 10**15

    def test_in_another_currency_are_refused(self) -> None:
        (refused,) = contracts_in([contract(awards__0__value={"amount": 1, "currency": "EUR"})], OWN)
        assert isinstance(refused, no.NotAnAmount)

    def test_without_ids_or_identifiers_are_read_by_name(self) -> None:
        one = said(contract(awards__0__id=None, buyer__id=None, awards__0__suppliers__0__id=None))
        assert one.suppliers == ("CNLR Horizons Limited T/A CIC Wellbeing",)
        assert one.ref.endswith("-1")

    def test_that_name_a_party_by_its_nhs_code_are_read_by_that(self) -> None:
        coded = contract(parties__1__identifier={"scheme": "GB-NHS", "id": "RAT"})
        assert said(coded).suppliers == ("RAT",)

    def test_of_a_tender_alone_lead_to_no_contract_yet(self) -> None:
        with pytest.raises(no.NoContractYet):
            contracts_in([contract(awards=None)], OWN)

    def test_with_an_award_that_came_to_nothing_lead_to_none(self) -> None:
        with pytest.raises(no.NoContractYet):
            contracts_in([contract(awards__0__status="unsuccessful")], OWN)

    @pytest.mark.parametrize("odd", [{"awards": 5}, {"awards": [5]}, {"awards__0__suppliers": [[]]}, {"buyer": "me"}])
    def test_of_any_other_shape_are_refused_and_nothing_else(self, odd: dict[str, Any]) -> None:
        with pytest.raises(RowNotReadable):
            contracts_in([contract(**odd)], OWN)

    def test_about_one_process_are_merged_by_their_dates(self) -> None:
        later = contract(date="2025-06-01T00:00:00Z", awards__0__value={"amount": 80_000, "currency": "GBP"})
        assert [
            said_.value_pence for said_ in contracts_in([later, contract()], OWN) if isinstance(said_, ContractSaid)
        ] == [8_000_000]

    def test_of_the_47_real_ones_are_all_read(self) -> None:
        outcomes = {"contract": 0, "none yet": 0, "refused": 0}
        for release in json.loads(SAMPLE)["releases"]:
            try:
                found = contracts_in([release], OWN)
            except no.NoContractYet:
                outcomes["none yet"] += 1
                continue
            outcomes["contract" if isinstance(found[0], ContractSaid) else "refused"] += 1
        assert outcomes == {"contract": 34, "none yet": 13, "refused": 0}


class TestRecords:
    def test_of_our_own_come_back_under_the_reference_of_the_register(self) -> None:
        told = published(tell_contract(history(registered, activated, extended), ORGANISATIONS))
        package, record = packages(told)
        for documents in (record["records"], package["releases"]):
            (one,) = contracts_in(documents, OWN)
            assert isinstance(one, ContractSaid)
            assert (one.ref, one.end, one.value_pence) == ("BHR-0001", date(2020, 3, 31), 480_000_000)
            assert one.commissioners == ("07L", "08F")

    def test_that_only_link_to_releases_are_refused(self) -> None:
        links = [{"url": "https://example.org/1.json#1", "date": "2025-01-01T00:00:00Z"}]
        with pytest.raises(RowNotReadable, match="links"):
            contracts_in([{"ocid": "ocds-x", "releases": links}], OWN)
