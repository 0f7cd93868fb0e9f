"""Erasures as people read them, and what an approval does to the person's key."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never
from uuid import UUID

from sqlalchemy import DateTime, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from services.referrals.erasures.domain import ErasureStatus
from shared.events.referrals.erasures import (
    ErasureApproved,
    ErasureCancelled,
    ErasureDeclined,
    ErasureEvent,
    ErasureFinding,
    ErasureGround,
    ErasureRefusalReason,
    ErasureRequested,
)
from shared.views import Key, Recorded, ResourceRow, View


class ErasureRow(ResourceRow):
    """An erasure. `parties` hold something about the person; `pending_person` is the person until it is decided."""

    erasure_id: UUID = Field(primary_key=True)
    person_ref: str
    pending_person: str | None
    status: ErasureStatus = Field(sa_type=Text)
    ground: ErasureGround = Field(sa_type=Text)
    reference: str
    requested_org: str
    requested_by: str
    requested_at: datetime = Field(sa_type=DateTime(timezone=True))
    decided_org: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    finding: ErasureFinding | None = Field(default=None, sa_type=Text)
    reason: ErasureRefusalReason | None = Field(default=None, sa_type=Text)


class ErasureTable(ErasureRow, table=True):
    """The table behind the erasures."""

    __tablename__ = "erasures"
    __table_args__ = (UniqueConstraint("pending_person", name="uq_erasures_pending_person"),)


def project_erasure(row: ErasureRow | None, recorded: Recorded[ErasureEvent]) -> ErasureRow | None:
    """The erasure's row after one more event."""
    event = recorded.event
    if isinstance(event, ErasureRequested):
        return _requested(event, recorded)
    if row is None:
        return None
    changes: dict[str, object] = {
        "version": recorded.version,
        "changed_at": recorded.occurred_at,
        "pending_person": None,
        "decided_at": recorded.occurred_at,
    }
    match event:
        case ErasureApproved(finding=finding, approved_org=org, approved_by=by):
            changes |= {"status": ErasureStatus.APPROVED, "finding": finding, "decided_org": org, "decided_by": by}
        case ErasureDeclined(reason=reason, declined_org=org, declined_by=by):
            changes |= {"status": ErasureStatus.DECLINED, "reason": reason, "decided_org": org, "decided_by": by}
        case ErasureCancelled(requested_org=org, cancelled_by=by):
            changes |= {"status": ErasureStatus.CANCELLED, "decided_org": org, "decided_by": by}
        case _:
            assert_never(event)
    return row.model_copy(update=changes)


def _requested(event: ErasureRequested, recorded: Recorded[ErasureEvent]) -> ErasureRow:
    return ErasureRow(
        version=recorded.version,
        parties=list(event.parties),
        changed_at=recorded.occurred_at,
        erasure_id=event.erasure_id,
        person_ref=event.person_ref,
        pending_person=event.person_ref,
        status=ErasureStatus.REQUESTED,
        ground=event.ground,
        reference=event.reference,
        requested_org=event.requested_org,
        requested_by=event.requested_by,
        requested_at=recorded.occurred_at,
    )


erasure_view: View[ErasureRow] = View(table=ErasureTable, row=ErasureRow, project=project_erasure)


class PersonKeyRow(SQLModel):
    """A person's key as the vault keeps it; written here only to destroy it."""

    person_ref: str = Field(primary_key=True)
    wrapped_key: str | None = None
    created_at: datetime = Field(sa_type=DateTime(timezone=True))
    destroyed_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))


class PersonKeyTable(PersonKeyRow, table=True):
    """The kernel's table of keys."""

    __tablename__ = "person_keys"


def destroy_key(row: PersonKeyRow | None, recorded: Recorded[ErasureApproved]) -> PersonKeyRow:
    """The key after the approval: gone for good, also when there was none."""
    created = row.created_at if row else recorded.occurred_at
    person = recorded.event.person_ref
    return PersonKeyRow(person_ref=person, wrapped_key=None, created_at=created, destroyed_at=recorded.occurred_at)


def _approved_for(recorded: Recorded[ErasureEvent]) -> Sequence[Key]:
    return (recorded.event.person_ref,) if isinstance(recorded.event, ErasureApproved) else ()


key_destruction: View[PersonKeyRow] = View(
    table=PersonKeyTable, row=PersonKeyRow, project=destroy_key, keys=_approved_for
)
"""Not a view that could be made again from events: an effect of the approval, in the same transaction."""
