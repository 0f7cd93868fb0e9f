"""What can be asked of the management of a contract."""

from datetime import date
from uuid import UUID

from pydantic import Field

from services.contracts.register.commands import TermDay
from shared.events.contracts.contract_management import ReviewAction
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Name, Part, Prose


class BeginContractManagement(Command):
    """What follows when a contract comes into force."""

    contract_id: UUID
    ref: str
    commissioners: tuple[OrgCode, ...]
    providers: tuple[OrgCode, ...]
    localities: tuple[str, ...]
    in_life_from: date


class ChangeManagedProviders(Command):
    """What follows when a contract is novated; `parties` is all it concerns."""

    providers: tuple[OrgCode, ...]
    parties: tuple[OrgCode, ...]


class NoteContractDialogue(Command):
    """What follows when dialogue in the life of the contract was recorded."""

    entry_id: UUID
    held_on: date


class EndContractManagement(Command):
    """What follows when the contract has ended; `ended_on` was its last day in force."""

    ended_on: date


class ScheduleContractReviewBody(Body):
    """By when the contract is reviewed, and what about."""

    due_on: TermDay
    topics: tuple[Name, ...] = Field(min_length=1, max_length=30)


class ScheduleContractReview(ScheduleContractReviewBody, Command):
    """Schedule a review."""

    review_id: UUID
    today: date


class PlannedAction(Part):
    """What somebody is to do by the end of `due_on`; `owner` is a seat of the organisation, never a person's name."""

    what: Name
    owner: Name
    ods: OrgCode
    due_on: date


class HoldContractReviewBody(Body):
    """When it was held, with which organisations, what was found and who does what."""

    held_on: date
    attended: tuple[OrgCode, ...] = Field(min_length=1, max_length=50)
    findings: Prose
    actions: tuple[PlannedAction, ...] = Field(default=(), max_length=50)


class HoldContractReview(Command):
    """Record a review that was held."""

    review_id: UUID
    held_on: date
    attended: tuple[OrgCode, ...]
    findings: str
    actions: tuple[ReviewAction, ...]
    today: date


class CloseContractReviewActionBody(Body):
    """What became of it, and when."""

    closed_on: date
    outcome: Prose


class CloseContractReviewAction(CloseContractReviewActionBody, Command):
    """Close an action."""

    action_id: UUID
    today: date


class NoteContractSilence(Command):
    """The clock's wish, once the days without dialogue have passed."""

    today: date


class NoteContractReviewMissed(Command):
    """The clock's wish, the day after the last day of a review."""

    review_id: UUID
    today: date


ContractManagementCommand = (
    BeginContractManagement
    | ChangeManagedProviders
    | NoteContractDialogue
    | EndContractManagement
    | ScheduleContractReview
    | HoldContractReview
    | CloseContractReviewAction
    | NoteContractSilence
    | NoteContractReviewMissed
)
