"""A service put together with everything that runs beside its routes."""

from collections.abc import Sequence

from fastapi import APIRouter, FastAPI

from shared.runtime import Companion, Jobs, Runtime, StoreFigures
from shared.service import Card
from shared.settings import AllianceSettings, ServiceSettings
from shared.web.app import create_app, make_edge, make_service


def assemble(
    card: Card, alliance: AllianceSettings, settings: ServiceSettings, routers: Sequence[APIRouter]
) -> FastAPI:
    """One of the services that own events."""
    service = make_service(card, alliance, settings)
    edge = make_edge(card, alliance)
    companions: list[Companion] = [StoreFigures(service), Jobs(service, card.jobs)]
    return create_app(service, edge, routers, Runtime(companions))
