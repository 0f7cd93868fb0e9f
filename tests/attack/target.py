"""What is attacked: the four services as real processes, and one thing of each kind in the middle of its life."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.stack.postgres import Postgres
from tests.attack.bodies import ERASURE
from tests.attack.kinds import stand
from tests.e2e.alliance import Alliance
from tests.e2e.asking import Thing
from tests.kit.rig import Rig, running_rig

PLENTY = {
    "GATEWAY_RATE_PER_PRINCIPAL": "10000000/minute",
    "GATEWAY_RATE_PER_ADDRESS": "10000000/minute",
}
"""Rate limits have tests of their own (tests/shared/web/test_limits.py)."""


class NoBroker:
    """Nothing listens there."""

    bootstrap = "127.0.0.1:1"


@dataclass(frozen=True, repr=False)
class Besieged:
    """`things` are one of each kind, by the name of its path; `casts` says who speaks of those not made by hand."""

    rig: Rig
    alliance: Alliance
    things: Mapping[str, Thing]
    casts: Mapping[str, tuple[str, str, str]]


@asynccontextmanager
async def besieged(directory: Path, postgres: Postgres, **environment: str) -> AsyncIterator[Besieged]:
    """For the length of the body."""
    broker = NoBroker()
    async with running_rig(directory, postgres, broker, **PLENTY | environment) as rig:
        alliance = Alliance(rig, broker)  # type: ignore[arg-type]  # as above
        contract = await alliance.contract(commissioners=["07L", "08F"])
        pathway = await alliance.pathway()
        referral = await alliance.referral(pathway)
        things = {
            "contracts": await alliance.activated(contract),
            "pools": await alliance.pool(),
            "pathways": pathway,
            "referrals": referral,
            "erasures": await alliance.make(alliance.gp, "erasures", {"referral_id": referral.key, **ERASURE}),
        }
        others, casts = await stand(rig)
        yield Besieged(rig, alliance, things | others, casts)
