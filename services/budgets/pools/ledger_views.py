"""The ledger of every pool, a row for each entry, and what stands behind its lines, a row for each link."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.budgets.pools.rows import LineLinkRow, LineLinkTable, PostingRow, PostingTable
from shared.events.budgets.pools import (
    ActivityCostDismissed,
    ActivityCostHeld,
    ExpenditurePosted,
    ExpenditureReversed,
    LineLinkedToContract,
    LineUnlinkedFromContract,
    PathwayLinked,
    PathwayUnlinked,
    PoolEvent,
)
from shared.views import Key, Recorded, View


def posting_keys(recorded: Recorded[PoolEvent]) -> Sequence[Key]:
    """The entries an event makes or marks."""
    match recorded.event:
        case ExpenditurePosted() | ActivityCostHeld() | ActivityCostDismissed() as entry:
            return (entry.posting_id,)
        case ExpenditureReversed() as reversal:
            return (reversal.posting_id, reversal.reversal_id)
        case _:
            return ()


def project_posting(row: PostingRow | None, recorded: Recorded[PoolEvent]) -> PostingRow | None:
    """An entry after one more event; a held cost becomes expenditure when it is posted after all."""
    match recorded.event:
        case ExpenditurePosted() as event:
            return PostingRow(
                **_of_pool(recorded),
                posting_id=event.posting_id,
                entry="expenditure",
                line=event.line,
                funding=event.funding,
                amount_pence=event.amount_pence,
                period=event.period,
                source_ref=event.source_ref,
                narrative=event.narrative or None,
                pathway_id=event.pathway_id,
                setting=event.setting,
            )
        case ExpenditureReversed() as event if row is not None:
            marks = {"reversed_by": event.reversal_id, **_of_pool(recorded)}
            return row.model_copy(update=marks)
        case ExpenditureReversed() as event:
            return _reversal(event, recorded)
        case ActivityCostHeld() as event:
            return PostingRow(
                **_of_pool(recorded),
                posting_id=event.posting_id,
                entry="held",
                line=event.line,
                amount_pence=event.amount_pence,
                period=f"{event.discharged_on:%Y-%m}",
                source_ref=event.source_ref,
                pathway_id=event.pathway_id,
                setting=event.setting,
                held_because=event.reason,
            )
        case ActivityCostDismissed() as event if row is not None:
            changes = {"entry": "dismissed", "narrative": event.reason or None, **_of_pool(recorded)}
            return row.model_copy(update=changes)
        case _:
            return row


def _reversal(event: ExpenditureReversed, recorded: Recorded[PoolEvent]) -> PostingRow:
    return PostingRow(
        **_of_pool(recorded),
        posting_id=event.reversal_id,
        entry="reversal",
        line=event.line,
        funding=event.funding,
        amount_pence=event.amount_pence,
        period=event.period,
        source_ref=event.source_ref,
        narrative=event.reason or None,
        pathway_id=event.pathway_id,
        reverses=event.posting_id,
    )


def link_keys(recorded: Recorded[PoolEvent]) -> Sequence[Key]:
    """The link an event makes or ends."""
    match recorded.event:
        case LineLinkedToContract() | LineUnlinkedFromContract() as event:
            return (contract_link_id(event.pool_id, event.line, event.contract_id),)
        case PathwayLinked() | PathwayUnlinked() as event:
            return (f"pathway:{event.pool_id}:{event.pathway_id}",)
        case _:
            return ()


def contract_link_id(pool_id: UUID, line: str, contract_id: UUID) -> str:
    """The key of a line's link to a contract."""
    return f"contract:{pool_id}:{line}:{contract_id}"


def project_link(row: LineLinkRow | None, recorded: Recorded[PoolEvent]) -> LineLinkRow | None:
    """A link after one more event; None once it has ended."""
    match recorded.event:
        case LineLinkedToContract() as event:
            return LineLinkRow(
                **_of_pool(recorded),
                link_id=contract_link_id(event.pool_id, event.line, event.contract_id),
                financial_year=event.financial_year,
                kind="contract",
                line=event.line,
                contract_id=event.contract_id,
                share_bp=event.share_bp,
            )
        case PathwayLinked() as event:
            return LineLinkRow(
                **_of_pool(recorded),
                link_id=f"pathway:{event.pool_id}:{event.pathway_id}",
                financial_year=event.financial_year,
                kind="pathway",
                line=event.line,
                pathway_id=event.pathway_id,
            )
        case LineUnlinkedFromContract() | PathwayUnlinked():
            return None
        case _:
            return row


def _of_pool(recorded: Recorded[PoolEvent]) -> dict[str, Any]:
    return {
        "version": recorded.version,
        "changed_at": recorded.occurred_at,
        "parties": list(recorded.event.partners),
        "pool_id": recorded.event.pool_id,
    }


posting_view: View[PostingRow] = View(table=PostingTable, row=PostingRow, project=project_posting, keys=posting_keys)
line_link_view: View[LineLinkRow] = View(table=LineLinkTable, row=LineLinkRow, project=project_link, keys=link_keys)
