"""What can have happened to an initiative: rolled out network by network, practices engaged, workforce measured."""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from shared.kernel.message import Event
from shared.kernel.organisations import OrgCode

InitiativeKind = Literal[
    "nursing_home_scheme",
    "clinical_pharmacists",
    "access_hub",
    "urgent_care_centre",
    "cqc_readiness",
    "education_network",
    "practice_transformation",
    "new_to_nursing",
    "international_recruitment",
    "workflow",
    "upskilling",
    "other",
]
"""CEPN is a community education provider network, PTI a practice transformation initiative (R70, R119)."""


class InitiativeRegistered(Event):
    """An initiative entered the register."""

    sentence: ClassVar[str] = "Initiative {ref} was registered: {title}"

    initiative_id: UUID
    ref: str
    title: str
    kind: InitiativeKind
    purpose: str
    parties: tuple[OrgCode, ...]
    sponsors: tuple[OrgCode, ...]
    localities: tuple[str, ...]
    programme_id: UUID | None


class InitiativeRolledOut(Event):
    """It reached a GP network, from `since` on; the network is now among the parties (R71)."""

    sentence: ClassVar[str] = "Initiative {ref} reached network {network}"

    initiative_id: UUID
    ref: str
    network: OrgCode
    since: date
    parties: tuple[OrgCode, ...]


class InitiativeRolledBack(Event):
    """A network no longer takes part; `until` is its last day."""

    sentence: ClassVar[str] = "Initiative {ref} left network {network}: {reason}"

    initiative_id: UUID
    ref: str
    network: OrgCode
    until: date
    reason: str


class PracticesEngaged(Event):
    """General practices were reached for the first time: brought up to speed, in whatever way (R66)."""

    sentence: ClassVar[str] = "Initiative {ref}: practices were reached by {how}"

    initiative_id: UUID
    ref: str
    practices: tuple[OrgCode, ...]
    how: str
    engaged_on: date


class WorkforceMeasured(Event):
    """How many there were to be and how many there are, such as nurses recruited (R119)."""

    sentence: ClassVar[str] = "Initiative {ref}: {actual} of {planned} {measure}"

    initiative_id: UUID
    ref: str
    measure: str
    planned: int
    actual: int
    measured_on: date


class InitiativeEnded(Event):
    """It is over; `ended_on` is its last day."""

    sentence: ClassVar[str] = "Initiative {ref} ended: {reason}"

    initiative_id: UUID
    ref: str
    reason: str
    ended_on: date


InitiativeEvent = (
    InitiativeRegistered
    | InitiativeRolledOut
    | InitiativeRolledBack
    | PracticesEngaged
    | WorkforceMeasured
    | InitiativeEnded
)
