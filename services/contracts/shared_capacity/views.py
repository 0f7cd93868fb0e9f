"""The register of shared capacity as people read it."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.contracts.shared_capacity.state import CapacityStatus, SharedCapacity, evolve
from shared.events.contracts.shared_capacity import CapacityShare, Per
from shared.folded import folded_view
from shared.kernel.money import share_bp
from shared.views import ResourceRow, View


class SharedCapacityRow(ResourceRow):
    """Shared capacity; `utilisation_bp` is what was used of what was offered, null where nothing was offered."""

    shared_capacity_id: UUID = Field(primary_key=True)
    ref: str
    resource: str
    why_scarce: str
    status: CapacityStatus = Field(sa_type=Text)
    host: str
    localities: list[str] = Field(sa_type=ARRAY(Text))
    unit: str
    per: Per = Field(sa_type=Text)
    total_units: int
    shares: list[CapacityShare] = Field(sa_type=JSONB)
    effective_from: date | None
    unallocated_units: int
    offered_units: int
    used_units: int
    utilisation_bp: int | None
    used_to: date | None
    last_day: date | None

    @property
    def owners(self) -> Sequence[str]:
        """The host."""
        return [self.host]


class SharedCapacityTable(SharedCapacityRow, table=True):
    """The table behind it."""

    __tablename__ = "shared_capacities"
    __table_args__ = (
        UniqueConstraint("ref", name="uq_shared_capacities_ref"),
        Index("ix_shared_capacities_parties", "parties", postgresql_using="gin"),
    )


def _derived(capacity: SharedCapacity) -> Mapping[str, object]:
    return {
        "unallocated_units": capacity.total_units - capacity.allocated_units,
        "utilisation_bp": share_bp(capacity.used_units, capacity.offered_units),
    }


shared_capacity_view: View[SharedCapacityRow] = folded_view(
    SharedCapacityTable, SharedCapacityRow, SharedCapacity, evolve, _derived
)
