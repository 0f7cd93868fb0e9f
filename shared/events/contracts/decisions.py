"""What can have happened to a decision of a governance body, from its proposal to the actions it leads to.

Seats decide, never people. A topic, such as integration-model, has one standing position in the alliance (R99).
"""

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from shared.events.contracts.bodies import Slug
from shared.kernel.message import Event
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Name, Part
from shared.kernel.privacy import Confidential

Interest = Literal["financial", "non_financial_professional", "non_financial_personal", "indirect"]
"""The four kinds of interest in NHS England's guidance on managing conflicts of interest in the NHS (2017)."""

RESOURCE_OR_DOCUMENT = r"^((/api/v1)?/[a-z0-9-]+/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|https?://[^\s]+)$"


class CitedEvidence(Part):
    """What a decision rests on: a resource of the alliance by its path (/contracts/<id>), or a document by its URI."""

    what: Name
    uri: Annotated[str, Field(pattern=RESOURCE_OR_DOCUMENT, max_length=500)]


class SeenEvidence(Part):
    """Evidence as it stood at the decision: `read_at` shows it so again, where the alliance keeps its history.

    `version` is that of the resource then, looked up by the service itself; None where another keeps it.
    """

    what: Name
    uri: str
    version: int | None
    read_at: str | None


class DeclaredConflict(Part):
    """A seat's interest in what is to be decided, and in which organisation, if it is one."""

    seat: Slug
    interest: Interest
    interest_in: OrgCode | None


class Votes(Part):
    """How the seats voted; whoever is in none of these did not vote."""

    in_favour: tuple[Slug, ...]
    against: tuple[Slug, ...]
    abstained: tuple[Slug, ...]


class Meeting(Part):
    """The meeting that decided: who was there, who counted to the quorum and how they voted, under which terms."""

    met_on: date
    terms_edition: int
    attending: tuple[Slug, ...]
    conflicted: tuple[Slug, ...]
    counted: tuple[Slug, ...]
    votes: Votes


class DecisionAction(Part):
    """Something that somebody is to do because of the decision (R47); `owner_seat` where a seat answers for it."""

    number: int
    what: Name
    owner: OrgCode
    owner_seat: Slug | None
    due_on: date
    done_on: date | None = None
    overdue_since: date | None = None


class DecisionProposed(Event):
    """A decision on a topic was put to a body. `withheld_from` are organisations that are not shown the papers.

    `position` says in a word what the alliance would hold on the topic; `convened_by` are those that keep the body.
    """

    sentence: ClassVar[str] = "{body_ref} was asked to decide on {topic}: {title}"

    decision_id: UUID
    parties: tuple[OrgCode, ...]
    localities: tuple[str, ...]
    body_id: UUID
    body_ref: str
    convened_by: tuple[OrgCode, ...]
    topic: Slug
    position: Slug
    matter: Slug
    title: str
    statement: Confidential[str]
    supersedes: UUID | None
    evidence: tuple[CitedEvidence, ...]
    withheld_from: tuple[OrgCode, ...]
    proposed_by: Confidential[str]


class DecisionConflictDeclared(Event):
    """A seat declared an interest: it neither counts to the quorum nor votes."""

    sentence: ClassVar[str] = "{conflict.seat} declared an interest in the decision on {topic}"

    decision_id: UUID
    topic: str
    conflict: DeclaredConflict


class DecisionTaken(Event):
    """The body decided. `number` counts the decisions on the topic; `supersedes` is the one this takes the place of,
    `upholds` the one whose position it holds on to.
    """

    sentence: ClassVar[str] = "{body_ref} decided on {topic}: {title}"

    decision_id: UUID
    parties: tuple[OrgCode, ...]
    body_id: UUID
    body_ref: str
    topic: str
    position: str
    title: str
    number: int
    supersedes: UUID | None
    upholds: UUID | None
    meeting: Meeting
    evidence: tuple[SeenEvidence, ...]
    recorded_by: Confidential[str]


class DecisionRejected(Event):
    """The body voted, and the proposal was not carried."""

    sentence: ClassVar[str] = "{body_ref} rejected the proposal on {topic}: {title}"

    decision_id: UUID
    body_ref: str
    topic: str
    title: str
    meeting: Meeting
    recorded_by: Confidential[str]


class DecisionDeferred(Event):
    """The body put the decision off, until a day if it named one."""

    sentence: ClassVar[str] = "{body_ref} deferred the decision on {topic}: {reason}"

    decision_id: UUID
    body_ref: str
    topic: str
    reason: str
    until: date | None


class DecisionWithdrawn(Event):
    """The proposal was taken back before it was decided."""

    sentence: ClassVar[str] = "The proposal to {body_ref} on {topic} was withdrawn: {reason}"

    decision_id: UUID
    body_ref: str
    topic: str
    reason: str


class DecisionSuperseded(Event):
    """Another decision on the topic took this one's place."""

    sentence: ClassVar[str] = "The decision of {body_ref} on {topic} of {taken_on} was superseded"

    decision_id: UUID
    body_ref: str
    topic: str
    taken_on: date
    superseded_by: UUID


class DecisionActionSet(Event):
    """Somebody is to do something because of the decision, by a day (R47)."""

    sentence: ClassVar[str] = "{action.owner} is to act on {topic} by {action.due_on}: {action.what}"

    decision_id: UUID
    topic: str
    action: DecisionAction


class DecisionActionDone(Event):
    """It was done, on a day."""

    sentence: ClassVar[str] = "Action {number} on {topic} was done on {done_on}"

    decision_id: UUID
    topic: str
    number: int
    done_on: date


class DecisionActionOverdue(Event):
    """The day it was due on has passed, and nobody said that it was done."""

    sentence: ClassVar[str] = "Action {number} of {owner} on {topic} is overdue since {due_on}"

    decision_id: UUID
    topic: str
    number: int
    owner: OrgCode
    due_on: date


DecisionEvent = (
    DecisionProposed
    | DecisionConflictDeclared
    | DecisionTaken
    | DecisionRejected
    | DecisionDeferred
    | DecisionWithdrawn
    | DecisionSuperseded
    | DecisionActionSet
    | DecisionActionDone
    | DecisionActionOverdue
)
