"""What can have happened to an issue that was raised with a governance body (R49, R116).

What was said about it stays in the service: it may be about people, and is often not ripe for publication.
"""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from shared.events.contracts.bodies import Slug
from shared.kernel.message import Event
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Part
from shared.kernel.privacy import Confidential

EscalationKind = Literal[
    "mindset", "role_of_competition", "stakeholder_concern", "conflict_of_direction", "risk", "delivery", "other"
]
"""The first two are what stands in the way in people's minds (R49)."""

Stance = Literal["supports", "opposes", "neutral"]


class DebateContribution(Part):
    """What an organisation said in the debate."""

    number: int
    org: OrgCode
    seat: Slug | None
    stance: Stance
    said_on: date
    text: str


class EscalationRaised(Event):
    """An organisation raised an issue with a body, which is to answer by a day. `about` is the path of its subject,
    `convened_by` are those that keep the body."""

    sentence: ClassVar[str] = "{raised_by} raised with {body_ref}: {title} (answer due {answer_due_on})"

    escalation_id: UUID
    parties: tuple[OrgCode, ...]
    localities: tuple[str, ...]
    kind: EscalationKind
    title: str
    details: Confidential[str]
    about: str | None
    body_id: UUID
    body_ref: str
    convened_by: tuple[OrgCode, ...]
    raised_by: OrgCode
    raised_on: date
    answer_due_on: date


class EscalationDebated(Event):
    """An organisation had its say; `parties` are all whom it concerns from now on."""

    sentence: ClassVar[str] = "{org} contributed to the debate of {title}"

    escalation_id: UUID
    title: str
    org: OrgCode
    parties: tuple[OrgCode, ...]
    contribution: Confidential[DebateContribution]


class EscalationAnswered(Event):
    """The body answered."""

    sentence: ClassVar[str] = "{body_ref} answered: {title}"

    escalation_id: UUID
    title: str
    body_id: UUID
    body_ref: str
    answered_on: date
    answer: Confidential[str]


class EscalationAnswerOverdue(Event):
    """The day has passed without an answer."""

    sentence: ClassVar[str] = "The answer of {body_ref} is overdue since {answer_due_on}: {title}"

    escalation_id: UUID
    title: str
    body_id: UUID
    body_ref: str
    answer_due_on: date


class EscalationReferredUp(Event):
    """It went to the body above, which is to answer by a new day; `parties` are all whom it concerns from now on."""

    sentence: ClassVar[str] = "{title} was escalated from {from_ref} to {body_ref} (answer due {answer_due_on})"

    escalation_id: UUID
    title: str
    from_ref: str
    body_id: UUID
    body_ref: str
    convened_by: tuple[OrgCode, ...]
    parties: tuple[OrgCode, ...]
    reason: Confidential[str]
    answer_due_on: date


class EscalationResolved(Event):
    """It is settled, by a decision where one was needed."""

    sentence: ClassVar[str] = "{title} was resolved"

    escalation_id: UUID
    title: str
    resolution: Confidential[str]
    decision_id: UUID | None
    resolved_on: date


EscalationEvent = (
    EscalationRaised
    | EscalationDebated
    | EscalationAnswered
    | EscalationAnswerOverdue
    | EscalationReferredUp
    | EscalationResolved
)
