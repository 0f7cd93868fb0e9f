"""The referrals service: pathways and the referrals along them, made into one app."""

from pathlib import Path

from fastapi import FastAPI

from services.referrals.pathways.api import pathways
from services.referrals.pathways.api import router as pathways_router
from services.referrals.referrals.api import referrals
from services.referrals.referrals.api import router as referrals_router
from shared.service import Card
from shared.settings import AllianceSettings, ServiceSettings
from shared.web.assembly import assemble

card = Card(
    name="referrals",
    title="ACS Alliance: pathways and referrals",
    capabilities=(pathways, referrals),
    access_file=Path(__file__).parent / "access.cedar",
)


def build(alliance: AllianceSettings, settings: ServiceSettings) -> FastAPI:
    """The app, connected to nothing yet."""
    return assemble(card, alliance, settings, (pathways_router, referrals_router))
