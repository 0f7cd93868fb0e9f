"""A CSV file cut into records, in whatever pieces it comes."""

import csv
import io

import pytest
from hypothesis import given as whatever
from hypothesis import strategies as st

from services.contracts.files.records import LONGEST_RECORD, Records, fields_of
from services.contracts.files.refusals import RowNotReadable

FIELDS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r", exclude_categories=("Cs", "Z")), max_size=8)
WORDS = st.one_of(FIELDS, st.sampled_from(['a "word"', "one, two", "two\nlines", ""]))
ROWS = st.lists(st.tuples(st.just("F82001"), WORDS, WORDS), max_size=8)


def records_of(content: bytes, size: int) -> list[bytes]:
    records = Records()
    found = [one for n in range(0, len(content), size) for one in records.feed(content[n : n + size])]
    return [*found, *records.close()]


@whatever(ROWS, st.integers(1, 40), st.sampled_from(["\n", "\r\n"]), st.booleans(), st.booleans())
def test_comes_out_as_it_went_in_whatever_the_pieces(
    rows: list[tuple[str, str, str]], size: int, end: str, quoted: bool, bom: bool
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=end, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL)
    writer.writerows(rows)
    content = (b"\xef\xbb\xbf" if bom else b"") + text.getvalue().encode()
    found = [tuple(fields_of(record.decode())) for record in records_of(content, size)]
    assert found == [tuple(field.strip() for field in row) for row in rows]


def test_a_last_line_needs_no_end_and_blank_lines_are_none() -> None:
    assert records_of(b"a,b\r\n\r\n  \nc,d", 3) == [b"a,b", b"c,d"]


def test_a_mark_of_the_byte_order_alone_is_an_empty_file() -> None:
    assert records_of(b"\xef\xbb\xbf", 1) == []


def test_a_quotation_mark_never_closed_costs_its_own_line_alone() -> None:
    good = b'"F82002","Surgery"\n'
    content = b'"F82001,"Surgery"\n' + good * (2 * LONGEST_RECORD // len(good))
    first, *others = records_of(content, 999)
    assert first == b'"F82001,"Surgery"'
    assert set(others) == {good.strip()}
    assert len(others) == 2 * LONGEST_RECORD // len(good)


def test_one_at_the_end_of_the_file_does_so_too() -> None:
    assert records_of(b'a,"b\nc,d\ne,f\n', 5) == [b'a,"b', b"c,d", b"e,f"]


def test_a_line_without_end_is_kept_in_parts() -> None:
    records = Records()
    for _ in range(100):
        for one in records.feed(b"x" * 1_000):
            assert len(one) <= LONGEST_RECORD + 1_000


@pytest.mark.parametrize("record", ['a,"b', 'a,"b"c', "a\rb,c"])
def test_what_is_no_csv_is_refused(record: str) -> None:
    with pytest.raises(RowNotReadable):
        fields_of(record)
