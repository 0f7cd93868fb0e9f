"""The rules of an erasure: one asks, another decides, and nobody's care is cut off by it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypedDict, assert_never
from uuid import UUID

from services.referrals.erasures.commands import (
    ApproveErasure,
    CancelErasure,
    DeclineErasure,
    ErasureCommand,
    RequestErasure,
)
from services.referrals.erasures.refusals import (
    CareUnderWay,
    DecidedByRequester,
    ErasureAlreadyDecided,
    ErasureAlreadyRequested,
    ErasureNotFound,
    NotTheRequester,
    PersonAlreadyErased,
)
from shared.events.referrals.erasures import (
    ErasureApproved,
    ErasureCancelled,
    ErasureDeclined,
    ErasureEvent,
    ErasureRequested,
)
from shared.kernel.decider import Decider


class ErasureStatus(StrEnum):
    """How far an erasure has come; the last three are final."""

    REQUESTED = "requested"
    APPROVED = "approved"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class _About(TypedDict):
    erasure_id: UUID
    person_ref: str
    parties: tuple[str, ...]


@dataclass(frozen=True)
class Erasure:
    """What the rules need to know of one erasure."""

    about: _About
    requested_by: str
    requested_org: str
    status: ErasureStatus = ErasureStatus.REQUESTED


def decide(command: ErasureCommand, erasure: Erasure | None) -> Sequence[ErasureEvent]:
    """What happens, or a refusal."""
    if isinstance(command, RequestErasure):
        return _request(command, erasure)
    if erasure is None:
        raise ErasureNotFound("There is no such erasure.")
    if erasure.status is not ErasureStatus.REQUESTED:
        raise ErasureAlreadyDecided(f"The erasure is {erasure.status}.", status=erasure.status)
    match command:
        case ApproveErasure():
            return _approve(command, erasure)
        case DeclineErasure(by=by, by_org=org, reason=reason):
            _somebody_else(by, erasure)
            return [ErasureDeclined(**erasure.about, reason=reason, declined_org=org, declined_by=by)]
        case CancelErasure(by=by, by_org=org):
            if org != erasure.requested_org:
                raise NotTheRequester(f"{org} did not ask for this erasure.")
            return [ErasureCancelled(**erasure.about, requested_org=org, cancelled_by=by)]
    assert_never(command)


def _request(command: RequestErasure, erasure: Erasure | None) -> Sequence[ErasureEvent]:
    if erasure is not None:
        raise ErasureAlreadyRequested("This erasure is already requested.")
    if command.already_erased:
        raise PersonAlreadyErased("This person's key is destroyed already.")
    return [
        ErasureRequested(
            erasure_id=command.erasure_id,
            person_ref=command.person_ref,
            parties=command.parties,
            ground=command.ground,
            reference=command.reference,
            requested_org=command.by_org,
            requested_by=command.by,
        )
    ]


def _approve(command: ApproveErasure, erasure: Erasure) -> Sequence[ErasureEvent]:
    _somebody_else(command.by, erasure)
    if command.under_way:
        raise CareUnderWay("Care is under way for this person.", referrals=command.under_way)
    return [
        ErasureApproved(**erasure.about, finding=command.finding, approved_org=command.by_org, approved_by=command.by)
    ]


def _somebody_else(by: str, erasure: Erasure) -> None:
    if by == erasure.requested_by:
        raise DecidedByRequester("You asked for this erasure; somebody else has to decide.")


_AFTER = {
    ErasureApproved: ErasureStatus.APPROVED,
    ErasureDeclined: ErasureStatus.DECLINED,
    ErasureCancelled: ErasureStatus.CANCELLED,
}


def evolve(erasure: Erasure | None, event: ErasureEvent) -> Erasure | None:
    """The erasure after `event`."""
    match event:
        case ErasureRequested():
            about: _About = {
                "erasure_id": event.erasure_id,
                "person_ref": event.person_ref,
                "parties": event.parties,
            }
            return Erasure(about, event.requested_by, event.requested_org)
        case ErasureApproved() | ErasureDeclined() | ErasureCancelled():
            return None if erasure is None else replace(erasure, status=_AFTER[type(event)])
    assert_never(event)


erasure_decider: Decider[ErasureCommand, Erasure | None, ErasureEvent] = Decider(
    category="erasure",
    events=ErasureEvent.__args__,
    initial=None,
    decide=decide,
    evolve=evolve,
)
