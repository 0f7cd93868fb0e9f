"""What can have happened to an alliance agreement, which lays over contracts that stay as they are (R27, R29, R60)."""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from shared.kernel.message import Event
from shared.kernel.money import pounds
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import BasisPoints, Name, Part, Pence, Prose
from shared.kernel.privacy import Confidential

Side = Literal["commissioner", "provider"]


class AllianceParty(Part):
    """An organisation, and on which side of the alliance it stands (R39)."""

    ods: OrgCode
    side: Side


class OverlaidContract(Part):
    """A contract the agreement lays over; its providers are those of the day it was named."""

    contract_id: UUID
    ref: str
    providers: tuple[OrgCode, ...]


class TermsOfReference(Part):
    """How the alliance works (R60): what its leadership is for, what it decides, how often it meets, and its quorum."""

    purpose: Prose
    decides: Prose
    meets: Name
    quorum: int = Field(ge=1, le=100)


class SupplyLink(Part):
    """Who sub-contracts what to whom under which contract (R29)."""

    contract_id: UUID
    lead: OrgCode
    subcontractor: OrgCode
    service_lines: tuple[Name, ...] = Field(min_length=1, max_length=50)


class CostShare(Part):
    """One member's share in the cost of a shared resource."""

    ods: OrgCode
    share_bp: BasisPoints


class CostPart(Part):
    """What a member bears a year, in pence; the parts add up to the whole."""

    ods: OrgCode
    share_bp: BasisPoints
    annual_pence: Pence


class AllianceAgreementDrafted(Event):
    """An agreement was written for signature. `starts_on`: in force not before that day, nor before all have signed."""

    sentence: ClassVar[str] = "Alliance agreement {ref} was drafted: {title}"

    alliance_agreement_id: UUID
    ref: str
    title: str
    parties: tuple[OrgCode, ...]
    localities: tuple[str, ...]
    members: tuple[AllianceParty, ...]
    contracts: tuple[OverlaidContract, ...]
    principles: tuple[str, ...]
    terms_of_reference: TermsOfReference
    starts_on: date


class AllianceAgreementSigned(Event):
    """A member signed; `seat` is the office it was signed in, such as "chief executive"."""

    sentence: ClassVar[str] = "Alliance agreement {ref} was signed by {member}"

    alliance_agreement_id: UUID
    ref: str
    member: OrgCode
    signed_on: date
    seat: str
    signed_by: Confidential[str]


class AllianceAgreementConcluded(Event):
    """The last member signed; it is in force from `in_force_from` on."""

    sentence: ClassVar[str] = "Alliance agreement {ref} is signed by all and in force from {in_force_from}"

    alliance_agreement_id: UUID
    ref: str
    in_force_from: date


class AllianceAgreementCommenced(Event):
    """It is in force."""

    sentence: ClassVar[str] = "Alliance agreement {ref} came into force on {in_force_from}"

    alliance_agreement_id: UUID
    ref: str
    in_force_from: date


class AllianceMemberInvited(Event):
    """An organisation may join by signing; `parties` are now all it concerns."""

    sentence: ClassVar[str] = "{member} was invited into alliance agreement {ref}"

    alliance_agreement_id: UUID
    ref: str
    member: OrgCode
    side: Side
    parties: tuple[OrgCode, ...]


class AllianceMemberJoined(Event):
    """One invited has signed."""

    sentence: ClassVar[str] = "{member} joined alliance agreement {ref}"

    alliance_agreement_id: UUID
    ref: str
    member: OrgCode
    joined_on: date


class AllianceMemberLeft(Event):
    """A member left; `left_on` is its last day. It keeps sight of the agreement."""

    sentence: ClassVar[str] = "{member} left alliance agreement {ref}: {reason}"

    alliance_agreement_id: UUID
    ref: str
    member: OrgCode
    left_on: date
    reason: str


class AllianceSupplyChainAgreed(Event):
    """The whole chain of leads and sub-contractors, in place of the one before (R29)."""

    sentence: ClassVar[str] = "The supply chain of alliance agreement {ref} was agreed"

    alliance_agreement_id: UUID
    ref: str
    links: tuple[SupplyLink, ...]


class AllianceResourceShared(Event):
    """Members share a resource and its cost (R93); `sharing_no` counts from 1 within the agreement."""

    sentence: ClassVar[str] = "Alliance agreement {ref}: {resource} is shared, hosted by {host}"

    alliance_agreement_id: UUID
    ref: str
    sharing_no: int
    resource: str
    host: OrgCode
    annual_cost_pence: Pence
    parts: tuple[CostPart, ...]
    shared_from: date

    def tell(self) -> str:
        """The event in one sentence, with the cost."""
        said = self.sentence.format(ref=self.ref, resource=self.resource, host=self.host)
        return f"{said}, at {pounds(self.annual_cost_pence)} a year"


class AllianceResourceSharingEnded(Event):
    """A resource is shared no more; `ended_on` is the last day."""

    sentence: ClassVar[str] = "Alliance agreement {ref}: sharing of {resource} ended on {ended_on}"

    alliance_agreement_id: UUID
    ref: str
    sharing_no: int
    resource: str
    ended_on: date


class AllianceAgreementEnded(Event):
    """It ended; `ended_on` is its last day. The contracts under it go on."""

    sentence: ClassVar[str] = "Alliance agreement {ref} ended: {reason}"

    alliance_agreement_id: UUID
    ref: str
    ended_on: date
    reason: str


AllianceAgreementEvent = (
    AllianceAgreementDrafted
    | AllianceAgreementSigned
    | AllianceAgreementConcluded
    | AllianceAgreementCommenced
    | AllianceMemberInvited
    | AllianceMemberJoined
    | AllianceMemberLeft
    | AllianceSupplyChainAgreed
    | AllianceResourceShared
    | AllianceResourceSharingEnded
    | AllianceAgreementEnded
)
