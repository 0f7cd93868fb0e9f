"""A pulse: whoever waits goes on with the next beat; who beats never waits for anybody."""

import asyncio


class Pulse:
    """Without a lock, unlike asyncio.Condition: nobody who is cancelled while waiting can hold up the one who beats."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def beat(self) -> None:
        """Wake everybody who waits."""
        beaten, self._next = self._next, asyncio.Event()
        beaten.set()

    async def wait(self, within_seconds: float) -> bool:
        """Whether it beat in time; what beat before is not waited for."""
        try:
            async with asyncio.timeout(within_seconds):
                await self._next.wait()
        except TimeoutError:
            return False
        return True
