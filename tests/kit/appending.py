"""A process that appends until it is killed and says what was acknowledged: python -m tests.kit.appending URL OWNER."""

import asyncio
import sys

from deploy.stack.databases import Database as Address
from tests.kit.family import RaiseTally
from tests.kit.kernel import running_kernel


async def main(url: str, owner_url: str) -> None:
    """One stream per caller, as fast as it goes."""
    async with running_kernel(Address("tallies", url, owner_url)) as kernel:

        async def caller() -> None:
            key = await kernel.opened()
            sys.stdout.write(f"tally-{key} 1\n")
            while True:
                done = await kernel.do(key, RaiseTally(by=1))
                sys.stdout.write(f"tally-{key} {done.version}\n")
                sys.stdout.flush()

        await asyncio.gather(*(caller() for _ in range(8)))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
