"""The rules of an alliance agreement."""

from collections.abc import Sequence
from typing import Any, assert_never

from services.contracts.alliance_agreements import refusals as no
from services.contracts.alliance_agreements.commands import (
    AgreeSupplyChain,
    AllianceAgreementCommand,
    CommenceAllianceAgreement,
    DraftAllianceAgreement,
    EndAllianceAgreement,
    EndResourceSharing,
    InviteAllianceMember,
    RecordAllianceLeaving,
    ShareResource,
    SignAllianceAgreement,
)
from services.contracts.alliance_agreements.drafting import draft
from services.contracts.alliance_agreements.membership import commencement, invite, leave, sign
from services.contracts.alliance_agreements.sharing import agree_chain, end_sharing, share
from services.contracts.alliance_agreements.state import AllianceAgreement, AllianceStatus, evolve
from shared.events.contracts.alliance_agreements import AllianceAgreementEnded, AllianceAgreementEvent
from shared.kernel.decider import Decider


def decide(command: AllianceAgreementCommand, agreement: AllianceAgreement | None) -> Sequence[AllianceAgreementEvent]:
    """What happens, or a refusal."""
    if isinstance(command, DraftAllianceAgreement):
        return draft(command, agreement)
    if agreement is None:
        raise no.AllianceAgreementNotFound("There is no such alliance agreement.")
    if isinstance(command, SignAllianceAgreement):
        return sign(command, agreement)
    if isinstance(command, CommenceAllianceAgreement):
        return _commence(command, agreement)
    if agreement.status is not AllianceStatus.IN_FORCE:
        raise no.AllianceNotInForce(f"Alliance agreement {agreement.ref} is {agreement.status}.")
    match command:
        case InviteAllianceMember():
            return invite(command, agreement)
        case RecordAllianceLeaving():
            return leave(command, agreement)
        case AgreeSupplyChain():
            return agree_chain(command, agreement)
        case ShareResource():
            return share(command, agreement)
        case EndResourceSharing():
            return end_sharing(command, agreement)
        case EndAllianceAgreement():
            return _end(command, agreement)
    assert_never(command)


def _commence(command: CommenceAllianceAgreement, agreement: AllianceAgreement) -> Sequence[AllianceAgreementEvent]:
    if agreement.status is AllianceStatus.IN_FORCE:
        return []
    if agreement.in_force_from is None or command.today < agreement.in_force_from:
        raise no.NotYetCommenced(f"Alliance agreement {agreement.ref} is {agreement.status}.")
    return commencement(agreement, agreement.in_force_from, command.today)


def _end(command: EndAllianceAgreement, agreement: AllianceAgreement) -> Sequence[AllianceAgreementEvent]:
    if command.ended_on > command.today:
        raise no.LeavingInFuture(f"Its last day is {command.ended_on}, and can be recorded then.", field="ended_on")
    which: dict[str, Any] = {"alliance_agreement_id": agreement.alliance_agreement_id, "ref": agreement.ref}
    return [AllianceAgreementEnded(**which, **command.model_dump(exclude={"today"}))]


alliance_agreement_decider: Decider[AllianceAgreementCommand, AllianceAgreement | None, AllianceAgreementEvent] = (
    Decider(
        category="alliance-agreement",
        events=AllianceAgreementEvent.__args__,
        initial=None,
        decide=decide,
        evolve=evolve,
    )
)
