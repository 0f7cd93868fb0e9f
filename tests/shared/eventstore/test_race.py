"""Several writing processes, killed mid-transaction, and a reader at their heels: none missed, none doubled."""

import asyncio
import random
import sys
from collections import Counter

import pytest

from deploy.stack.databases import Database as Address
from tests.kit.kernel import Kernel

PROCESSES = 3
ROUNDS = 3


class Tail:
    """Follows the feed from its cursor, as the relay does."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self.seen: list[tuple[int, str, int]] = []

    async def catch_up(self) -> bool:
        after = self.seen[-1][0] if self.seen else 0
        page = await self._kernel.store.feed(after, 500)
        self.seen += [(one.position, one.stream_id, one.version) for one in page]
        return bool(page)

    async def follow(self) -> None:
        while True:
            if not await self.catch_up():
                await asyncio.sleep(0.001)


async def killed_writer(address: Address, after_lines: int) -> list[str]:
    """What a writing process said was acknowledged, killed without warning while it writes."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.kit.appending", address.url, address.owner_url, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    said = [(await process.stdout.readline()).decode() for _ in range(after_lines)]
    process.kill()
    rest = (await process.stdout.read()).decode()
    await process.wait()
    whole_lines = ("".join(said) + rest).split("\n")[:-1]
    return [line for line in whole_lines if line]


@pytest.mark.promise(number=2)
async def test_positions_are_gap_free_in_commit_order_and_nothing_acknowledged_is_lost(
    kernel: Kernel, address: Address
) -> None:
    tail = Tail(kernel)
    following = asyncio.create_task(tail.follow())
    acknowledged: list[str] = []
    for _ in range(ROUNDS):
        lives = (random.randint(100, 300) for _ in range(PROCESSES))  # noqa: S311  # no secret, only a length
        for said in await asyncio.gather(*(killed_writer(address, lines) for lines in lives)):
            acknowledged += said
    following.cancel()
    while await tail.catch_up():
        pass
    assert [position for position, _, _ in tail.seen] == list(range(1, len(tail.seen) + 1))
    stored = Counter(f"{stream} {version}" for _, stream, version in tail.seen)
    assert set(stored.values()) == {1}
    assert set(acknowledged) <= set(stored)
    assert len(acknowledged) >= ROUNDS * PROCESSES * 100
    for stream in {stream for _, stream, _ in tail.seen}:
        versions = [version for _, at, version in tail.seen if at == stream]
        assert versions == list(range(1, len(versions) + 1))
