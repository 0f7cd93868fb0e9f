"""The shred ledger: whose keys were destroyed, in a file kept apart from the database and its backups.

One JSON object a line, each with the digest of the line before it; nothing is ever changed or removed. A line is on the
disk before anybody acts on it. Lines name persons by their keyed reference alone.
"""

import asyncio
import fcntl
import hashlib
import json
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal, ParamSpec, TypeVar

import structlog
from pydantic import BaseModel, ConfigDict, ValidationError

from shared.eventstore.database import StoreUnavailable

What = Literal["intended", "destroyed", "not_done"]
"""That a key is about to be destroyed; that it was; that nothing came of it."""

P = ParamSpec("P")
T = TypeVar("T")

FIRST: Final = "0" * 64
LOCK_SECONDS = 10.0
LOCK_PAUSE_SECONDS = 0.05
log = structlog.get_logger()


class LedgerDamaged(Exception):
    """A line is not as it was written."""

    def __init__(self, file: Path, line: int) -> None:
        super().__init__(
            f"The shred ledger {file} is damaged at line {line}: without it an older backup could bring erased people "
            "back. Put a copy back in its place. If there is none, move it away: a new one is written from what the "
            "database knows, which must then not be an older backup."
        )
        self.line = line


class LedgerUnusable(StoreUnavailable):
    """It cannot be written to, or somebody else holds it; nothing was destroyed."""


class Line(BaseModel):
    """`position`: the store's last position when it was written; `before`: the digest of the line before."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    n: int
    at: datetime
    what: What
    erasure_id: str
    person_ref: str
    position: int
    before: str
    digest: str


@dataclass
class HeldLedger:
    """The ledger while nobody else writes to it."""

    lines: list[Line]
    descriptor: int

    @property
    def destroyed(self) -> dict[str, str]:
        """Erasure → the person whose key it destroyed."""
        return {line.erasure_id: line.person_ref for line in self.lines if line.what == "destroyed"}

    @property
    def undecided(self) -> list[Line]:
        """What was intended, and nothing says what came of it."""
        last = {line.erasure_id: line for line in self.lines}
        return [line for line in last.values() if line.what == "intended"]

    async def append(self, what: What, erasure_id: str, person_ref: str, position: int) -> None:
        """One line more, on the disk when this returns. LedgerUnusable."""
        before = self.lines[-1].digest if self.lines else FIRST
        said = {
            "n": len(self.lines) + 1,
            "at": datetime.now(UTC).isoformat(),
            "what": what,
            "erasure_id": erasure_id,
            "person_ref": person_ref,
            "position": position,
            "before": before,
        }
        line = said | {"digest": _digest(said)}
        await _undisturbed(_write, self.descriptor, json.dumps(line) + "\n")
        self.lines.append(Line.model_validate(line))


class ShredLedger:
    """`file` is made when the first line is written."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def verify(self) -> None:
        """Read all of it. LedgerDamaged, naming the line; OSError where it cannot be read."""
        if self.file.exists():
            list(_read(self.file, self.file.read_bytes()))

    @asynccontextmanager
    async def held(self) -> AsyncIterator[HeldLedger]:
        """Alone with the ledger, across processes too. LedgerDamaged, LedgerUnusable."""
        descriptor = await asyncio.to_thread(_opened, self.file)
        try:
            await _locked(descriptor)
            lines = await _undisturbed(_whole, self.file, descriptor)
            yield HeldLedger(lines, descriptor)
        finally:
            os.close(descriptor)  # and with it the lock


async def _undisturbed(work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """Done in a thread, and to its end even if whoever waits is cancelled: the descriptor is in use until then."""
    working = asyncio.ensure_future(asyncio.to_thread(work, *given, **named))
    try:
        return await asyncio.shield(working)
    except asyncio.CancelledError:
        await asyncio.gather(working, return_exceptions=True)
        raise


def _opened(file: Path) -> int:
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not file.exists():
            file.touch(mode=0o600)
            _sync_directory(file.parent)
        return os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as failure:
        raise LedgerUnusable("the shred ledger cannot be opened") from failure


def _sync_directory(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


async def _locked(descriptor: int) -> None:
    for _ in range(int(LOCK_SECONDS / LOCK_PAUSE_SECONDS)):
        with suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        await asyncio.sleep(LOCK_PAUSE_SECONDS)
    raise LedgerUnusable("somebody else holds the shred ledger")


def _whole(file: Path, descriptor: int) -> list[Line]:
    raw = file.read_bytes()
    torn = len(raw) - (raw.rfind(b"\n") + 1)
    if torn:
        # Whoever wrote it was killed before the line was whole, and so before anything was done.
        log.warning("a torn line at the end of the shred ledger is removed", bytes=torn)
        os.ftruncate(descriptor, len(raw) - torn)
        os.fsync(descriptor)
    return list(_read(file, raw))


def _read(file: Path, raw: bytes) -> Iterator[Line]:
    """Every whole line, each proven by the one before."""
    before = FIRST
    for n, text in enumerate(raw.split(b"\n")[:-1], start=1):
        try:
            said = json.loads(text)
            line = Line.model_validate(said)
            proven = (n, before, _digest({name: value for name, value in said.items() if name != "digest"}))
        except (ValueError, ValidationError, AttributeError):
            raise LedgerDamaged(file, n) from None
        if (line.n, line.before, line.digest) != proven:
            raise LedgerDamaged(file, n)
        before = line.digest
        yield line


def _digest(said: dict[str, object]) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _write(descriptor: int, text: str) -> None:
    size = os.fstat(descriptor).st_size
    raw = text.encode()
    try:
        if os.write(descriptor, raw) != len(raw):
            raise OSError("the disk is full")
        os.fsync(descriptor)
    except OSError as failure:
        with suppress(OSError):
            os.ftruncate(descriptor, size)
        raise LedgerUnusable("the shred ledger cannot be written to") from failure
