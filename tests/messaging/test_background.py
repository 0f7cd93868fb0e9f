"""Background work is begun again when it crashes, and never silently."""

import asyncio

import pytest
import structlog

from shared.background import Background


@pytest.mark.parametrize("crash", [RuntimeError("shaky"), asyncio.CancelledError()])
async def test_what_crashes_is_logged_and_begun_again(crash: BaseException) -> None:
    begun = 0
    done = asyncio.Event()

    async def shaky() -> None:
        nonlocal begun
        begun += 1
        if begun < 3:
            raise crash
        done.set()

    background = Background(first_pause_seconds=0.001)
    with structlog.testing.capture_logs() as logs:
        background.start("shaky", shaky)
        await asyncio.wait_for(done.wait(), 5)
    await background.stop()
    assert background.crashes["shaky"] == 2
    assert [entry["work"] for entry in logs if "work" in entry] == ["shaky", "shaky"]


async def test_stopping_ends_everything_and_waits_for_nobody_for_ever() -> None:
    async def stubborn() -> None:
        while True:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                if released.is_set():
                    raise

    released = asyncio.Event()
    background = Background()
    background.start("stubborn", stubborn)
    background.start("patient", lambda: asyncio.sleep(60))
    await asyncio.sleep(0.01)
    await background.stop(within_seconds=0.05)
    assert background.running == {"stubborn"}
    released.set()
    await background.stop()
    assert background.running == frozenset()


async def test_a_name_is_used_once() -> None:
    background = Background()
    background.start("one", lambda: asyncio.sleep(60))
    with pytest.raises(ValueError, match="already running"):
        background.start("one", lambda: asyncio.sleep(60))
    await background.stop()
