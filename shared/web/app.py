"""The one factory that makes all four services."""

import base64
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import APIRouter, FastAPI
from prometheus_client import CollectorRegistry
from starlette.middleware import Middleware

from shared.eventstore.codec import Catalogue
from shared.eventstore.database import Database
from shared.eventstore.shred_ledger import ShredLedger
from shared.eventstore.store import EventStore
from shared.eventstore.vault import Vault, VaultKeys
from shared.eventstore.writer import Writer
from shared.execute import Executor
from shared.runtime import Runtime
from shared.service import Card, Service, read_organisations
from shared.settings import AllianceSettings, ServiceSettings
from shared.web import health, problems
from shared.web.access import Access
from shared.web.docs import DocumentedApp
from shared.web.edge import Edge
from shared.web.metrics import Gauges, HttpMetrics
from shared.web.middleware import AroundRequests
from shared.web.paging import Cursors
from shared.web.routing import add_routes
from shared.web.tokens import ServiceSigner, TokenVerifier, service_issuer, user_issuers

VERSION = "0.1.0"


def make_service(card: Card, alliance: AllianceSettings, settings: ServiceSettings) -> Service:
    """A service, not yet connected to anything."""
    database = Database(settings.runtime_url, connections=settings.connections)
    store = EventStore(card.name, database, Catalogue(card.event_classes))
    writer = Writer(database)
    return Service(
        card=card,
        alliance=alliance,
        settings=settings,
        database=database,
        store=store,
        writer=writer,
        executor=Executor(store, writer),
        sealing=Vault(database, _vault_keys(settings.vault_keys_dir or alliance.keys_dir)) if card.seals else None,
        shred_ledger=ShredLedger(settings.shred_ledger or alliance.keys_dir / "shred-ledger.jsonl"),
        organisations=read_organisations(alliance.organisations_file),
    )


def make_edge(card: Card, alliance: AllianceSettings, *, faces_users: bool = False) -> Edge:
    """Tokens, policies and secrets; the service that faces users takes no peer's token."""
    return Edge(
        users=TokenVerifier(user_issuers(alliance)),
        peers=None if faces_users else TokenVerifier((service_issuer(alliance, card.name),)),
        signer=ServiceSigner(card.name, alliance.keys_dir / "service.jwk"),
        access=Access.of(card.access),
        cursors=Cursors(_secret(alliance.keys_dir, "cursor")),
        secret=_secret(alliance.keys_dir, "cursor"),
    )


def create_app(
    service: Service,
    edge: Edge,
    routers: Sequence[APIRouter],
    runtime: Runtime,
    *,
    inside: Sequence[Middleware] = (),
    outside: Sequence[Middleware] = (),
    openapi_url: str | None = "/openapi.json",
) -> FastAPI:
    """The FastAPI app of a service: its routes, and what runs beside them.

    Middleware is named from the outside in; without `openapi_url` a router of its own shows the document.
    """
    registry = CollectorRegistry()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await service.database.open()
        await service.writer.start()
        await runtime.start()
        yield
        await runtime.stop()
        await service.writer.stop()
        await service.database.close()

    app = DocumentedApp(
        title=service.card.title,
        version=VERSION,
        lifespan=lifespan,
        openapi_url=openapi_url,
        docs_url=None,
        redoc_url=None,
        # Looks for OpenTelemetry's providers in every request otherwise; there are none.
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.state.service, app.state.edge, app.state.registry = service, edge, registry
    problems.install(app)
    add_routes(app, [*routers, health.router])
    registry.register(Gauges([runtime.samples]))
    files = dict.fromkeys(service.card.takes_files, service.alliance.file_limit_bytes)
    limit = service.alliance.body_limit_bytes
    around = Middleware(AroundRequests, body_limit_bytes=limit, metrics=HttpMetrics(registry), files=files)
    app.user_middleware[:] = [*outside, around, *inside]
    return app


def _vault_keys(directory: Path) -> VaultKeys:
    return VaultKeys(sealing=_secret(directory, "sealing"), pseudonym=_secret(directory, "pseudonym"))


def _secret(directory: Path, name: str) -> bytes:
    """32 bytes, stored as base64."""
    return base64.b64decode((directory / f"{name}.key").read_text(encoding="utf-8"))
