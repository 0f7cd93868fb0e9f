"""ASGI apps on real sockets in this process, and the edge of a gateway, for tests of what passes between them."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import APIRouter, FastAPI
from prometheus_client import CollectorRegistry
from starlette.middleware import Middleware

from shared.service import Card
from shared.settings import AllianceSettings
from shared.web import problems
from shared.web.app import make_edge
from shared.web.edge import Edge
from shared.web.metrics import HttpMetrics
from shared.web.middleware import AroundRequests

BODY_LIMIT = 256 * 1024


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """The signals of the test run stay pytest's."""
        yield


@asynccontextmanager
async def serving(app: Any, **options: Any) -> AsyncIterator[str]:
    """The address of an app served on loopback for the length of the body."""
    server = _Server(
        uvicorn.Config(
            app,
            host="127.0.0.1",
            port=0,
            lifespan="off",
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=1,
            **options,
        )
    )
    task = asyncio.create_task(server.serve())
    while not server.started:  # uvicorn tells it by nothing else
        await asyncio.sleep(0.005)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await task


def gateway_edge(keys: Path) -> Edge:
    """Verifies users' tokens and signs the gateway's."""
    card = Card("gateway", "a gateway under test", access=Path(__file__).parent / "access.cedar")
    return make_edge(card, AllianceSettings(env="local", keys_dir=keys), faces_users=True)


def app_of(edge: Edge, *routers: APIRouter, inside: tuple[Middleware, ...] = ()) -> FastAPI:
    """Routes with what stands around every request of a gateway."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.state.edge = edge
    problems.install(app)
    for router in routers:
        app.include_router(router)
    for middleware in reversed(inside):
        app.user_middleware.insert(0, middleware)
    app.add_middleware(AroundRequests, body_limit_bytes=BODY_LIMIT, metrics=HttpMetrics(CollectorRegistry()))
    return app
