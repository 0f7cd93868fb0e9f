"""A gateway that passes through to stubs, on real sockets."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from services.gateway.passthrough.api import passthrough_router
from services.gateway.passthrough.passthrough import PassThrough
from shared.web.outbound import Patience
from tests.kit.apps import Client
from tests.kit.tokens import sign_user
from tests.services.gateway.passthrough.stub import StubService
from tests.services.gateway.serving import app_of, gateway_edge, serving

IMPATIENT = Patience(connect=0.5, read=0.4, queue=0.3)
NOBODY = "http://127.0.0.1:1"


@dataclass(frozen=True)
class World:
    """The gateway's address, the stub behind contracts and budgets, and a caller. Referrals is down."""

    url: str
    stub: StubService
    client: Client
    passthrough: PassThrough


@pytest.fixture
async def world(keys: Path) -> AsyncIterator[World]:
    stub = StubService()
    edge = gateway_edge(keys)
    async with serving(stub) as behind:
        urls = {"contracts": behind, "budgets": behind, "referrals": NOBODY}
        passthrough = PassThrough(edge, urls, patience=IMPATIENT, connections=4)
        token = sign_user(keys, org="07L", roles=["COMMISSIONER"])
        async with (
            serving(app_of(edge, passthrough_router(passthrough))) as url,
            httpx.AsyncClient(base_url=url) as http,
        ):
            yield World(url, stub, Client(http, token), passthrough)
        await passthrough.stop()
