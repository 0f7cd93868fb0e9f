"""What runs beside the routes of a service: jobs of the clock now, the relay and the consumers with them."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial
from typing import Protocol

import structlog

from shared.background import Background
from shared.capability import Job
from shared.service import Service
from shared.web.metrics import Sample, crashes_of

log = structlog.get_logger()


class Companion(Protocol):
    """Something started and stopped with the service, which can be measured."""

    async def start(self) -> None:
        """Begin in the background."""

    async def stop(self) -> None:
        """End, within a bounded time."""

    def samples(self) -> Iterable[Sample]:
        """Figures for /metrics."""


class Runtime:
    """The companions of one service."""

    def __init__(self, companions: Sequence[Companion]) -> None:
        self._companions = companions

    async def start(self) -> None:
        """Start all, in order."""
        for companion in self._companions:
            await companion.start()

    async def stop(self) -> None:
        """Stop all, last first."""
        for companion in reversed(self._companions):
            await companion.stop()

    def samples(self) -> Iterable[Sample]:
        """The figures of all."""
        return [sample for companion in self._companions for sample in companion.samples()]


class StoreFigures:
    """The store's figures; nothing to start."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def start(self) -> None:
        """Nothing."""

    async def stop(self) -> None:
        """Nothing."""

    def samples(self) -> Iterable[Sample]:
        """Events written by this process."""
        written = float(self._service.writer.events_written)
        return [("acs_events_written_total", "Events committed by this process", written, {})]


class Jobs:
    """Runs the jobs of the clock; one that fails is logged and tried again at its next turn."""

    def __init__(self, service: Service, jobs: Sequence[Job]) -> None:
        self._service = service
        self._jobs = jobs
        self._background = Background()

    async def start(self) -> None:
        """Begin each job's own rhythm."""
        for job in self._jobs:
            if job.at_start:
                await guarded(job.name, partial(job.run, self._service))
            self._background.start(job.name, partial(self._repeat, job))

    async def stop(self) -> None:
        """End them."""
        await self._background.stop()

    def samples(self) -> Iterable[Sample]:
        """How often a job's rhythm broke."""
        return crashes_of(self._background)

    async def _repeat(self, job: Job) -> None:
        while True:
            await guarded(job.name, lambda: job.run(self._service))
            await asyncio.sleep(job.every_seconds)


async def guarded(name: str, run: Callable[[], Awaitable[None]]) -> None:
    """Run something that must not end its loop by failing."""
    try:
        await run()
    except Exception as failure:
        log.warning("job failed", job=name, exc_info=failure)
