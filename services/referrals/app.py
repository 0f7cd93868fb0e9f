"""The referrals service: pathways, the referrals along them and the erasure of patients, made into one app."""

from pathlib import Path

from fastapi import FastAPI

from services.referrals.access_log.api import router as access_log_router
from services.referrals.erasures.api import erasures
from services.referrals.erasures.api import router as erasures_router
from services.referrals.erasures.checks import check_erasures
from services.referrals.erasures.shredding import shred_replay, vault_opening
from services.referrals.pathways.api import pathways
from services.referrals.pathways.api import router as pathways_router
from services.referrals.referrals.api import referrals
from services.referrals.referrals.api import router as referrals_router
from shared.service import Card, Service
from shared.settings import AllianceSettings, ServiceSettings
from shared.web.assembly import assemble

card = Card(
    name="referrals",
    title="ACS Alliance: pathways and referrals",
    capabilities=(pathways, referrals, erasures),
    access=Path(__file__).parent,
    jobs=(vault_opening, shred_replay),
    checks=(check_erasures,),
    seals=True,
)


def build(alliance: AllianceSettings, settings: ServiceSettings) -> FastAPI:
    """The app, connected to nothing yet; its vault is closed until the shred ledger is replayed. LedgerDamaged."""
    routers = (pathways_router, referrals_router, erasures_router, access_log_router)
    app = assemble(card, alliance, settings, routers)
    service: Service = app.state.service
    service.vault.closed = True
    service.shred_ledger.verify()
    return app
