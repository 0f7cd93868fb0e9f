"""People at work in an alliance that is being harmed: each begins one piece of work after the other."""

import asyncio
import random
from dataclasses import dataclass, field
from typing import Any

from tests.e2e.alliance import YEAR
from tests.e2e.asking import Thing
from tests.faults.witness import Witness
from tests.services.budgets.pools.book import beds

LONGEST_PAUSE_SECONDS = 0.12
MOST_ROUNDS = 12
"""Of one person in one schedule, however long the faults take."""


@dataclass
class Workload:
    """`pathway` is paid for by `pool`; who works, works until told to stop, and one round at least."""

    alliance: Witness
    pathway: Thing
    pool: Thing
    stopping: bool = False
    _numbers: dict[str, Any] = field(default_factory=dict)

    @classmethod
    async def prepared(cls, alliance: Witness) -> "Workload":
        """A pathway, and an active pool that pays for it."""
        pathway = await alliance.pathway()
        return cls(alliance, pathway, await alliance.pays_for(await alliance.pool(), pathway))

    async def run(self, seed: int) -> None:
        """Six people at once, the same work in the same order for the same seed."""
        self.stopping = False
        people = (self.contract, self.contract, self.referral, self.referral, self.spending, self.reading)
        async with asyncio.TaskGroup() as group:
            for number, work in enumerate(people):
                rng = random.Random(f"{seed}/{number}")  # noqa: S311  # no secret, but the same again
                group.create_task(self._repeat(work, rng))

    async def _repeat(self, work: Any, rng: random.Random) -> None:
        for done in range(MOST_ROUNDS):
            if self.stopping and done:
                return
            await work(rng)

    async def contract(self, rng: random.Random) -> None:
        """Drafted, linked to the pool, signed, extended: the commitment follows."""
        do, manager = self.alliance.do, self.alliance.manager
        contract = await self.alliance.contract()
        await self._pause(rng)
        link = {"line": "BEDS", "contract_id": contract.key}
        self.pool = await do(self.alliance.finance(), self.pool, "contract-links", link)
        await self._pause(rng)
        contract = await self.alliance.activated(contract)
        await self._pause(rng)
        await do(manager, contract, "extensions", {"option_no": 1})

    async def referral(self, rng: random.Random) -> None:
        """Submitted, treated and discharged: the cost follows."""
        treated = await self.alliance.treated(await self.alliance.referral(self.pathway))
        await self._pause(rng)
        discharged = await self.alliance.discharged(treated)
        await self._pause(rng)
        await self.alliance.handed_over(discharged)

    async def spending(self, rng: random.Random) -> None:
        """An invoice of its own amount."""
        spent = beds(rng.randrange(1, 1_000_000), f"INV-{rng.getrandbits(64):x}-{len(self.alliance.log)}")
        spent["period"] = f"{YEAR[:4]}-04"
        self.pool = await self.alliance.do(self.alliance.finance(), self.pool, "expenditure", spent)
        await self._pause(rng)

    async def reading(self, rng: random.Random) -> None:
        """What was written last, and all of it together."""
        await self.alliance.read(self.pool)
        await self.alliance.overview(self.pool.position)
        await asyncio.sleep(rng.random())

    async def _pause(self, rng: random.Random) -> None:
        await asyncio.sleep(rng.random() * LONGEST_PAUSE_SECONDS)

    async def one_more(self, service: str) -> None:
        """One command that a service has to carry out."""
        match service:
            case "contracts":
                await self.alliance.contract()
            case "referrals":
                await self.alliance.referral(self.pathway)
            case _:
                await self.spending(random.Random(len(self.alliance.log)))  # noqa: S311  # no secret
