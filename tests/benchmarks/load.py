"""The load of the HTTP benchmarks, in a process of its own: `python -m tests.benchmarks.load < job > report`."""

import asyncio
import json
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from itertools import count
from typing import cast

import uvloop

FRESH = "<fresh-------------------------->"
"""Stands in a request for something never said before, of the same length: a key, a reference."""

_HEAD_ENDS = b"\r\n\r\n"
_LENGTH = b"content-length:"
_WIDTH = len(FRESH)


@dataclass(frozen=True)
class Job:
    """`request` is sent again and again over each of `connections`; the first `warm_seconds` are not counted."""

    port: int
    request: str
    connections: int = 16
    seconds: float = 2.0
    warm_seconds: float = 0.5


@dataclass
class Report:
    """Answers by status, the seconds they were counted for, and each one's milliseconds in rising order."""

    seconds: float = 0.0
    statuses: dict[str, int] = field(default_factory=dict)
    p50_ms: float = 0.0
    p99_ms: float = 0.0

    @property
    def per_second(self) -> float:
        """Answers of any status."""
        return sum(self.statuses.values()) / self.seconds


class Caller(asyncio.Protocol):
    """One connection: a request, its whole answer, the next request."""

    def __init__(self, parts: list[bytes], fresh: "count[int]", taken: list[tuple[float, int]]) -> None:
        self._parts = parts
        self._fresh = fresh
        self._taken = taken
        self._buffer = b""
        self._needed = 0
        self._sent_at = 0.0
        self.stopping = False
        self.lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._say()

    def data_received(self, data: bytes) -> None:
        self._buffer = self._buffer + data if self._buffer else data
        if not self._needed:
            ends = self._buffer.find(_HEAD_ENDS)
            if ends < 0:
                return
            self._needed = ends + len(_HEAD_ENDS) + _body_length(self._buffer[:ends])
        if len(self._buffer) < self._needed:
            return
        now = time.perf_counter()
        self._taken.append((now - self._sent_at, int(self._buffer[9:12])))
        self._buffer, self._needed = self._buffer[self._needed :], 0
        if self.stopping:
            self._transport.close()
        else:
            self._say()

    def connection_lost(self, trouble: Exception | None) -> None:
        if not self.lost.done():
            self.lost.set_result(None)

    def _say(self) -> None:
        self._sent_at = time.perf_counter()
        if len(self._parts) == 1:
            self._transport.write(self._parts[0])
            return
        self._transport.write((b"%0*x" % (_WIDTH, next(self._fresh))).join(self._parts))


def _body_length(head: bytes) -> int:
    begins = head.lower().find(_LENGTH)
    if begins < 0:
        return 0
    return int(head[begins + len(_LENGTH) :].split(b"\r\n", 1)[0])


async def run(job: Job) -> Report:
    """Do a job."""
    loop = asyncio.get_running_loop()
    taken: list[tuple[float, int]] = []
    fresh = count(time.time_ns() << 32)
    parts = job.request.encode().split(FRESH.encode())
    callers = []
    for _ in range(job.connections):
        _, caller = await loop.create_connection(lambda: Caller(parts, fresh, taken), "127.0.0.1", job.port)
        callers.append(caller)
    await asyncio.sleep(job.warm_seconds)
    taken.clear()
    began = time.perf_counter()
    await asyncio.sleep(job.seconds)
    seconds, counted = time.perf_counter() - began, list(taken)
    for caller in callers:
        caller.stopping = True
    await asyncio.wait([caller.lost for caller in callers], timeout=10)
    times = sorted(one for one, _ in counted) or [0.0]
    return Report(
        seconds,
        {str(status): times_seen for status, times_seen in Counter(status for _, status in counted).items()},
        times[len(times) // 2] * 1_000,
        times[int(len(times) * 0.99)] * 1_000,
    )


if __name__ == "__main__":
    uvloop.install()
    sys.stdout.write(json.dumps(asdict(asyncio.run(run(Job(**json.load(sys.stdin)))))))
