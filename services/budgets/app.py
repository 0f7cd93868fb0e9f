"""The budgets service: its capabilities and its reactions, made into one app."""

from pathlib import Path

from fastapi import FastAPI

from services.budgets.known_contracts.api import known_contracts
from services.budgets.policies import policies
from services.budgets.pools.api import pools
from services.budgets.pools.api import router as pools_router
from services.budgets.pools.checks import check_money
from services.budgets.pools.ledger_api import router as ledger_router
from shared.service import Card
from shared.settings import AllianceSettings, ServiceSettings
from shared.web.assembly import assemble

card = Card(
    name="budgets",
    title="ACS Alliance: pooled budgets",
    capabilities=(pools, known_contracts),
    access=Path(__file__).parent,
    listens_to=("contracts", "referrals", "budgets"),
    policies=policies,
    checks=(check_money,),
)


def build(alliance: AllianceSettings, settings: ServiceSettings) -> FastAPI:
    """The app, connected to nothing yet."""
    return assemble(card, alliance, settings, (pools_router, ledger_router))
