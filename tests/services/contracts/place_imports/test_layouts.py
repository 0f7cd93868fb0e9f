"""What a row of each published layout says, and what is wrong with it."""

from datetime import date
from pathlib import Path

import pytest

from services.contracts.files.records import fields_of
from services.contracts.place_imports import refusals as r
from services.contracts.place_imports.layouts import PlaceSaid, is_header, place_in
from shared.events.contracts.place_imports import PlaceLayout
from shared.kernel.refusals import Refused

DATA = Path(__file__).parent / "data"
KNOWN = frozenset({"07L", "08F", "08N", "QMF"})
FIRST = {name: (DATA / name).read_text().splitlines() for name in ("epraccur-bhr.csv", "etr-sample.csv")}
PRACTICE = next(line for line in FIRST["epraccur-bhr.csv"] if line.startswith('"F82001"'))
CLOSED = next(line for line in FIRST["epraccur-bhr.csv"] if line.startswith('"F82004"'))
TRUST = next(line for line in FIRST["etr-sample.csv"] if line.startswith('"RF4"'))


def practice(**changes: str) -> list[str]:
    """The row of a practice, columns named after their place from 0: `c10="20190101"`."""
    fields = list(fields_of(PRACTICE))
    for column, text in changes.items():
        fields[int(column[1:])] = text
    return fields


def test_a_practice_with_its_commissioner_and_its_days() -> None:
    assert place_in("epraccur", fields_of(PRACTICE), KNOWN) == PlaceSaid(
        code="F82001",
        kind="gp_practice",
        name="HALBUTT STREET SURGERY",
        postcode="RM9 5AS",
        commissioner="07L",
        ods_status="A",
        opened=date(1974, 4, 1),
        closed=None,
    )


def test_a_closed_practice_with_its_last_day() -> None:
    said = place_in("epraccur", fields_of(CLOSED), KNOWN)
    assert (said.ods_status, said.closed) == ("C", date(2018, 4, 30))


def test_a_trust_with_a_comma_in_its_name_wherever_it_is() -> None:
    said = place_in("etr", fields_of(TRUST), frozenset())
    assert (said.code, said.kind, said.commissioner) == ("RF4", "nhs_trust", None)
    assert said.name == "BARKING, HAVERING AND REDBRIDGE UNIVERSITY HOSPITALS NHS TRUST"


def test_a_practice_of_todays_file_by_its_integrated_care_board() -> None:
    assert place_in("epraccur", practice(c3="QMF", c14="A3A8R"), KNOWN).commissioner == "QMF"


def test_rows_of_our_own_layout_say_where_a_place_belongs() -> None:
    fields = ["F82001", "gp_practice", "Halbutt Street", "07L", "ILLN02", "2017-07-01"]
    said = place_in("memberships", fields, KNOWN)
    assert (said.parent, said.since) == ("ILLN02", date(2017, 7, 1))


def test_a_postcode_is_written_with_one_blank_and_one_that_is_none_is_left_out() -> None:
    assert place_in("epraccur", practice(c9="rm9  5ar"), KNOWN).postcode == "RM9 5AR"
    assert place_in("epraccur", practice(c9="unknown"), KNOWN).postcode is None


@pytest.mark.parametrize(
    ("layout", "fields", "refusal"),
    [
        ("epraccur", practice()[:25], r.ColumnsMissing),
        ("etr", list(fields_of(TRUST))[:11], r.ColumnsMissing),
        ("memberships", ["a"] * 5, r.ColumnsMissing),
        ("epraccur", practice(c25="9"), r.NotAGpPractice),
        ("epraccur", practice(c25=""), r.NotAGpPractice),
        ("epraccur", practice(c14="07G"), r.OutsideTheArea),
        ("memberships", ["x-1", "locality", "n", "07G", "", ""], r.OutsideTheArea),
        ("epraccur", practice(c12="X"), r.StatusUnknown),
        ("epraccur", practice(c12="C"), r.ClosedWithoutDay),
        ("epraccur", practice(c0=""), r.CodeNotGiven),
        ("epraccur", practice(c0="9990000018"), r.CodeNotGiven),
        ("epraccur", practice(c1=" "), r.NameNotGiven),
        ("epraccur", practice(c1="x" * 201), r.NameNotGiven),
        ("epraccur", practice(c10="20190231"), r.NotADay),
        ("epraccur", practice(c10="2019041"), r.NotADay),
        ("epraccur", practice(c11="2019-04-01"), r.NotADay),
        ("epraccur", practice(c11="18000101"), r.NotADay),
        ("memberships", ["x-1", "borough", "n", "", "", "20170701"], r.NotADay),
        ("memberships", ["x-1", "village", "n", "", "", ""], r.KindUnknown),
    ],
)
def test_what_is_wrong_is_refused(layout: PlaceLayout, fields: list[str], refusal: type[Refused]) -> None:
    with pytest.raises(Refused) as caught:
        place_in(layout, fields, KNOWN)
    assert type(caught.value) is refusal


def test_a_row_may_have_as_many_columns_as_are_needed_and_no_more() -> None:
    assert place_in("epraccur", practice()[:26], KNOWN).code == "F82001"


def test_a_header_is_told_from_a_row() -> None:
    assert is_header(["Organisation Code", "Name", "National Grouping"])
    assert is_header(["code", "kind", "name", "commissioner", "parent", "since"])
    assert not is_header(["F82001", "NAME SURGERY"])
    assert not is_header(["code"])
