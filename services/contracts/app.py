"""The contracts service: its capabilities, policies and jobs, made into one app."""

from pathlib import Path

from fastapi import APIRouter, FastAPI

from services.contracts.assurance.api import isap_cases
from services.contracts.assurance.api import router as isap_cases_router
from services.contracts.delegations.api import delegations
from services.contracts.delegations.api import router as delegations_router
from services.contracts.market.api import market
from services.contracts.market.api import router as market_router
from services.contracts.register.api import register
from services.contracts.register.api import router as register_router
from shared.capability import Capability, Policies, together
from shared.service import Card
from shared.settings import AllianceSettings, ServiceSettings
from shared.timers import timers_job
from shared.web.assembly import assemble

CAPABILITIES: tuple[Capability, ...] = (
    register,
    delegations,
    isap_cases,
    market,
)

ROUTERS: tuple[APIRouter, ...] = (
    register_router,
    delegations_router,
    isap_cases_router,
    market_router,
)

POLICIES: tuple[Policies, ...] = ()

card = Card(
    name="contracts",
    title="ACS Alliance: contracts",
    capabilities=CAPABILITIES,
    access=Path(__file__).parent,
    listens_to=("contracts",),
    policies=together(*POLICIES),
    jobs=(timers_job,),
)


def build(alliance: AllianceSettings, settings: ServiceSettings) -> FastAPI:
    """The app, connected to nothing yet."""
    return assemble(card, alliance, settings, ROUTERS)
