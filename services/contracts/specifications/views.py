"""Specifications as people read them, with every version."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.contracts.specifications.state import Specification, SpecificationStatus, SpecificationVersion, evolve
from shared.folded import folded_view
from shared.views import ResourceRow


class SpecificationRow(ResourceRow):
    """One specification; `in_force_no` is the version that stands, `draft_no` the one that is being written."""

    specification_id: UUID = Field(primary_key=True)
    ref: str
    title: str
    service: str
    status: SpecificationStatus = Field(sa_type=Text)
    commissioners: list[str] = Field(sa_type=ARRAY(Text))
    localities: list[str] = Field(sa_type=ARRAY(Text))
    versions: list[SpecificationVersion] = Field(sa_type=JSONB)
    in_force_no: int | None
    draft_no: int | None

    @property
    def owners(self) -> Sequence[str]:
        """Its commissioners."""
        return self.commissioners


class SpecificationTable(SpecificationRow, table=True):
    """The table behind the specifications."""

    __tablename__ = "specifications"
    __table_args__ = (UniqueConstraint("ref", name="uq_specifications_ref"),)


specification_view = folded_view(SpecificationTable, SpecificationRow, Specification, evolve)
