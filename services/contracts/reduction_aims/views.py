"""Reduction aims as people read them."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import Index, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from services.contracts.reduction_aims.state import ReductionAim, evolve
from shared.events.contracts.reduction_aims import AimSource
from shared.folded import folded_view
from shared.views import ResourceRow, View


class ReductionAimRow(ResourceRow):
    """An activity of which there is to be less, and why; its parties are the commissioners who aim at it."""

    reduction_aim_id: UUID = Field(primary_key=True)
    activity: str
    pursued: bool
    localities: list[str] = Field(sa_type=ARRAY(Text))
    reason: str
    source: AimSource = Field(sa_type=Text)
    source_id: UUID | None
    declared_on: date
    withdrawn_on: date | None


class ReductionAimTable(ReductionAimRow, table=True):
    """The table behind it."""

    __tablename__ = "reduction_aims"
    __table_args__ = (
        Index("ix_reduction_aims_activity", "activity", "pursued"),
        Index("ix_reduction_aims_parties", "parties", postgresql_using="gin"),
    )


def _derived(aim: ReductionAim) -> Mapping[str, object]:
    return {"pursued": aim.withdrawn_on is None}


reduction_aim_view: View[ReductionAimRow] = folded_view(
    ReductionAimTable, ReductionAimRow, ReductionAim, evolve, _derived
)
