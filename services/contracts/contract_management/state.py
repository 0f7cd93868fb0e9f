"""What the rules need to know of one contract in its life, and how each event changes it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never
from uuid import UUID

from shared.events.contracts.contract_management import (
    ContractDialogueNoted,
    ContractFellSilent,
    ContractManagementBegan,
    ContractManagementEnded,
    ContractManagementEvent,
    ContractManagementProvidersChanged,
    ContractReviewActionClosed,
    ContractReviewHeld,
    ContractReviewMissed,
    ContractReviewScheduled,
)
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Part


class Action(Part):
    """An action of a review; open until it is closed."""

    action_id: UUID
    what: str
    owner: str
    ods: OrgCode
    due_on: date
    closed_on: date | None = None
    outcome: str | None = None


class Review(Part):
    """A review, held or still to be; `missed` once its last day passed without it."""

    review_id: UUID
    due_on: date
    topics: tuple[str, ...]
    missed: bool = False
    held_on: date | None = None
    attended: tuple[OrgCode, ...] = ()
    findings: str | None = None
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True)
class ManagedContract:
    """One contract in its life; `silent_since` is the day of the last dialogue, or the first day in life."""

    contract_id: UUID
    ref: str
    commissioners: tuple[str, ...]
    providers: tuple[str, ...]
    parties: tuple[str, ...]
    localities: tuple[str, ...]
    in_life_from: date
    silent_since: date
    last_dialogue_on: date | None = None
    silent: bool = False
    reviews: tuple[Review, ...] = ()
    ended_on: date | None = None


def evolve(managed: ManagedContract | None, event: ContractManagementEvent) -> ManagedContract | None:
    """The contract in its life after `event`."""
    if isinstance(event, ContractManagementBegan):
        return _began(event)
    if managed is None:
        return None
    match event:
        case ContractManagementProvidersChanged():
            return replace(managed, providers=event.providers, parties=event.parties)
        case ContractDialogueNoted():
            return spoken(managed, event.held_on)
        case ContractFellSilent():
            return replace(managed, silent=True)
        case ContractReviewScheduled():
            review = Review(review_id=event.review_id, due_on=event.due_on, topics=event.topics)
            return replace(managed, reviews=(*managed.reviews, review))
        case ContractReviewHeld():
            return spoken(_held(managed, event), event.held_on)
        case ContractReviewMissed():
            return _with_review(managed, event.review_id, missed=True)
        case ContractReviewActionClosed():
            return replace(managed, reviews=tuple(_closed(review, event) for review in managed.reviews))
        case ContractManagementEnded():
            return replace(managed, ended_on=event.ended_on, silent=False)
    assert_never(event)


def _began(event: ContractManagementBegan) -> ManagedContract:
    return ManagedContract(
        contract_id=event.contract_id,
        ref=event.ref,
        commissioners=event.commissioners,
        providers=event.providers,
        parties=event.parties,
        localities=event.localities,
        in_life_from=event.in_life_from,
        silent_since=event.in_life_from,
    )


def spoken(managed: ManagedContract, held_on: date) -> ManagedContract:
    """After dialogue on a day; one that is not later than the last changes nothing."""
    if managed.last_dialogue_on is not None and held_on <= managed.last_dialogue_on:
        return managed
    since = max(held_on, managed.in_life_from)
    return replace(managed, last_dialogue_on=held_on, silent_since=since, silent=False)


def _held(managed: ManagedContract, event: ContractReviewHeld) -> ManagedContract:
    actions = tuple(Action(**one.model_dump()) for one in event.actions)
    return _with_review(
        managed,
        event.review_id,
        held_on=event.held_on,
        attended=event.attended,
        findings=event.findings,
        actions=actions,
        missed=False,
    )


def _with_review(managed: ManagedContract, review_id: UUID, **changes: object) -> ManagedContract:
    reviews = (one.model_copy(update=changes) if one.review_id == review_id else one for one in managed.reviews)
    return replace(managed, reviews=tuple(reviews))


def _closed(review: Review, event: ContractReviewActionClosed) -> Review:
    done = {"closed_on": event.closed_on, "outcome": event.outcome}
    actions = (one.model_copy(update=done) if one.action_id == event.action_id else one for one in review.actions)
    return review.model_copy(update={"actions": tuple(actions)})


def derived(managed: ManagedContract) -> Mapping[str, object]:
    """Columns for lists: the next review that is to be held, and how many actions wait."""
    to_hold = [review.due_on for review in managed.reviews if review.held_on is None]
    waiting = [action for review in managed.reviews for action in review.actions if action.closed_on is None]
    return {"next_review_on": min(to_hold, default=None), "open_actions": len(waiting)}
