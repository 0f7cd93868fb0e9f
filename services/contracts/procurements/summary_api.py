"""The route of the annual summary."""

from typing import Annotated

from fastapi import Path, Response
from sqlmodel import col

from services.contracts.law.regimes import in_psr_schedule
from services.contracts.procurements.refusals import NotAFinancialYear
from services.contracts.procurements.rows import ProcurementRow, ProcurementSummary, ProcurementTable
from services.contracts.procurements.summaries import summarise, year_of
from services.contracts.procurements.views import procurement_view
from services.contracts.register.views import ContractRow, ContractTable, contract_view
from shared.web.call import JSON, Call, asks
from shared.web.docs import reads
from shared.web.routing import capability_router

router = capability_router("procurements")
AT_MOST = 1_000_000


@router.get("/procurement-summaries/{financial_year}", **reads(ProcurementSummary, NotAFinancialYear))
async def read_procurement_summary(
    financial_year: Annotated[str, Path(min_length=7, max_length=7, examples=["2025-26"])],
    call: Annotated[Call, asks("read_procurement_summary")],
    commissioner: str | None = None,
) -> Response:
    """A year's contracting activity in health care services, for one commissioner or all (SI 2023/1348 regs 25-26)."""
    call.must_concern(())
    try:
        year = year_of(financial_year)
    except ValueError:
        raise NotAFinancialYear("Write it as 2025-26.") from None
    regulated = [col(ProcurementTable.regime) == "psr2023"]
    running = [col(ContractTable.start) <= year.until]
    if commissioner is not None:
        regulated.append(col(ProcurementTable.commissioners).contains([commissioner]))
        running.append(col(ContractTable.commissioners).contains([commissioner]))
    procurements: list[ProcurementRow] = await call.service.rows(procurement_view, *regulated, limit=AT_MOST)
    contracts: list[ContractRow] = await call.service.rows(contract_view, *running, limit=AT_MOST)
    health = [one for one in contracts if one.cpv and in_psr_schedule(one.cpv[0], year.until)]
    return Response(summarise(financial_year, procurements, health).model_dump_json(), 200, {}, JSON)
