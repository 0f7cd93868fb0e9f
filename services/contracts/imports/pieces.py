"""Releases or records of a JSON package that comes in pieces: nothing but the one at hand is kept in memory."""

import re
from collections.abc import Iterator

from services.contracts.files.fragments import Fragments
from services.contracts.imports.refusals import FileNotReadable

LONGEST_ELEMENT = 4 * 1024 * 1024
"""Bytes. Releases as published have some thousands."""

_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]"]', re.DOTALL)
_KEY = re.compile(rb'"(?:releases|records)"\s*:\s*\Z')
_LOOKED_BACK = 64


class Elements(Fragments):
    """Cuts bytes into the elements of arrays named releases or records, wherever these stand in the file."""

    def __init__(self) -> None:
        super().__init__()
        self._looked = 0
        self._depth = 0
        self._array: int | None = None
        self._begin: int | None = None

    def feed(self, piece: bytes) -> Iterator[bytes]:
        """The elements that are complete with this piece; FileNotReadable when it is no JSON."""
        first = self._at_start
        if not self._append(piece):
            return
        if first and not re.match(rb"\s*[\[{]", self._rest + b"{"):
            raise FileNotReadable("The file is no JSON.")
        yield from self._cut()

    def close(self) -> Iterator[bytes]:
        """Nothing is left when the file is whole; FileNotReadable otherwise."""
        if self._depth or self._at_start or b'"' in self._rest[self._looked :]:
            raise FileNotReadable("The file breaks off: its JSON has no end.")
        yield from ()

    def _cut(self) -> Iterator[bytes]:
        for token in _TOKEN.finditer(self._rest, self._looked):
            mark = token[0]
            if mark == b'"':
                break  # a string whose end is still to come
            self._looked = token.end()
            if mark in b"{[":
                self._open(mark, token.start())
            elif mark in b"}]" and (element := self._close(token.end())) is not None:
                yield element
        else:
            self._looked = len(self._rest)
        self._forget()

    def _open(self, mark: bytes, at: int) -> None:
        self._depth += 1
        if self._array is None and mark == b"[" and _KEY.search(self._rest, max(0, at - _LOOKED_BACK), at):
            self._array = self._depth
        elif self._array is not None and self._depth == self._array + 1 and mark == b"{":
            self._begin = at

    def _close(self, at: int) -> bytes | None:
        self._depth -= 1
        if self._depth < 0:
            raise FileNotReadable("The file is no JSON: it closes what was not opened.")
        if self._array is not None and self._depth < self._array:
            self._array = None
        elif self._depth == self._array and self._begin is not None:
            element, self._begin = self._rest[self._begin : at], None
            return element
        return None

    def _forget(self) -> None:
        kept = self._begin if self._begin is not None else max(0, self._looked - _LOOKED_BACK)
        self._rest = self._rest[kept:]
        self._looked -= kept
        self._begin = None if self._begin is None else 0
        if len(self._rest) > LONGEST_ELEMENT:
            raise FileNotReadable(f"One release or text of it has more than {LONGEST_ELEMENT} bytes.")
