"""Contracting processes, and their releases one by one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Index, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from services.contracts.ocds.state import ContractingProcess, evolve
from shared.events.contracts.ocds import ReleasePublished
from shared.folded import folded_view
from shared.views import Key, Recorded, ResourceRow, View


class ProcessRow(ResourceRow):
    """A contracting process: how many releases were published, and the ids of the events they tell of."""

    process_id: UUID = Field(primary_key=True)
    ocid: str
    releases: int
    first_dated: datetime = Field(sa_type=DateTime(timezone=True))
    last_dated: datetime = Field(sa_type=DateTime(timezone=True))
    tells_of: list[UUID] = Field(sa_type=ARRAY(Uuid))


class ProcessTable(ProcessRow, table=True):
    """The table behind the processes."""

    __tablename__ = "ocds_processes"
    __table_args__ = (Index("ix_ocds_processes_ocid", "ocid", unique=True),)


class ReleaseRow(ResourceRow):
    """A release as it was published; `event_id` is its own event, whose position in the store is its place in the feed.

    `changed_at` is when it was published.
    """

    release_id: str = Field(primary_key=True)
    process_id: UUID
    ocid: str
    number: int
    event_id: UUID
    release: str


class ReleaseTable(ReleaseRow, table=True):
    """The table behind the releases."""

    __tablename__ = "ocds_releases"
    __table_args__ = (
        Index("ix_ocds_releases_ocid", "ocid", "number"),
        Index("ix_ocds_releases_event_id", "event_id", unique=True),
    )


def project_release(row: ReleaseRow | None, recorded: Recorded[ReleasePublished]) -> ReleaseRow:
    """Each event makes one, and none is touched again."""
    event = recorded.event
    return ReleaseRow(
        version=recorded.version,
        parties=list(event.parties),
        changed_at=recorded.occurred_at,
        release_id=event.release_id,
        process_id=event.process_id,
        ocid=event.ocid,
        number=event.number,
        event_id=recorded.event_id,
        release=event.release,
    )


def _own_key(recorded: Recorded[ReleasePublished]) -> Sequence[Key]:
    return (recorded.event.release_id,)


process_view: View[ProcessRow] = folded_view(ProcessTable, ProcessRow, ContractingProcess, evolve)
release_view: View[ReleaseRow] = View(table=ReleaseTable, row=ReleaseRow, project=project_release, keys=_own_key)
