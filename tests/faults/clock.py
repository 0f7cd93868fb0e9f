"""Moves the clock of one process: libfaketime, preloaded, reads from a file how far the process is off."""

from collections.abc import Mapping
from pathlib import Path

PLACES = ("/usr/lib/*/faketime/libfaketimeMT.so.1", "/usr/lib/*/faketime/libfaketime.so.1")
NOTICED_SECONDS = 1
"""How long a process goes by what it has read."""


def faketime_library() -> Path | None:
    """Where Debian's package libfaketime puts it; None on a machine without it."""
    found = (path for place in PLACES for path in Path("/").glob(place.lstrip("/")))
    return next(found, None)


class Clock:
    """The clock of a process that is started with `environment`; its monotonic clock stays as it is."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._library = faketime_library()
        self.set_right()

    @property
    def environment(self) -> Mapping[str, str]:
        """Nothing where there is no library."""
        if self._library is None:
            return {}
        return {
            "LD_PRELOAD": str(self._library),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_CACHE_DURATION": str(NOTICED_SECONDS),
            "FAKETIME_DISABLE_SHM": "1",
            "DONT_FAKE_MONOTONIC": "1",
        }

    def move(self, hours: int) -> None:
        """So many hours ahead, or behind when negative, within NOTICED_SECONDS; it goes on from there."""
        self._write(f"{hours:+d}h")

    def set_right(self) -> None:
        """As the machine's."""
        self._write("+0")

    def _write(self, offset: str) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        draft = self._file.with_suffix(".new")
        draft.write_text(f"{offset}\n")
        draft.replace(self._file)
