"""What a procurement's rules must know of other rooms and other procurements, as the facts of its commands."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import col

from services.contracts.assurance.gates import isap_gate
from services.contracts.decisions.citing import taken_decision
from services.contracts.procurements.commands import CitedStrategy
from services.contracts.procurements.legal import isap_missing, reserved_since
from services.contracts.procurements.refusals import UnknownStrategy
from services.contracts.procurements.rows import ProcurementRow, ProcurementTable
from services.contracts.procurements.views import procurement_view
from services.contracts.strategies.api import strategies
from services.contracts.strategies.views import StrategyRow, strategy_view
from shared.events.contracts.assurance import Checkpoint
from shared.web.call import Call


async def missing_of_isap(call: Call, procurement_id: UUID, checkpoint: Checkpoint) -> str | None:
    """What keeps ISAP from letting a step through, in words (R22)."""
    return isap_missing(await isap_gate(call, procurement_id), checkpoint)


async def cited_strategy(call: Call, strategy_id: UUID | None) -> CitedStrategy | None:
    """The contracting strategy cited, as it stands; UnknownStrategy when the caller could not read it (R13)."""
    if strategy_id is None:
        return None
    row: StrategyRow | None = await call.service.row(strategy_view, strategy_id)
    if row is None or not call.allowed(strategies.read_action, row):
        raise UnknownStrategy("No contracting strategy has this id.")
    return CitedStrategy(status=row.status, chosen_route=row.chosen_route)


async def decided_on(call: Call, decision_id: UUID | None) -> date | None:
    """When the decision cited was taken by its body; DecisionNotTaken when it was not, or stands no more."""
    return None if decision_id is None else (await taken_decision(call, decision_id)).taken_on


async def held_reserved(call: Call, row: ProcurementRow, awarded_on: date) -> Sequence[str]:
    """Who was awarded a reserved contract for such services by one of its commissioners lately (PCR 2015 reg 77)."""
    if not row.reserved:
        return ()
    earlier: Sequence[ProcurementRow] = await call.rows(
        procurement_view,
        col(ProcurementTable.reserved).is_(True),
        col(ProcurementTable.awarded_on) > reserved_since(awarded_on),
        col(ProcurementTable.procurement_id) != row.procurement_id,
        or_(*(col(ProcurementTable.commissioners).contains([code]) for code in row.commissioners)),
    )
    main = row.cpv[0][:3]
    return sorted({code for one in earlier if one.cpv[0][:3] == main for code in one.awarded_to})
