"""The records of a CSV file that comes in pieces: nothing but the record at hand is kept in memory."""

import csv
from collections.abc import Iterator, Sequence

from services.contracts.files.fragments import Fragments
from services.contracts.files.refusals import RowNotReadable

LONGEST_RECORD = 16 * 1024
"""Bytes. A record of the ODS files has about 250; where one grows beyond this, a quotation mark was never closed."""


class Records(Fragments):
    """Cuts bytes into records, at the ends of lines outside quotation marks; blank lines are none."""

    def feed(self, piece: bytes) -> Iterator[bytes]:
        """The records that are complete with this piece."""
        if self._append(piece):
            yield from self._cut(last=False)

    def close(self) -> Iterator[bytes]:
        """What is left when there is no more."""
        yield from self._cut(last=True)

    def _cut(self, *, last: bool) -> Iterator[bytes]:
        begin, looked = 0, 0
        while begin < len(self._rest):
            end = self._rest.find(b"\n", looked)
            if end < 0:
                end = len(self._rest)
                if not last and end - begin <= LONGEST_RECORD:
                    break
            # Quotation marks inside a field are doubled (RFC 4180), so that outside of one their number is even.
            unclosed = self._rest.count(b'"', begin, end) % 2
            if unclosed and end < len(self._rest) and end - begin <= LONGEST_RECORD:
                looked = end + 1
                continue
            if unclosed:
                # The line at which it began is lost, those after it are not.
                first = self._rest.find(b"\n", begin)
                end = len(self._rest) if first < 0 else first
            record = self._rest[begin:end].rstrip(b"\r")
            begin = looked = end + 1
            if record.strip():
                yield record
        self._rest = self._rest[begin:]


def fields_of(record: str) -> Sequence[str]:
    """The fields of one record, without blanks around them; RowNotReadable where it is no CSV."""
    try:
        (fields,) = csv.reader([record], strict=True)
    except (csv.Error, ValueError):
        raise RowNotReadable("The row is not well-formed CSV: look at its quotation marks.") from None
    return [field.strip() for field in fields]
