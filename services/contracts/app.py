"""The contracts service: its capabilities, policies and jobs, made into one app."""

from pathlib import Path

from fastapi import FastAPI

from services.contracts.register.api import register
from services.contracts.register.api import router as register_router
from services.contracts.register.jobs import expiry
from shared.service import Card
from shared.settings import AllianceSettings, ServiceSettings
from shared.web.assembly import assemble

card = Card(
    name="contracts",
    title="ACS Alliance: contracts",
    capabilities=(register,),
    access_file=Path(__file__).parent / "access.cedar",
    jobs=(expiry,),
)


def build(alliance: AllianceSettings, settings: ServiceSettings) -> FastAPI:
    """The app, connected to nothing yet."""
    return assemble(card, alliance, settings, (register_router,))
