"""What the rules of a pool need to know of the ledger and of other pools, looked up at the edge."""

from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import col

from services.budgets.pools.commands import Posting
from services.budgets.pools.ledger_views import line_link_view, posting_view
from services.budgets.pools.rows import LineLinkTable, PoolTable, PostingTable
from services.budgets.pools.state import PoolStatus
from services.budgets.pools.views import pool_view
from shared.web.call import Call

LIVE = (col(PostingTable.reversed_by).is_(None), col(PostingTable.entry) != "dismissed")
"""What keeps its source reference to itself: see the unique index of the table."""


async def title_taken(call: Call, title: str, financial_year: str) -> bool:
    """Whether a pool of the year that was not terminated has this title."""
    return bool(
        await call.rows(
            pool_view,
            col(PoolTable.title) == title,
            col(PoolTable.financial_year) == financial_year,
            col(PoolTable.status) != PoolStatus.TERMINATED,
        )
    )


async def find_posting(call: Call, pool_id: UUID, *which: ColumnElement[bool]) -> Posting | None:
    """The entry of a pool that fits, or None."""
    found = await call.rows(posting_view, col(PostingTable.pool_id) == pool_id, *which)
    return Posting.model_validate(found[0].model_dump(include=set(Posting.model_fields))) if found else None


async def share_elsewhere_bp(call: Call, contract_id: UUID, financial_year: str, pool_id: UUID) -> int:
    """What lines of the year's other pools pay of a contract."""
    links = await call.rows(
        line_link_view,
        col(LineLinkTable.contract_id) == contract_id,
        col(LineLinkTable.financial_year) == financial_year,
        col(LineLinkTable.pool_id) != pool_id,
    )
    return sum(link.share_bp or 0 for link in links)


async def linked_elsewhere(call: Call, pathway_id: UUID, financial_year: str, pool_id: UUID) -> bool:
    """Whether a line of another pool of the year pays for a pathway."""
    links = await call.rows(
        line_link_view,
        col(LineLinkTable.pathway_id) == pathway_id,
        col(LineLinkTable.financial_year) == financial_year,
        col(LineLinkTable.pool_id) != pool_id,
    )
    return bool(links)
