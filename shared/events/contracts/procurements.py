"""What can have happened to a procurement until its providers are chosen (OCDS planning and tender)."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from shared.events.contracts.procurement_awards import ProcurementAwardEvent
from shared.events.contracts.procurement_parts import (
    AboutProcurement,
    BidDocument,
    Conflict,
    Criterion,
    LegalBasis,
    ProcurementNotice,
    ProcurementRoute,
    ProcurementStep,
    ProviderExclusion,
    ProviderResult,
    RouteCircumstances,
)
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Pence
from shared.kernel.privacy import Confidential


class ProcurementPlanned(AboutProcurement):
    """A procurement was begun on a lawful route; the estimate is the lifetime value in pence, `legal` the evidence."""

    sentence: ClassVar[str] = "Procurement {ref} was planned: {title}, by {route}"

    title: str
    parties: tuple[OrgCode, ...]
    localities: tuple[str, ...]
    commissioners: tuple[OrgCode, ...]
    route: ProcurementRoute
    cpv: tuple[str, ...]
    service_lines: tuple[str, ...]
    estimated_value_pence: Pence
    term_months: int
    began_on: date
    reserved: bool
    circumstances: RouteCircumstances
    legal: LegalBasis
    strategy_id: UUID | None = None
    planned_by: Confidential[str] = ""

    def tell(self) -> str:
        """The event in one sentence, the route in words."""
        return self.sentence.format(ref=self.ref, title=self.title, route=self.route.replace("_", " "))


class ProcurementMarketEngaged(AboutProcurement):
    """The market was sounded before the procurement; `notice` is there when one was published."""

    sentence: ClassVar[str] = "The market was engaged for procurement {ref} on {engaged_on}"

    engaged_on: date
    title: str
    narrative: str
    notice: ProcurementNotice | None = None


class ProcurementConflictDeclared(AboutProcurement):
    """Somebody declared an interest; it is published with the intention (SI 2023/1348 schs 3, 8 and 10)."""

    sentence: ClassVar[str] = "The {conflict.seat} declared an interest in procurement {ref}"

    conflict: Conflict


class ProcurementLaunched(AboutProcurement):
    """The formal procurement began with its notice; bids are taken until `bids_by`, assessed from `assess_from` on."""

    sentence: ClassVar[str] = "Procurement {ref} was launched with notice {notice_ref}"

    notice_ref: str
    notice: ProcurementNotice
    title: str
    cpv: tuple[str, ...]
    estimated_value_pence: Pence
    criteria: tuple[Criterion, ...]
    bids_by: datetime | None
    assess_from: date
    time_limit_reason: str | None
    legal: LegalBasis


class BidReceived(AboutProcurement):
    """A bid came in, the `number`th of this procurement. Whose, and what it says, stays inside."""

    sentence: ClassVar[str] = "Procurement {ref} received bid {number}"

    bid_id: UUID
    number: int
    received_at: datetime
    title: str
    provider: Confidential[OrgCode]
    price_pence: Confidential[Pence]
    summary: Confidential[str]
    documents: Confidential[tuple[BidDocument, ...]]


class BidWithdrawn(AboutProcurement):
    """A bidder took its bid back before the deadline."""

    sentence: ClassVar[str] = "Bid {number} was withdrawn from procurement {ref}"

    bid_id: UUID
    number: int


class ProcurementAssessmentBegan(AboutProcurement):
    """The time for bids, or of the notice, was over: from now on the commissioners may see the bids in `opened`."""

    sentence: ClassVar[str] = "The assessment of procurement {ref} began, with {bids} bids"

    began_on: date
    bids: int
    opened: tuple[UUID, ...]
    commissioners: tuple[OrgCode, ...]


class ProcurementEvaluated(AboutProcurement):
    """Every provider was marked or excluded, by the seats in `panel`; marks and ranks stay inside."""

    sentence: ClassVar[str] = "Procurement {ref} was evaluated: {assessed} providers"

    evaluated_on: date
    panel: tuple[str, ...]
    assessed: int
    commissioners: tuple[OrgCode, ...]
    results: Confidential[tuple[ProviderResult, ...]]
    excluded: Confidential[tuple[ProviderExclusion, ...]]


class ProcurementStepRepeated(AboutProcurement):
    """The procurement went back to before `to_step`; what came after it is void (SI 2023/1348 regs 12(4)(d), 15)."""

    sentence: ClassVar[str] = "Procurement {ref} went back to its {to_step}: {reason}"

    to_step: ProcurementStep
    reason: str
    void_bids: tuple[UUID, ...]


ProcurementEvent = (
    ProcurementPlanned
    | ProcurementMarketEngaged
    | ProcurementConflictDeclared
    | ProcurementLaunched
    | BidReceived
    | BidWithdrawn
    | ProcurementAssessmentBegan
    | ProcurementEvaluated
    | ProcurementStepRepeated
    | ProcurementAwardEvent
)
