"""Work that goes on beside the requests: named tasks that are started, watched, started again and stopped."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any

import structlog

log = structlog.get_logger()

Work = Callable[[], Coroutine[Any, Any, None]]

FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 30.0
HEALTHY_AFTER_SECONDS = 60.0


class Background:
    """Runs each piece of work until it returns; one that raises is logged and begun again after a growing pause."""

    def __init__(self, first_pause_seconds: float = FIRST_PAUSE_SECONDS) -> None:
        self._first_pause = first_pause_seconds
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self.crashes: Counter[str] = Counter()

    def start(self, name: str, work: Work) -> None:
        """Begin `work` under a name that no other running work has."""
        running = self._tasks.get(name)
        if running is not None and not running.done():
            raise ValueError(f"{name} is already running")
        self.crashes[name] += 0
        self._tasks[name] = asyncio.create_task(self._keep_going(name, work), name=name)

    @property
    def running(self) -> frozenset[str]:
        """The names of what has neither returned nor been stopped."""
        return frozenset(name for name, task in self._tasks.items() if not task.done())

    async def stop(self, within_seconds: float = 10.0) -> None:
        """Cancel everything and wait for it, but not for ever."""
        tasks = [task for task in self._tasks.values() if not task.done()]
        for task in tasks:
            task.cancel()
        if not tasks:
            return
        _, stubborn = await asyncio.wait(tasks, timeout=within_seconds)
        for task in stubborn:
            log.error("background work does not stop", work=task.get_name())

    async def _keep_going(self, name: str, work: Work) -> None:
        pause = self._first_pause
        while True:
            begun = time.monotonic()
            try:
                return await work()
            except (Exception, asyncio.CancelledError) as crash:
                if _asked_to_stop():
                    raise
                self.crashes[name] += 1
                if time.monotonic() - begun > HEALTHY_AFTER_SECONDS:
                    pause = self._first_pause
                log.exception("background work crashed", work=name, reason=type(crash).__name__, pause_seconds=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)


def _asked_to_stop() -> bool:
    """A cancellation that nobody asked of this task escaped from some library, and is a crash like others."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
