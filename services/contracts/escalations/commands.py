"""What can be asked about issues raised with governance bodies."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.events.contracts.bodies import Slug
from shared.events.contracts.escalations import EscalationKind, Stance
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Name, Part, Prose

AnswerDay = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2199, 12, 31))]
ResourcePath = Annotated[
    str, Field(pattern=r"^(/api/v1)?/[a-z0-9-]+/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", max_length=120)
]


class AnsweringBody(Part):
    """The body that is to answer, as it stands; `seats` are the organisations of its seats by name."""

    body_id: UUID
    ref: str
    parties: tuple[OrgCode, ...]
    convened_by: tuple[OrgCode, ...]
    localities: tuple[str, ...]
    seats: dict[str, OrgCode]
    dissolved: bool


class RaiseEscalationBody(Body):
    """An issue and the body that is to answer it; `about` is the path of what it is about, such as /contracts/<id>."""

    kind: EscalationKind
    title: Name
    details: Prose
    about: ResourcePath | None = None
    body_id: UUID
    answer_due_on: AnswerDay


class RaiseEscalation(RaiseEscalationBody, Command):
    """Raise an issue. `subject_found`: what it is about is there, as far as this service can know."""

    escalation_id: UUID
    body: AnsweringBody | None
    subject_found: bool
    org: OrgCode
    today: date


class DebateEscalationBody(Body):
    """What an organisation says, and from which of its seats."""

    stance: Stance
    text: Prose
    seat: Slug | None = None


class DebateEscalation(DebateEscalationBody, Command):
    """Have one's say."""

    body: AnsweringBody
    org: OrgCode
    today: date


class AnswerEscalationBody(Body):
    """The body's answer."""

    answer: Prose


class AnswerEscalation(AnswerEscalationBody, Command):
    """Answer for the body."""

    today: date


class ReferEscalationUpBody(Body):
    """Why the body above is to deal with it, and by when."""

    reason: Prose
    answer_due_on: AnswerDay


class ReferEscalationUp(ReferEscalationUpBody, Command):
    """Take it to the body above."""

    above: AnsweringBody | None
    today: date


class ResolveEscalationBody(Body):
    """How it was settled, and by which decision if one was needed."""

    resolution: Prose
    decision_id: UUID | None = None


class ResolveEscalation(ResolveEscalationBody, Command):
    """Settle it."""

    today: date


class MarkAnswerOverdue(Command):
    """The clock's wish, the day after an answer was due."""

    today: date


EscalationCommand = (
    RaiseEscalation | DebateEscalation | AnswerEscalation | ReferEscalationUp | ResolveEscalation | MarkAnswerOverdue
)
