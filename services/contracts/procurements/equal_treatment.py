"""What the dialogue with providers asks: whether a procurement is live, and who is to be treated alike (R17)."""

from uuid import UUID

from sqlmodel import col

from services.contracts.procurements.record import LIVE
from services.contracts.procurements.rows import BidTable, EvaluationRow, ProcurementRow
from services.contracts.procurements.views import bid_view, evaluation_view, procurement_view
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Part
from shared.service import Service


class EqualTreatment(Part):
    """`bidders` are those whose bid stands, and where none are asked for those assessed or intended.

    Who they are stays with those who run the procurement.
    """

    procurement_id: UUID
    ref: str
    live: bool
    bidders: tuple[OrgCode, ...]
    commissioners: tuple[OrgCode, ...]


async def equal_treatment(service: Service, procurement_id: UUID) -> EqualTreatment | None:
    """How a procurement stands, whoever asks; None when there is none."""
    row: ProcurementRow | None = await service.row(procurement_view, procurement_id)
    if row is None:
        return None
    standing = (col(BidTable.procurement_id) == procurement_id, col(BidTable.standing) == "stands")
    bidders = {bid.provider for bid in await service.rows(bid_view, *standing)}
    evaluation: EvaluationRow | None = await service.row(evaluation_view, procurement_id)
    if evaluation is not None:
        bidders |= {one.provider for one in evaluation.results} | {one.provider for one in evaluation.excluded}
    return EqualTreatment(
        procurement_id=procurement_id,
        ref=row.ref,
        live=row.status in LIVE,
        bidders=tuple(sorted(bidders | set(row.intended))),
        commissioners=tuple(row.commissioners),
    )
