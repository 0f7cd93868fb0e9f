"""What an alliance agreement can be asked."""

from datetime import date
from uuid import UUID

from pydantic import Field

from shared.events.contracts.alliance_agreements import (
    AllianceParty,
    CostShare,
    OverlaidContract,
    Side,
    SupplyLink,
    TermsOfReference,
)
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Name, Part, Pence, Prose, Ref


class ContractToOverlay(Part):
    """A contract as the register knows it."""

    overlaid: OverlaidContract
    commissioners: tuple[OrgCode, ...]
    in_force: bool


class DraftAllianceAgreementBody(Body):
    """An agreement to draft: between whom, over which contracts, on which principles, governed how, from when."""

    ref: Ref
    title: Name
    localities: tuple[Name, ...] = Field(default=(), max_length=50)
    members: tuple[AllianceParty, ...] = Field(min_length=2, max_length=50)
    contract_ids: tuple[UUID, ...] = Field(min_length=1, max_length=50)
    principles: tuple[Prose, ...] = Field(min_length=1, max_length=30)
    terms_of_reference: TermsOfReference
    starts_on: date


class DraftAllianceAgreement(DraftAllianceAgreementBody, Command):
    """Draft an agreement; `contracts` are those named, in their order."""

    alliance_agreement_id: UUID
    contracts: tuple[ContractToOverlay, ...]
    known_localities: frozenset[str]


class SignAllianceAgreementBody(Body):
    """When the caller's organisation signed, and in which office."""

    signed_on: date
    seat: Name


class SignAllianceAgreement(SignAllianceAgreementBody, Command):
    """Sign for one's own organisation."""

    member: OrgCode
    by: str
    today: date


class CommenceAllianceAgreement(Command):
    """The clock's wish, on the day it is in force."""

    today: date


class InviteAllianceMemberBody(Body):
    """Who may join, and on which side."""

    member: OrgCode
    side: Side


class InviteAllianceMember(InviteAllianceMemberBody, Command):
    """Let an organisation join by signing."""


class RecordAllianceLeavingBody(Body):
    """Who leaves, on which last day, why."""

    member: OrgCode
    left_on: date
    reason: Prose


class RecordAllianceLeaving(RecordAllianceLeavingBody, Command):
    """Record that a member has left."""

    today: date


class AgreeSupplyChainBody(Body):
    """The whole chain; an empty one is none."""

    links: tuple[SupplyLink, ...] = Field(max_length=200)


class AgreeSupplyChain(AgreeSupplyChainBody, Command):
    """Put this chain in place of the one before."""


class ShareResourceBody(Body):
    """What is shared, who hosts it, what it costs a year in pence, and who bears how much of that."""

    resource: Name
    host: OrgCode
    annual_cost_pence: Pence
    shares: tuple[CostShare, ...] = Field(min_length=1, max_length=50)
    shared_from: date


class ShareResource(ShareResourceBody, Command):
    """Share a resource among members."""


class EndResourceSharingBody(Body):
    """Which sharing, and its last day."""

    sharing_no: int = Field(ge=1, le=10_000)
    ended_on: date


class EndResourceSharing(EndResourceSharingBody, Command):
    """End a sharing."""

    today: date


class EndAllianceAgreementBody(Body):
    """Its last day, and why."""

    ended_on: date
    reason: Prose


class EndAllianceAgreement(EndAllianceAgreementBody, Command):
    """End the agreement; what it lay over goes on."""

    today: date


AllianceAgreementCommand = (
    DraftAllianceAgreement
    | SignAllianceAgreement
    | CommenceAllianceAgreement
    | InviteAllianceMember
    | RecordAllianceLeaving
    | AgreeSupplyChain
    | ShareResource
    | EndResourceSharing
    | EndAllianceAgreement
)
