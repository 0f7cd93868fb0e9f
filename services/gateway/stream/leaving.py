"""Tells answers without an end that the process was asked to stop; the server waits for them before it stops."""

import asyncio
import signal
import threading
from types import FrameType
from typing import Any


class Leaving:
    """Listens to the signals the server has handlers for, between `start` and `stop`, and calls those too."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self._before: dict[int, Any] = {}

    def start(self) -> None:
        """From the main thread of a served process; elsewhere there are no signals to listen to."""
        if threading.current_thread() is not threading.main_thread():
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            handler = signal.getsignal(number)
            if callable(handler) and handler is not signal.default_int_handler:
                self._before[number] = handler
                signal.signal(number, lambda given, frame: self._asked(loop, given, frame))

    def stop(self) -> None:
        """The end has come, or is near."""
        self.asked.set()
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before.clear()

    def _asked(self, loop: asyncio.AbstractEventLoop, number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(self.asked.set)
        self._before[number](number, frame)
