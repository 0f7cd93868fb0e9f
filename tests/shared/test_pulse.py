"""A pulse wakes all who wait, and nobody who stops waiting is in its way."""

import asyncio

from shared.pulse import Pulse


async def test_a_beat_wakes_everybody_who_waits() -> None:
    pulse = Pulse()
    waiting = [asyncio.create_task(pulse.wait(60)) for _ in range(5)]
    await asyncio.sleep(0)
    pulse.beat()
    assert await asyncio.gather(*waiting) == [True] * 5


async def test_what_beat_before_is_not_waited_for() -> None:
    pulse = Pulse()
    pulse.beat()
    assert not await pulse.wait(0.01)


async def test_the_next_wait_is_for_the_next_beat() -> None:
    pulse = Pulse()
    for _ in range(3):
        waiting = asyncio.create_task(pulse.wait(60))
        await asyncio.sleep(0)
        pulse.beat()
        assert await waiting


async def test_those_who_are_cancelled_hold_up_nobody() -> None:
    pulse = Pulse()
    for _ in range(200):
        waiting = [asyncio.create_task(pulse.wait(60)) for _ in range(3)]
        await asyncio.sleep(0)
        waiting[0].cancel()
        pulse.beat()
        waiting[1].cancel()
        assert await asyncio.gather(*waiting, return_exceptions=True) != []
        assert await asyncio.wait_for(waiting[2], 1)
