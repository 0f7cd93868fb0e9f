"""What a contract asks of the procurement it comes from before it comes into force (R22)."""

from datetime import date
from uuid import UUID

from services.contracts.assurance.gates import isap_gate
from services.contracts.procurements.api import procurements
from services.contracts.procurements.ending import AWARDED
from services.contracts.procurements.legal import isap_missing
from services.contracts.procurements.record import ProcurementStatus
from services.contracts.procurements.refusals import UnknownProcurement
from services.contracts.procurements.rows import ProcurementRow
from services.contracts.procurements.views import procurement_view
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Part, Pence
from shared.web.call import Call

S = ProcurementStatus


class SigningGate(Part):
    """Whether a contract may be signed, once nothing is `missing`: from `sign_from` on, and not before the award."""

    procurement_id: UUID
    ref: str
    awarded_to: tuple[OrgCode, ...]
    sign_from: date | None
    awarded_on: date | None
    awarded_value_pence: Pence | None
    missing: tuple[str, ...]


async def signing_gate(call: Call, procurement_id: UUID) -> SigningGate:
    """The gate of a procurement the caller may read; UnknownProcurement otherwise."""
    row: ProcurementRow | None = await call.service.row(procurement_view, procurement_id)
    if row is None or not call.allowed(procurements.read_action, row):
        raise UnknownProcurement("No procurement has this id.")
    isap = isap_missing(await isap_gate(call, procurement_id), "cp2")
    return SigningGate(
        procurement_id=procurement_id,
        ref=row.ref,
        awarded_to=tuple(row.awarded_to),
        sign_from=row.sign_from,
        awarded_on=row.awarded_on,
        awarded_value_pence=row.awarded_value_pence,
        missing=tuple(one for one in (missing_award(row), isap) if one is not None),
    )


def missing_award(row: ProcurementRow) -> str | None:
    """What is missing until it is awarded, in words; None once it is."""
    match row.status:
        case status if status in AWARDED:
            return None
        case S.STANDSTILL:
            return f"the standstill runs until the end of {row.standstill_ends}, and the award follows it"
        case S.REVIEW_REQUESTED:
            return f"{row.open_representations} representations wait for their review"
        case S.ABANDONED:
            return "the procurement was abandoned"
        case _:
            return "the award"
