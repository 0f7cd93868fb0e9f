"""What the rules need to know of one alliance agreement, and how each event changes it."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from shared.events.contracts.alliance_agreements import (
    AllianceAgreementCommenced,
    AllianceAgreementConcluded,
    AllianceAgreementDrafted,
    AllianceAgreementEnded,
    AllianceAgreementEvent,
    AllianceAgreementSigned,
    AllianceMemberInvited,
    AllianceMemberJoined,
    AllianceMemberLeft,
    AllianceResourceShared,
    AllianceResourceSharingEnded,
    AllianceSupplyChainAgreed,
    CostPart,
    OverlaidContract,
    Side,
    SupplyLink,
    TermsOfReference,
)
from shared.kernel.parts import Part


class AllianceStatus(StrEnum):
    """Where an agreement is in its life; `concluded`: signed by all, its first day still to come."""

    DRAFT = "draft"
    CONCLUDED = "concluded"
    IN_FORCE = "in_force"
    ENDED = "ended"


class AllianceMember(Part):
    """A member, or one invited: it has not `signed_on` any day yet. `joined_on` is for those who came later."""

    ods: str
    side: Side
    signed_on: date | None = None
    seat: str | None = None
    joined_on: date | None = None
    left_on: date | None = None


class SharedResource(Part):
    """A resource shared, its cost a year in pence and who bears what of it; it runs while it has no `ended_on`."""

    sharing_no: int
    resource: str
    host: str
    annual_cost_pence: int
    parts: tuple[CostPart, ...]
    shared_from: date
    ended_on: date | None = None


@dataclass(frozen=True)
class AllianceAgreement:
    """One agreement; those who left stay among the members with their last day."""

    alliance_agreement_id: UUID
    ref: str
    title: str
    status: AllianceStatus
    parties: tuple[str, ...]
    localities: tuple[str, ...]
    members: tuple[AllianceMember, ...]
    contracts: tuple[OverlaidContract, ...]
    principles: tuple[str, ...]
    terms_of_reference: TermsOfReference
    starts_on: date
    in_force_from: date | None = None
    ended_on: date | None = None
    supply_chain: tuple[SupplyLink, ...] = ()
    resources: tuple[SharedResource, ...] = ()

    def find_member(self, ods: str) -> AllianceMember | None:
        """The one who has this code and has not left."""
        return next((one for one in self.members if one.ods == ods and one.left_on is None), None)

    @property
    def signed_members(self) -> tuple[AllianceMember, ...]:
        """Those bound: signed, and not left."""
        return tuple(one for one in self.members if one.signed_on is not None and one.left_on is None)


def evolve(agreement: AllianceAgreement | None, event: AllianceAgreementEvent) -> AllianceAgreement | None:
    """The agreement after `event`."""
    if isinstance(event, AllianceAgreementDrafted):
        return _drafted(event)
    if agreement is None:
        return None
    match event:
        case AllianceAgreementSigned():
            return _member(agreement, event.member, signed_on=event.signed_on, seat=event.seat)
        case AllianceAgreementConcluded():
            return replace(agreement, status=AllianceStatus.CONCLUDED, in_force_from=event.in_force_from)
        case AllianceAgreementCommenced():
            return replace(agreement, status=AllianceStatus.IN_FORCE)
        case AllianceMemberInvited():
            invited = AllianceMember(ods=event.member, side=event.side)
            return replace(agreement, members=(*agreement.members, invited), parties=event.parties)
        case AllianceMemberJoined():
            return _member(agreement, event.member, joined_on=event.joined_on)
        case AllianceMemberLeft():
            return _member(agreement, event.member, left_on=event.left_on)
        case AllianceSupplyChainAgreed():
            return replace(agreement, supply_chain=event.links)
        case AllianceResourceShared():
            return replace(agreement, resources=(*agreement.resources, _shared(event)))
        case AllianceResourceSharingEnded():
            return _sharing_ended(agreement, event)
        case AllianceAgreementEnded():
            return replace(agreement, status=AllianceStatus.ENDED, ended_on=event.ended_on)
    assert_never(event)


def _drafted(event: AllianceAgreementDrafted) -> AllianceAgreement:
    return AllianceAgreement(
        alliance_agreement_id=event.alliance_agreement_id,
        ref=event.ref,
        title=event.title,
        status=AllianceStatus.DRAFT,
        parties=event.parties,
        localities=event.localities,
        members=tuple(AllianceMember(ods=one.ods, side=one.side) for one in event.members),
        contracts=event.contracts,
        principles=event.principles,
        terms_of_reference=event.terms_of_reference,
        starts_on=event.starts_on,
    )


def _member(agreement: AllianceAgreement, ods: str, **changes: object) -> AllianceAgreement:
    members = tuple(
        one.model_copy(update=changes) if one.ods == ods and one.left_on is None else one for one in agreement.members
    )
    return replace(agreement, members=members)


def _shared(event: AllianceResourceShared) -> SharedResource:
    said = event.model_dump(exclude={"alliance_agreement_id", "ref", "parts"})
    return SharedResource(parts=event.parts, **said)


def _sharing_ended(agreement: AllianceAgreement, event: AllianceResourceSharingEnded) -> AllianceAgreement:
    resources = tuple(
        one.model_copy(update={"ended_on": event.ended_on}) if one.sharing_no == event.sharing_no else one
        for one in agreement.resources
    )
    return replace(agreement, resources=resources)
