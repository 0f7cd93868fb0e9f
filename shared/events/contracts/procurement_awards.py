"""What can have happened to a procurement once its providers are chosen (OCDS award, contract, implementation)."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.events.contracts.procurement_parts import (
    AboutProcurement,
    BidResult,
    Conflict,
    LegalBasis,
    ProcurementNotice,
    ReviewOutcome,
)
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Pence
from shared.kernel.privacy import Confidential


class AwardIntentionPublished(AboutProcurement):
    """It became public to whom the contract is to go (one or more, R16), who decided and why."""

    sentence: ClassVar[str] = "Procurement {ref}: the intention to award to {providers} was published on {published_on}"

    published_on: date
    providers: tuple[OrgCode, ...]
    parties: tuple[OrgCode, ...]
    notice: ProcurementNotice
    title: str
    reasons: str
    decision_makers: tuple[str, ...]
    decision_id: UUID | None
    conflicts: tuple[Conflict, ...]
    tie_break: str | None
    legal: LegalBasis
    representations_until: date | None
    results: Confidential[tuple[BidResult, ...]]
    decided_by: Confidential[str] = ""


class StandstillStarted(AboutProcurement):
    """Nothing is signed to the end of `ends_on`; representations are taken to the end of `representations_until`."""

    sentence: ClassVar[str] = "Procurement {ref} entered standstill until {ends_on}"

    starts_on: date
    ends_on: date
    sign_from: date
    representations_until: date
    working_days: int
    citation: str


class StandstillExtended(AboutProcurement):
    """The decision was confirmed on review; who made representations has until the end of `ends_on` to consider it."""

    sentence: ClassVar[str] = "The standstill of procurement {ref} runs on until {ends_on}"

    ends_on: date
    sign_from: date
    citation: str


class StandstillEnded(AboutProcurement):
    """The standstill ran out and nothing stands against the award."""

    sentence: ClassVar[str] = "The standstill of procurement {ref} ended with {ends_on}"

    ends_on: date


class RepresentationReceived(AboutProcurement):
    """An aggrieved provider made representations in time: the standstill stays open until they are reviewed."""

    sentence: ClassVar[str] = "Procurement {ref} received representation {number}"

    representation_id: UUID
    number: int
    received_on: date
    title: str
    commissioners: tuple[OrgCode, ...]
    provider: Confidential[OrgCode]
    grounds: Confidential[str]
    information_requested: Confidential[str | None]


class RepresentationHeard(AboutProcurement):
    """Who made the representation had the opportunity to explain it (SI 2023/1348 reg 12(4)(a))."""

    sentence: ClassVar[str] = "Representation {number} to procurement {ref} was heard on {heard_on}"

    representation_id: UUID
    number: int
    heard_on: date
    account: Confidential[str]


class RepresentationInformed(AboutProcurement):
    """The information asked for was given (SI 2023/1348 regs 12(4)(b) and 24)."""

    sentence: ClassVar[str] = "Information was given on representation {number} to procurement {ref} on {given_on}"

    representation_id: UUID
    number: int
    given_on: date
    information: Confidential[str]


class AwardDecisionReviewed(AboutProcurement):
    """The decision was reviewed by somebody else, and those concerned were told on `communicated_on`."""

    sentence: ClassVar[str] = "The award decision of procurement {ref} was reviewed: {outcome}"

    outcome: ReviewOutcome
    reasons: str
    communicated_on: date
    representations: tuple[UUID, ...]
    reviewed_by: Confidential[str] = ""

    def tell(self) -> str:
        """The event in one sentence, the outcome in words."""
        words = {"confirmed": "confirmed", "step_repeated": "a step is repeated", "abandoned": "abandoned"}
        return self.sentence.format(ref=self.ref, outcome=words[self.outcome])


class ProcurementAwarded(AboutProcurement):
    """The contract was awarded; `value_pence` is over its lifetime.

    Its notice is due by `award_notice_due_on`, None where the notice follows the signature (Procurement Act 2023 s53).
    """

    sentence: ClassVar[str] = "Procurement {ref} was awarded to {providers}"

    awarded_on: date
    providers: tuple[OrgCode, ...]
    parties: tuple[OrgCode, ...]
    value_pence: Pence
    reasons: str
    decision_makers: tuple[str, ...]
    decision_id: UUID | None
    delegation_id: UUID | None
    award_notice_due_on: date | None
    legal: LegalBasis | None
    awarded_by: Confidential[str] = ""


class ProcurementNoticePublished(AboutProcurement):
    """The notice of the award, or that the procurement was abandoned, was published; `late` says after its last day."""

    sentence: ClassVar[str] = "The notice {notice.reference} of procurement {ref} was published"

    notice: ProcurementNotice
    title: str
    late: bool


class AwardNoticeFellOverdue(AboutProcurement):
    """The last day for the notice of the award went by without it."""

    sentence: ClassVar[str] = "The award notice of procurement {ref} was due by {due_on} and is overdue"

    due_on: date


class ProcurementContractSigned(AboutProcurement):
    """A contract that came of the procurement was signed and is in the register."""

    sentence: ClassVar[str] = "Contract {contract_ref} of procurement {ref} was signed on {signed_on}"

    contract_id: UUID
    contract_ref: str
    signed_on: date
    notice_due_on: date | None


class ProcurementCommenced(AboutProcurement):
    """The service began."""

    sentence: ClassVar[str] = "The service of procurement {ref} commenced on {commenced_on}"

    commenced_on: date


class ProcurementAbandoned(AboutProcurement):
    """No contract comes of it (SI 2023/1348 reg 15); its notice is due by `notice_due_on` once it was launched."""

    sentence: ClassVar[str] = "Procurement {ref} was abandoned: {reason}"

    reason: str
    abandoned_on: date
    notice_due_on: date | None


AfterStandstill = (
    ProcurementAwarded
    | ProcurementNoticePublished
    | AwardNoticeFellOverdue
    | ProcurementContractSigned
    | ProcurementCommenced
    | ProcurementAbandoned
)
ProcurementAwardEvent = (
    AwardIntentionPublished
    | StandstillStarted
    | StandstillExtended
    | StandstillEnded
    | RepresentationReceived
    | RepresentationHeard
    | RepresentationInformed
    | AwardDecisionReviewed
    | AfterStandstill
)
