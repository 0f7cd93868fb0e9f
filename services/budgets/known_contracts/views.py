"""Contracts as budgets knows them: one row per contract that was ever in force."""

from datetime import date
from uuid import UUID

from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from shared.events.budgets.known_contracts import ContractTerm, KnownContractEvent
from shared.views import Recorded, ResourceRow, View


class KnownContractRow(ResourceRow):
    """A contract in force or ended; `end` is its last day in force, `terms` what was agreed, in pence."""

    contract_id: UUID = Field(primary_key=True)
    ref: str
    contract_version: int
    start: date
    end: date
    terms: list[ContractTerm] = Field(sa_type=JSONB)
    ended: bool


class KnownContractTable(KnownContractRow, table=True):
    """The table behind it."""

    __tablename__ = "known_contracts"


def project_known_contract(
    row: KnownContractRow | None, recorded: Recorded[KnownContractEvent]
) -> KnownContractRow | None:
    """The latest note."""
    event = recorded.event
    return KnownContractRow(
        version=recorded.version,
        parties=list(event.commissioners),
        changed_at=recorded.occurred_at,
        contract_id=event.contract_id,
        ref=event.ref,
        contract_version=event.contract_version,
        start=event.start,
        end=event.end,
        terms=list(event.terms),
        ended=event.ended,
    )


known_contract_view: View[KnownContractRow] = View(
    table=KnownContractTable, row=KnownContractRow, project=project_known_contract
)
