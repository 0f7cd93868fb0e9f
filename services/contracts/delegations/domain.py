"""The rules of delegated authority."""

from collections.abc import Sequence
from datetime import date
from typing import assert_never

from services.contracts.delegations.commands import (
    AmendDelegation,
    ConfirmDelegation,
    DelegationCommand,
    GrantDelegation,
    RevokeDelegation,
    TermsBody,
)
from services.contracts.delegations.refusals import (
    DelegationEndsBeforeItStarts,
    DelegationExpired,
    DelegationIsRevoked,
    DelegationNotFound,
    DelegationRefTaken,
    HolderConfirmsOwnAuthority,
    NothingToConfirm,
    UnknownBody,
)
from services.contracts.delegations.state import Delegation, DelegationStatus, evolve
from services.contracts.naming import each_once
from shared.events.contracts.delegations import (
    DelegationAmended,
    DelegationConfirmed,
    DelegationEvent,
    DelegationGranted,
    DelegationRevoked,
    DelegationTerms,
)
from shared.kernel.decider import Decider
from shared.kernel.four_eyes import somebody_else


def decide(command: DelegationCommand, delegation: Delegation | None) -> Sequence[DelegationEvent]:
    """What happens, or a refusal."""
    if isinstance(command, GrantDelegation):
        return _grant(command, delegation)
    if delegation is None:
        raise DelegationNotFound("There is no such delegated authority.")
    if delegation.status is DelegationStatus.REVOKED:
        raise DelegationIsRevoked(f"Authority {delegation.ref} was revoked on {delegation.revoked_on}.")
    match command:
        case ConfirmDelegation():
            return _confirm(command, delegation)
        case AmendDelegation():
            return _amend(command, delegation)
        case RevokeDelegation():
            return [
                DelegationRevoked(
                    delegation_id=delegation.delegation_id,
                    ref=delegation.ref,
                    reason=command.reason,
                    revoked_on=command.today,
                    revoked_by=command.by,
                )
            ]
    assert_never(command)


def _grant(command: GrantDelegation, delegation: Delegation | None) -> Sequence[DelegationEvent]:
    if delegation is not None:
        raise DelegationRefTaken("This authority is already granted.")
    if not command.known_body:
        raise UnknownBody("No governance body has this id.")
    return [
        DelegationGranted(
            delegation_id=command.delegation_id,
            parties=(command.org,),
            ref=command.ref,
            org=command.org,
            role=command.role,
            body_id=command.body_id,
            start=command.start,
            terms=_terms(command, command.start),
            reason=command.reason,
            granted_by=command.by,
        )
    ]


def _terms(said: TermsBody, start: date) -> DelegationTerms:
    each_once("matters", said.matters)
    if said.end is not None and said.end < start:
        raise DelegationEndsBeforeItStarts(f"It starts on {start} and would end on {said.end}.")
    return DelegationTerms(matters=said.matters, limit_pence=said.limit_pence, end=said.end)


def _confirm(command: ConfirmDelegation, delegation: Delegation) -> Sequence[DelegationEvent]:
    if delegation.pending is None or delegation.pending_by is None:
        raise NothingToConfirm(f"Nothing was proposed for authority {delegation.ref} that is not confirmed.")
    somebody_else(command.by, delegation.pending_by, "these terms")
    if command.org == delegation.org and delegation.role in command.roles:
        raise HolderConfirmsOwnAuthority(
            f"You hold the role {delegation.role} yourself; somebody who does not confirms."
        )
    return [
        DelegationConfirmed(
            delegation_id=delegation.delegation_id,
            ref=delegation.ref,
            edition=delegation.edition + 1,
            terms=delegation.pending,
            confirmed_by=command.by,
        )
    ]


def _amend(command: AmendDelegation, delegation: Delegation) -> Sequence[DelegationEvent]:
    if delegation.end is not None and command.today > delegation.end:
        raise DelegationExpired(f"Authority {delegation.ref} ended on {delegation.end}.")
    return [
        DelegationAmended(
            delegation_id=delegation.delegation_id,
            ref=delegation.ref,
            terms=_terms(command, delegation.start),
            reason=command.reason,
            amended_by=command.by,
        )
    ]


delegation_decider: Decider[DelegationCommand, Delegation | None, DelegationEvent] = Decider(
    category="delegation",
    events=DelegationEvent.__args__,
    initial=None,
    decide=decide,
    evolve=evolve,
)
