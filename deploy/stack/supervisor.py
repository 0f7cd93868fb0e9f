"""Keeps child processes running: starts them, waits until they are ready, restarts them when they end, stops them."""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from deploy.stack.problem import StackProblem
from deploy.stack.process import Process

POLL_S = 0.1
FIRST_STARTS = 3
"""How often a part may end before it was ever ready until the start is given up."""
BACKOFF_S = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0)
"""The wait before each restart in a row; the last one from then on."""
STEADY_S = 30.0
"""A part that ran this long has recovered: its next restart waits the shortest time again."""


class State(StrEnum):
    """What a part is doing, in a word for people."""

    STARTING = "starting"
    READY = "ready"
    DONE = "done"
    ENDED = "ended"
    STOPPING = "stopping"
    STOPPED = "stopped"


class Tell(Protocol):
    """Somebody who wants to know how the parts are doing."""

    def __call__(self, part: str, state: State, detail: str = "") -> None: ...


def _nothing() -> None:
    return None


@dataclass(eq=False)
class Part:
    """`prepare` runs before each start; `ready` is asked until it says yes; `grace_s` seconds are given to stop.

    `advice` is what to do when it does not start.
    """

    process: Process
    ready: Callable[[], Awaitable[bool]]
    prepare: Callable[[], None] = _nothing
    grace_s: float = 4.0
    advice: str = ""
    was_ready: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def name(self) -> str:
        """As in its log file."""
        return self.process.name


class Supervisor:
    """One per run. `patience_s` bounds the wait for each first start and for each program that runs once."""

    def __init__(self, tell: Tell, *, patience_s: float = 90.0) -> None:
        self._tell = tell
        self._patience_s = patience_s
        self._batches: list[Sequence[Part]] = []
        self._keepers: list[asyncio.Task[None]] = []
        self._once: list[Process] = []
        self._hurry = False

    async def start(self, *parts: Part) -> None:
        """Start the parts together and keep them running; returns when all are ready.

        A part that keeps ending, or is not ready in time, is a `StackProblem` with the end of its log.
        """
        self._batches.append(parts)
        keepers = [asyncio.create_task(self._keep(part), name=part.name) for part in parts]
        self._keepers += keepers
        ready = asyncio.create_task(_all_ready(parts))
        try:
            done, _ = await asyncio.wait(
                [ready, *keepers], timeout=self._patience_s, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            ready.cancel()
        if ready in done:
            return
        for keeper in done:
            keeper.result()  # a keeper only ever ends by its problem
        slow = next(part for part in parts if not part.was_ready.is_set())
        raise StackProblem(
            f"{slow.name} is not ready after {self._patience_s:.0f} seconds.",
            advice=f"Its log is {slow.process.log}",
            detail=slow.process.log_tail(),
        )

    async def run_once(self, *processes: Process) -> None:
        """Run programs to their end, all at once; the first that fails is a `StackProblem` with the end of its log."""
        self._once += processes
        for process in processes:
            process.start()
            self._tell(process.name, State.STARTING)
        deadline = time.monotonic() + self._patience_s
        waiting = list(processes)
        while waiting:
            await asyncio.sleep(POLL_S / 2)
            for process in [one for one in waiting if not one.running]:
                waiting.remove(process)
                self._ended_once(process)
            if waiting and time.monotonic() > deadline:
                raise StackProblem(
                    f"{waiting[0].name} has not finished after {self._patience_s:.0f} seconds.",
                    detail=waiting[0].log_tail(),
                )

    async def stop(self) -> None:
        """Stop everything, what was started last first; each part is asked, then killed after its grace."""
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        for process in self._once:
            process.stop(grace_s=1.0)
        for batch in reversed(self._batches):
            await self._stop_batch(batch)

    def hurry(self) -> None:
        """Let a stop under way wait for nobody."""
        self._hurry = True

    async def _keep(self, part: Part) -> None:
        failures = 0
        while True:
            started = time.monotonic()
            await self._run(part)
            steady = time.monotonic() - started >= STEADY_S
            failures = 1 if steady else failures + 1
            if not part.was_ready.is_set() and failures >= FIRST_STARTS:
                raise StackProblem(
                    f"{part.name} ended while starting ({how_it_ended(part.process)}).",
                    advice=part.advice or f"Its log is {part.process.log}",
                    detail=part.process.log_tail(),
                )
            pause = BACKOFF_S[min(failures, len(BACKOFF_S)) - 1]
            self._tell(part.name, State.ENDED, f"{how_it_ended(part.process)}; starting again in {pause:g} s")
            await asyncio.sleep(pause)

    async def _run(self, part: Part) -> None:
        """One life of a part."""
        try:
            part.prepare()
            part.process.start()
        except (StackProblem, OSError) as problem:
            if not part.was_ready.is_set():
                raise
            self._tell(part.name, State.ENDED, str(problem))
            return
        self._tell(part.name, State.STARTING)
        while part.process.running and not await part.ready():  # noqa: ASYNC110 - another process has no event here
            await asyncio.sleep(POLL_S)
        if part.process.running:
            part.was_ready.set()
            self._tell(part.name, State.READY)
        while part.process.running:  # noqa: ASYNC110 - as above
            await asyncio.sleep(POLL_S)

    def _ended_once(self, process: Process) -> None:
        if process.exit_code != 0:
            raise StackProblem(
                f"{process.name} failed ({how_it_ended(process)}).",
                advice=f"Its log is {process.log}",
                detail=process.log_tail(),
            )
        process.wait_gone(0)
        self._tell(process.name, State.DONE)

    async def _stop_batch(self, batch: Sequence[Part]) -> None:
        for part in batch:
            self._tell(part.name, State.STOPPING)
            part.process.ask_to_stop()
        deadline = time.monotonic() + max(part.grace_s for part in batch)
        while _any_running(batch) and time.monotonic() < deadline and not self._hurry:  # noqa: ASYNC110 - as above
            await asyncio.sleep(POLL_S / 2)
        for part in batch:
            part.process.wait_gone(0)
            self._tell(part.name, State.STOPPED)


async def _all_ready(parts: Sequence[Part]) -> None:
    for part in parts:
        await part.was_ready.wait()


def _any_running(parts: Sequence[Part]) -> bool:
    return any(part.process.running for part in parts)


def how_it_ended(process: Process) -> str:
    """`exit code 1`, `SIGKILL`, `never started`."""
    code = process.exit_code
    if code is None:
        return "never started"
    if code >= 0:
        return f"exit code {code}"
    return signal.Signals(-code).name
