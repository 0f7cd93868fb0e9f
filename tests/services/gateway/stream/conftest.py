"""The stream of a gateway, served on a real socket."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest

from services.gateway.stream.api import stream_router
from services.gateway.stream.streams import Streams
from services.gateway.stream.tail import Tail
from shared.eventstore.database import Database
from shared.pulse import Pulse
from tests.kit.apps import Client
from tests.kit.tokens import sign_user
from tests.services.gateway.serving import app_of, gateway_edge, serving
from tests.services.gateway.stream.world import World


@pytest.fixture
async def world(database: Database, keys: Path) -> AsyncIterator[World]:
    applied = Pulse()
    streams = Streams(Tail(database, applied), most=5, most_each=3, heartbeat_seconds=0.3)
    app = app_of(gateway_edge(keys), stream_router(streams))
    app.state.service = SimpleNamespace(now=lambda: datetime.now(UTC))
    app.state.streams = streams
    token = sign_user(keys, org="07L", roles=["COMMISSIONER"])
    async with serving(app) as url, httpx.AsyncClient(base_url=url) as http:
        yield World(app, url, database, applied, Client(http, token))
        await streams.stop()
