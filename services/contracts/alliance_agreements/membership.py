"""The rules of signing, joining and leaving."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.contracts.alliance_agreements import refusals as no
from services.contracts.alliance_agreements.commands import (
    InviteAllianceMember,
    RecordAllianceLeaving,
    SignAllianceAgreement,
)
from services.contracts.alliance_agreements.state import AllianceAgreement, AllianceMember, AllianceStatus
from shared.events.contracts.alliance_agreements import (
    AllianceAgreementCommenced,
    AllianceAgreementConcluded,
    AllianceAgreementEvent,
    AllianceAgreementSigned,
    AllianceMemberInvited,
    AllianceMemberJoined,
    AllianceMemberLeft,
)


def sign(command: SignAllianceAgreement, agreement: AllianceAgreement) -> Sequence[AllianceAgreementEvent]:
    """The last signature of all concludes the agreement; that of one invited lets it join."""
    if agreement.status not in (AllianceStatus.DRAFT, AllianceStatus.IN_FORCE):
        raise no.NotAwaitingSignatures(f"Alliance agreement {agreement.ref} is {agreement.status}.")
    signing = member_of(agreement, command.member)
    if signing.signed_on is not None:
        raise no.SignedAlready(f"{command.member} signed on {signing.signed_on}.")
    if command.signed_on > command.today:
        raise no.SignatureInFuture(f"The signature is dated {command.signed_on}, after today.")
    which: dict[str, Any] = {"alliance_agreement_id": agreement.alliance_agreement_id, "ref": agreement.ref}
    signed = AllianceAgreementSigned(
        member=command.member, signed_on=command.signed_on, seat=command.seat, signed_by=command.by, **which
    )
    if agreement.status is AllianceStatus.IN_FORCE:
        return [signed, AllianceMemberJoined(member=command.member, joined_on=command.signed_on, **which)]
    if len(agreement.signed_members) + 1 < len(agreement.members):
        return [signed]
    dates = [one.signed_on for one in agreement.signed_members if one.signed_on is not None]
    start = max(agreement.starts_on, command.signed_on, *dates)
    concluded = AllianceAgreementConcluded(in_force_from=start, **which)
    return [signed, concluded, *commencement(agreement, start, command.today)]


def commencement(agreement: AllianceAgreement, start: date, today: date) -> Sequence[AllianceAgreementCommenced]:
    """In force, once its first day is there."""
    if today < start:
        return []
    which: dict[str, Any] = {"alliance_agreement_id": agreement.alliance_agreement_id, "ref": agreement.ref}
    return [AllianceAgreementCommenced(in_force_from=start, **which)]


def invite(command: InviteAllianceMember, agreement: AllianceAgreement) -> Sequence[AllianceMemberInvited]:
    """Who left may be invited again."""
    if agreement.find_member(command.member) is not None:
        raise no.MemberAlready(f"{command.member} is a member of alliance agreement {agreement.ref}, or invited to be.")
    parties = agreement.parties if command.member in agreement.parties else (*agreement.parties, command.member)
    return [
        AllianceMemberInvited(
            alliance_agreement_id=agreement.alliance_agreement_id,
            ref=agreement.ref,
            member=command.member,
            side=command.side,
            parties=parties,
        )
    ]


def leave(command: RecordAllianceLeaving, agreement: AllianceAgreement) -> Sequence[AllianceMemberLeft]:
    """Nobody leaves a chain it stands in, a cost it bears, or a side that would be empty."""
    leaving = member_of(agreement, command.member)
    if command.left_on > command.today:
        raise no.LeavingInFuture(f"Its last day is {command.left_on}, and can be recorded then.", field="left_on")
    if any(command.member in (link.lead, link.subcontractor) for link in agreement.supply_chain):
        raise no.StandsInSupplyChain(f"{command.member} stands in the supply chain; agree one without it first.")
    for shared in agreement.resources:
        bearers = (shared.host, *(part.ods for part in shared.parts))
        if shared.ended_on is None and command.member in bearers:
            raise no.SharesResources(f"{command.member} has a part in sharing {shared.resource}; end that first.")
    bound = [one for one in agreement.signed_members if one.side == leaving.side and one.ods != command.member]
    if not bound:
        raise no.LastOfItsSide(f"{command.member} is the last member on the {leaving.side}s' side.")
    which: dict[str, Any] = {"alliance_agreement_id": agreement.alliance_agreement_id, "ref": agreement.ref}
    return [AllianceMemberLeft(**which, **command.model_dump(exclude={"today"}))]


def member_of(agreement: AllianceAgreement, ods: str, field: str = "member") -> AllianceMember:
    """The member with this code, or who is invited."""
    found = agreement.find_member(ods)
    if found is None:
        raise no.NotAllianceMember(f"{ods} is no member of alliance agreement {agreement.ref}.", field=field)
    return found
