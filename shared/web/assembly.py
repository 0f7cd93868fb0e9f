"""A service that owns events, put together with everything that runs beside its routes."""

from collections.abc import Sequence

from fastapi import APIRouter, FastAPI

from shared.choreography import Listening, Publishing, feeds_for
from shared.closing import daily_digests
from shared.reactions import PolicyRunner
from shared.runtime import Companion, Jobs, Runtime, StoreFigures
from shared.service import Card
from shared.settings import AllianceSettings, ServiceSettings
from shared.web import feed
from shared.web.app import create_app, make_edge, make_service
from shared.web.digests import digests_router
from shared.web.issuers import IssuerKeys
from shared.web.operations import operations_router


def assemble(
    card: Card, alliance: AllianceSettings, settings: ServiceSettings, routers: Sequence[APIRouter]
) -> FastAPI:
    """The app of such a service, connected to nothing yet."""
    service = make_service(card, alliance, settings)
    edge = make_edge(card, alliance)
    publishing = Publishing(service)
    companions: list[Companion] = [
        IssuerKeys(edge.users, alliance.issuers),
        StoreFigures(service),
        service.executor.snapshots,
        publishing,
        Jobs(service, (*card.jobs, daily_digests)),
    ]
    listening: Listening | None = None
    if card.listens_to:
        runner = PolicyRunner(service, card.policies)
        listening = Listening(service, feeds_for(service, edge.signer), runner, runner.knows)
        companions.append(listening)
    operations = operations_router(card.name, publishing=publishing, listening=listening)
    return create_app(
        service, edge, (*routers, operations, digests_router(card.name), feed.router), Runtime(companions)
    )
