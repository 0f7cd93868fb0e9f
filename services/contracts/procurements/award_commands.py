"""What a procurement can be asked once its providers are to be chosen."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from services.contracts.law.facts import LegalDay
from shared.events.contracts.procurement_parts import LegalBasis, ProcurementStep, ReviewOutcome
from shared.kernel.authority import Approval
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Name, Part, Pence, Prose, Ref


class StandstillDates(Part):
    """A standstill as the law counts it from the publication; days inclusive but `sign_from`, the first after it."""

    starts: date
    ends: date
    sign_from: date
    working_days: int
    citation: str


class RunningOn(Part):
    """To the end of which day a standstill runs on, and when it may be signed then."""

    ends: date
    sign_from: date
    citation: str


class PublishIntentionBody(Body):
    """To whom the contract is to go (one or more), why, who decided by their seats, and the notice that says so.

    `tie_break` says by which announced rule one of several equally placed providers was taken.
    """

    providers: tuple[OrgCode, ...] = Field(min_length=1, max_length=100)
    notice_ref: Ref
    published_on: LegalDay
    reasons: Prose
    decision_makers: tuple[Name, ...] = Field(min_length=1, max_length=30)
    decision_id: UUID | None = None
    tie_break: Prose | None = None


class PublishIntention(PublishIntentionBody, Command):
    """Publish the intention to award; `standstill` is None when the law asks for none after this publication.

    `decided_on` is the day of the governance body's decision that is cited.
    """

    decided_on: date | None
    notice_id: UUID
    standstill: StandstillDates | None
    legal: LegalBasis
    isap_missing: str | None
    by: str
    today: date


class EndStandstill(Command):
    """The clock's wish, on the day after the last of the standstill."""

    today: date


class RecordRepresentationBody(Body):
    """What an aggrieved provider put in writing, when it came in, and which information it asks for."""

    provider: OrgCode
    received_on: LegalDay
    grounds: Prose
    information_requested: Prose | None = None


class RecordRepresentation(RecordRepresentationBody, Command):
    """Take a representation."""

    representation_id: UUID
    today: date


class HearRepresentationBody(Body):
    """When and how the provider could explain its representation."""

    heard_on: LegalDay
    account: Prose


class HearRepresentation(HearRepresentationBody, Command):
    """Record that the provider was heard."""

    representation_id: UUID
    today: date


class GiveInformationBody(Body):
    """Which information was given to the provider, and when."""

    given_on: LegalDay
    information: Prose


class GiveInformation(GiveInformationBody, Command):
    """Record that the information asked for was given."""

    representation_id: UUID
    today: date


class ReviewDecisionBody(Body):
    """What the review came to; `to_step` when a step is repeated. `communicated_on`: those concerned were told."""

    outcome: ReviewOutcome
    reasons: Prose
    communicated_on: LegalDay
    to_step: ProcurementStep | None = None


class ReviewDecision(ReviewDecisionBody, Command):
    """Review the decision to award; confirmed, the standstill runs on as `running_on` says, None where it does not."""

    running_on: RunningOn | None
    abandonment_notice_due_on: date | None
    by: str
    today: date


class AwardProcurementBody(Body):
    """The award: what it is worth over its lifetime, why, and who decided. The value is in pence.

    `providers` are those of the intention, or chosen here where the route publishes none.
    """

    providers: tuple[OrgCode, ...] = Field(min_length=1, max_length=100)
    awarded_on: LegalDay
    value_pence: Pence
    reasons: Prose
    decision_makers: tuple[Name, ...] = Field(min_length=1, max_length=30)
    decision_id: UUID | None = None
    delegation_id: UUID | None = None


class AwardProcurement(AwardProcurementBody, Command):
    """Award the contract. `held_reserved` are those who were awarded such a reserved contract too recently.

    `award_notice_due_on` is None where the notice follows the signature; `decided_on` is the day of the decision cited.
    """

    decided_on: date | None
    approval: Approval
    award_notice_due_on: date | None
    legal: LegalBasis
    isap_missing: str | None
    held_reserved: tuple[OrgCode, ...]
    by: str
    today: date


class PublishNoticeBody(Body):
    """The notice of the award, or that the procurement was abandoned."""

    kind: Literal["award", "abandon"]
    notice_ref: Ref
    published_on: LegalDay


class PublishNotice(PublishNoticeBody, Command):
    """Record a notice that follows a deed."""

    notice_id: UUID
    today: date


class NoteOverdueNotice(Command):
    """The clock's wish, on the day after the last for the notice of the award."""

    today: date


class MarkSigned(Command):
    """A contract in the register names this procurement and was activated; `notice_due_on` where its notice follows."""

    contract_id: UUID
    contract_ref: str
    signed_on: date
    isap_missing: str | None
    notice_due_on: date | None


class CommenceServiceBody(Body):
    """The first day of the service."""

    commenced_on: LegalDay


class CommenceService(CommenceServiceBody, Command):
    """Record that the service began."""

    isap_missing: str | None
    today: date


class AbandonProcurementBody(Body):
    """Why no contract comes of it."""

    reason: Prose
    abandoned_on: LegalDay


class AbandonProcurement(AbandonProcurementBody, Command):
    """Abandon the procurement."""

    notice_due_on: date | None
    today: date


RepresentationCommand = RecordRepresentation | HearRepresentation | GiveInformation | ReviewDecision
EndingCommand = PublishNotice | NoteOverdueNotice | MarkSigned | CommenceService | AbandonProcurement
AwardCommand = PublishIntention | EndStandstill | AwardProcurement | RepresentationCommand | EndingCommand
