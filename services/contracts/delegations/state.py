"""A delegated authority as it stands, and how each event changes it."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from shared.events.contracts.delegations import (
    DelegationAmended,
    DelegationConfirmed,
    DelegationEvent,
    DelegationGranted,
    DelegationRevoked,
    DelegationTerms,
)
from shared.kernel.authority import Matter


class DelegationStatus(StrEnum):
    """Where an authority is in its life. Whether it is in force on a day is for its dates to say as well."""

    GRANTED = "granted"
    CONFIRMED = "confirmed"
    REVOKED = "revoked"


@dataclass(frozen=True)
class Delegation:
    """`matters`, `limit_pence` and `end` are those confirmed last; before that, those granted.

    `pending` are terms that wait for somebody else than `pending_by` to agree; `edition` counts the confirmed ones.
    """

    delegation_id: UUID
    parties: tuple[str, ...]
    ref: str
    org: str
    role: str
    body_id: UUID | None
    start: date
    status: DelegationStatus
    edition: int
    matters: tuple[Matter, ...]
    limit_pence: int
    end: date | None
    pending: DelegationTerms | None
    pending_by: str | None
    reason: str
    revoked_on: date | None = None


def evolve(delegation: Delegation | None, event: DelegationEvent) -> Delegation | None:
    """The authority after `event`."""
    if isinstance(event, DelegationGranted):
        return Delegation(
            delegation_id=event.delegation_id,
            parties=event.parties,
            ref=event.ref,
            org=event.org,
            role=event.role,
            body_id=event.body_id,
            start=event.start,
            status=DelegationStatus.GRANTED,
            edition=0,
            matters=event.terms.matters,
            limit_pence=event.terms.limit_pence,
            end=event.terms.end,
            pending=event.terms,
            pending_by=event.granted_by,
            reason=event.reason,
        )
    if delegation is None:
        return None
    match event:
        case DelegationConfirmed(terms=terms):
            return replace(
                delegation,
                status=DelegationStatus.CONFIRMED,
                edition=event.edition,
                matters=terms.matters,
                limit_pence=terms.limit_pence,
                end=terms.end,
                pending=None,
                pending_by=None,
            )
        case DelegationAmended():
            return replace(delegation, pending=event.terms, pending_by=event.amended_by, reason=event.reason)
        case DelegationRevoked():
            return replace(
                delegation,
                status=DelegationStatus.REVOKED,
                pending=None,
                pending_by=None,
                reason=event.reason,
                revoked_on=event.revoked_on,
            )
    assert_never(event)
