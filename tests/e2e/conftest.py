"""The whole alliance as real processes, with the demonstration loaded through the gateway."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from deploy.cli.personas import PERSONAS
from deploy.demo.loader import LoadResult, load
from deploy.stack.postgres import Postgres
from tests.e2e.alliance import Alliance, own_alliance
from tests.kit.apps import Client
from tests.kit.kafka import Kafka
from tests.kit.rig import Rig, running_rig

API = "/api/v1"


@dataclass(frozen=True)
class Demonstration:
    """A running alliance and what was loaded into it."""

    rig: Rig
    loaded: LoadResult

    @property
    def sign(self) -> Callable[[str, str], str]:
        """A persona's token."""
        return signer(self.rig)

    def as_persona(self, name: str, org: str = "") -> Client:
        """Somebody at the gateway."""
        persona = PERSONAS[name]
        return self.rig.client("gateway", *persona.roles, org=org or persona.org, sub=persona.sub)

    async def overview(self) -> Any:
        """As a commissioner sees it."""
        answer = await self.as_persona("commissioner").get(f"{API}/alliance/overview")
        assert answer.status == 200, answer.body
        return answer.body


def signer(rig: Rig) -> Callable[[str, str], str]:
    """Signs tokens of personas with the rig's keys."""

    def sign(name: str, org: str) -> str:
        persona = PERSONAS[name]
        return rig.token(*persona.roles, org=org or persona.org, sub=persona.sub)

    return sign


@pytest.fixture(scope="package")
async def demonstration(
    tmp_path_factory: pytest.TempPathFactory, postgres: Postgres, broker: Kafka
) -> AsyncIterator[Demonstration]:
    """Loaded once for all tests that only look."""
    directory: Path = tmp_path_factory.mktemp("alliance")
    async with running_rig(directory, postgres, broker) as rig:
        loaded = await load(rig.url("gateway"), signer(rig), lambda done, total: None)
        yield Demonstration(rig, loaded)


@pytest.fixture(scope="package")
async def alliance(
    tmp_path_factory: pytest.TempPathFactory, postgres: Postgres, broker: Kafka
) -> AsyncIterator[Alliance]:
    """Empty at first, for tests that kill, wipe and empty; each leaves it running and whole."""
    async with own_alliance(tmp_path_factory.mktemp("harmed"), postgres, broker) as running:
        yield running
