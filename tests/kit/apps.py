"""A service in this process, on a real PostgreSQL: what the tests of routes talk to."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from fastapi import FastAPI

from deploy.stack.databases import Database
from deploy.stack.keys import ensure_keys
from shared.eventstore.published import SERVICE_TOKEN_HEADER
from shared.migrations import migrate
from shared.service import Card, Service
from shared.settings import AllianceSettings, ServiceSettings
from shared.web.tokens import ServiceSigner
from tests.kit.tokens import sign_user

BuildApp = Callable[[AllianceSettings, ServiceSettings], FastAPI]


@dataclass(frozen=True)
class Answer:
    """A response, read."""

    status: int
    body: Any
    headers: httpx.Headers

    @property
    def etag(self) -> str:
        """For If-Match."""
        return self.headers["etag"]


@dataclass(frozen=True)
class Client:
    """Somebody with a token, asking one service or the gateway."""

    http: httpx.AsyncClient
    token: str | None
    headers: dict[str, str] = field(default_factory=dict)

    async def get(self, path: str, **query: Any) -> Answer:
        """Read."""
        return await self.send("GET", path, params=query)

    async def post(self, path: str, body: Any, *, etag: str | None = None, key: str | None = None) -> Answer:
        """Command, with a fresh Idempotency-Key unless one is given."""
        headers = {"Idempotency-Key": key or uuid4().hex}
        if etag is not None:
            headers["If-Match"] = etag
        return await self.send("POST", path, json=body, headers=headers)

    async def send(self, method: str, path: str, **arguments: Any) -> Answer:
        """Anything."""
        headers = self.headers | arguments.pop("headers", {})
        if self.token is not None:
            headers.setdefault("Authorization", f"Bearer {self.token}")
        response = await self.http.request(method, path, headers=headers, **arguments)
        kind = response.headers.get("content-type", "")
        body = response.json() if "json" in kind and response.content else response.text
        return Answer(response.status_code, body, response.headers)


@dataclass(frozen=True)
class RunningApp:
    """A service whose lifespan has begun."""

    app: FastAPI
    service: Service
    keys: Path
    database: Database

    def client(self, *roles: str, org: str = "07L", sub: str = "tester", service_token: bool = True) -> Client:
        """Somebody of an organisation with roles, as the gateway would pass them on."""
        token = sign_user(self.keys, sub=sub, org=org, roles=list(roles)) if roles else None
        headers = {}
        if service_token:
            headers[SERVICE_TOKEN_HEADER] = ServiceSigner("gateway", self.keys / "service.jwk").token_for(
                self.service.name
            )
        transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
        return Client(httpx.AsyncClient(transport=transport, base_url="http://service"), token, headers)


def settings_for(keys: Path, database: Database, **alliance: Any) -> tuple[AllianceSettings, ServiceSettings]:
    """Settings of a service under test."""
    return (
        AllianceSettings(env="local", keys_dir=keys, kafka="127.0.0.1:1", kafka_idempotence=False, **alliance),
        ServiceSettings(database_url=database.url, owner_database_url=database.owner_url, port=1),
    )


@asynccontextmanager
async def running_app(
    card: Card, build: BuildApp, keys: Path, database: Database, **alliance: Any
) -> AsyncIterator[RunningApp]:
    """Migrate and start a service for the length of the body."""
    ensure_keys(keys)
    await migrate(card, database.owner_url, database.url)
    app = build(*settings_for(keys, database, **alliance))
    async with app.router.lifespan_context(app):
        yield RunningApp(app, app.state.service, keys, database)
