"""What the clock asks of the register."""

from sqlmodel import col

from services.contracts.register.api import register
from services.contracts.register.commands import ExpireContract
from services.contracts.register.state import ContractStatus
from services.contracts.register.views import ContractTable, contract_view
from shared.capability import Job
from shared.eventstore.codec import Meta
from shared.service import Service
from shared.wish import Wish


async def expire_contracts(service: Service) -> None:
    """Let every contract expire whose last day has passed: the day after its end, or later when nobody looked."""
    today = service.today()
    due = await service.rows(
        contract_view,
        col(ContractTable.status) == ContractStatus.ACTIVE,
        col(ContractTable.current_end) < today,
        limit=500,
    )
    for row in due:
        meta = Meta(actor="clock", org="", correlation=f"expiry-{today}")
        wish = Wish(ExpireContract(today=today), meta, service.now())
        await service.executor.execute(register, row.contract_id, wish)


expiry = Job("expire_contracts", every_seconds=10.0, run=expire_contracts)
