"""Contracts: by status and finding, value under contract, and when those in force end."""

from datetime import date
from typing import Any, assert_never
from uuid import UUID

from sqlalchemy import BigInteger
from sqlmodel import Field

from services.gateway.alliance.figures import Figure, Figures
from services.gateway.alliance.rows import ThingRow
from shared.events.contracts.register import (
    ContractActivated,
    ContractEvent,
    ContractExpired,
    ContractExtended,
    ContractFindingRecorded,
    ContractNovated,
    ContractRegistered,
    ContractTerminated,
)
from shared.events.contracts.register_life import (
    ContractExpiryApproaching,
    ContractExpiryPlanned,
    ContractModificationDeclined,
    ContractModified,
    ContractReviewClauseRecorded,
    ContractReviewPointApproaching,
    ContractReviewPointSet,
    ContractRolledIntoAcs,
)
from shared.views import Recorded, View

STATUSES = ("draft", "active", "expired", "terminated", "rolled_into_acs")
FINDINGS = ("works_well", "needs_improvement", "mixed", "not_assessed")


class KnownContractRow(ThingRow):
    """A contract; value in pence over the whole term so far, `end` the last day with the options taken or in force.

    `planned`: somebody has said what is to follow when it ends.
    """

    contract_id: UUID = Field(primary_key=True)
    status: str
    finding: str
    value_pence: int = Field(sa_type=BigInteger)
    end: date
    planned: bool


class KnownContractTable(KnownContractRow, table=True):
    """The table behind it."""

    __tablename__ = "alliance_contracts"


def project_contract(row: KnownContractRow | None, recorded: Recorded[ContractEvent]) -> KnownContractRow | None:
    """The contract after one more event."""
    event = recorded.event
    if isinstance(event, ContractRegistered):
        return KnownContractRow(
            contract_id=event.contract_id,
            version=recorded.version,
            parties=[*event.commissioners, *(provider.ods for provider in event.providers)],
            localities=list(event.localities),
            status="draft",
            finding="not_assessed",
            value_pence=event.original_lifetime_value_pence,
            end=event.end,
            planned=False,
        )
    if row is None:
        return None
    return row.model_copy(update={"version": recorded.version} | _changed(row, event))


def _changed(row: KnownContractRow, event: ContractEvent) -> dict[str, Any]:
    match event:
        case ContractRegistered():
            return {}
        case ContractActivated():
            return {"status": "active", "value_pence": event.value_pence, "end": event.end}
        case ContractExtended():
            return {"value_pence": event.new_value_pence, "end": event.new_end, "planned": False}
        case ContractModified():
            planned = row.planned and event.new_end == row.end
            return {"value_pence": event.new_value_pence, "end": event.new_end, "planned": planned}
        case ContractExpiryPlanned():
            return {"planned": True}
        case ContractFindingRecorded():
            return {"finding": event.finding} if event.newest else {}
        case ContractNovated():
            # The former provider keeps sight of what it once delivered.
            return {"parties": [*row.parties, event.to_ods]} if event.to_ods not in row.parties else {}
        case ContractTerminated():
            return {"status": "terminated", "end": event.effective_on}
        case ContractExpired():
            return {"status": "expired"}
        case ContractRolledIntoAcs():
            return {"status": "rolled_into_acs", "end": event.effective_on}
        case (
            ContractExpiryApproaching()
            | ContractModificationDeclined()
            | ContractReviewClauseRecorded()
            | ContractReviewPointApproaching()
            | ContractReviewPointSet()
        ):
            return {}
    assert_never(event)


def contract_figures(row: KnownContractRow) -> Figures:
    """What one contract adds."""
    figures = {Figure(f"contracts.by_status.{row.status}"): 1, Figure(f"contracts.by_finding.{row.finding}"): 1}
    if row.status == "active":
        figures[Figure("contracts.in_force_value_pence")] = row.value_pence
        figures[Figure("contracts.in_force_by_end", row.end)] = 1
        if not row.planned:
            figures[Figure("contracts.in_force_without_plan_by_end", row.end)] = 1
    return figures


known_contract_view: View[KnownContractRow] = View(
    table=KnownContractTable, row=KnownContractRow, project=project_contract
)
