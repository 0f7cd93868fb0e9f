"""What can have happened to an aim of reducing an activity, which a pathway or a strategy pursues (R98)."""

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from shared.kernel.message import Event
from shared.kernel.organisations import OrgCode

Activity = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60, examples=["emergency-admission"])]
"""An activity that is paid for or to be reduced, in the same words wherever it is named."""

AimSource = Literal["pathway", "strategy", "savings_scheme", "other"]


class ReductionAimDeclared(Event):
    """There is to be less of an activity, for a reason; `source_id` is the pathway or strategy that tries."""

    sentence: ClassVar[str] = "Less {activity} is aimed at: {reason}"

    reduction_aim_id: UUID
    activity: Activity
    parties: tuple[OrgCode, ...]
    localities: tuple[str, ...]
    reason: str
    source: AimSource
    source_id: UUID | None
    declared_on: date


class ReductionAimWithdrawn(Event):
    """The aim is no longer pursued."""

    sentence: ClassVar[str] = "Less {activity} is no longer aimed at: {reason}"

    reduction_aim_id: UUID
    activity: Activity
    reason: str
    withdrawn_on: date


ReductionAimEvent = ReductionAimDeclared | ReductionAimWithdrawn
