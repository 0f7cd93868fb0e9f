"""Destroying a key so that no crash and no older backup brings it back: the shred ledger around it, and its replay."""

from collections.abc import AsyncIterator, Container
from contextlib import asynccontextmanager

import structlog
from sqlalchemy import select
from sqlmodel import col

from services.referrals.erasures.domain import ErasureStatus
from services.referrals.erasures.views import ErasureRow, ErasureTable
from shared.capability import Job
from shared.eventstore.database import StoreUnavailable
from shared.eventstore.items import Contended, Overloaded
from shared.eventstore.shred_ledger import HeldLedger, LedgerDamaged, LedgerUnusable, What
from shared.kernel.refusals import Refused
from shared.service import Service

log = structlog.get_logger()
REPLAY_SECONDS = 30.0
"""A database may be put back from a backup while the service runs."""


class Shredding:
    """One destruction: `intend` once the rules have said yes, `done` after the commit."""

    def __init__(self, service: Service, ledger: HeldLedger, erasure: ErasureRow) -> None:
        self._service = service
        self._ledger = ledger
        self._about = (str(erasure.erasure_id), erasure.person_ref)
        self._intended = False

    async def intend(self) -> None:
        """On the disk, before the key is destroyed. LedgerUnusable, and nothing happens."""
        if not self._intended:
            await self._ledger.append("intended", *self._about, await self._service.store.head())
            self._intended = True

    async def done(self) -> None:
        """The key is destroyed."""
        await self._tell("destroyed")

    async def not_done(self) -> None:
        """Nothing was destroyed."""
        await self._tell("not_done")

    async def _tell(self, what: What) -> None:
        if not self._intended:
            return
        try:
            position = await self._service.store.head()
            await self._ledger.append(what, *self._about, position)
        except StoreUnavailable as failure:
            # The database knows what came of it; the replay writes it down.
            log.error("the shred ledger lacks an outcome", erasure=self._about[0], reason=type(failure).__name__)


@asynccontextmanager
async def shredding(service: Service, erasure: ErasureRow) -> AsyncIterator[Shredding]:
    """Alone with the ledger from the intention to its outcome. LedgerUnusable."""
    try:
        async with service.shred_ledger.held() as ledger:
            one = Shredding(service, ledger, erasure)
            try:
                yield one
            except (Refused, Contended, Overloaded):
                await one.not_done()
                raise
            await one.done()
    except LedgerDamaged as damaged:
        log.error("the shred ledger is damaged", line=damaged.line)
        raise LedgerUnusable("the shred ledger is damaged") from damaged


async def replay_shred_ledger(service: Service) -> None:
    """Whoever was erased stays erased, whatever backup the database came from; then the vault may be opened."""
    try:
        async with service.shred_ledger.held() as ledger:
            approved = await _approved(service)
            await _decide_the_undecided(service, ledger, approved)
            for erasure_id in approved.keys() - ledger.destroyed.keys():
                log.error("the shred ledger lacked an erasure that the database knows", erasure=erasure_id)
                await ledger.append("destroyed", erasure_id, approved[erasure_id], await service.store.head())
            again = await service.vault.destroy(list(ledger.destroyed.values()))
    except LedgerDamaged as damaged:
        log.error("the shred ledger is damaged", line=damaged.line)
        raise
    if again:
        log.warning("keys of erased people had come back and were destroyed again", keys=again)
    service.vault.closed = False


async def _approved(service: Service) -> dict[str, str]:
    """Erasure → person, of all that the database knows to be approved."""
    query = select(col(ErasureTable.erasure_id), col(ErasureTable.person_ref)).where(
        col(ErasureTable.status) == ErasureStatus.APPROVED
    )
    async with service.database.composing() as connection:
        return {str(erasure_id): person for erasure_id, person in await connection.execute(query)}


async def _decide_the_undecided(service: Service, ledger: HeldLedger, approved: Container[str]) -> None:
    head = await service.store.head()
    for line in ledger.undecided:
        # A store that ends before the line was written is an older one: it cannot say that nothing was done.
        done = line.erasure_id in approved or head < line.position
        await ledger.append("destroyed" if done else "not_done", line.erasure_id, line.person_ref, head)


async def open_vault(service: Service) -> None:
    """Where the first replay found no database, the next may."""
    if service.vault.closed:
        await replay_shred_ledger(service)


vault_opening = Job("open_vault", every_seconds=1.0, run=open_vault, at_start=True)
shred_replay = Job("replay_shred_ledger", every_seconds=REPLAY_SECONDS, run=replay_shred_ledger)
