"""The rules of managing a contract in its life (R18)."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, assert_never

from services.contracts.contract_management import refusals as no
from services.contracts.contract_management.commands import (
    BeginContractManagement,
    ChangeManagedProviders,
    CloseContractReviewAction,
    ContractManagementCommand,
    EndContractManagement,
    HoldContractReview,
    NoteContractDialogue,
    NoteContractReviewMissed,
    NoteContractSilence,
    ScheduleContractReview,
)
from services.contracts.contract_management.figures import silence_days
from services.contracts.contract_management.state import ManagedContract, Review, evolve, spoken
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
from shared.kernel.decider import Decider

Following = BeginContractManagement | ChangeManagedProviders | NoteContractDialogue | EndContractManagement
"""What follows from the register and the dialogue: never refused, and done twice it leads to nothing."""


def decide(command: ContractManagementCommand, managed: ManagedContract | None) -> Sequence[ContractManagementEvent]:
    """What happens, or a refusal."""
    if isinstance(command, Following):
        return _follow(command, managed)
    if managed is None:
        raise no.ManagedContractNotFound("There is no such contract in force.")
    match command:
        case ScheduleContractReview():
            return _schedule(command, managed)
        case HoldContractReview():
            return _hold(command, managed)
        case CloseContractReviewAction():
            return _close(command, managed)
        case NoteContractSilence():
            return _note_silence(command, managed)
        case NoteContractReviewMissed():
            return _note_missed(command, managed)
    assert_never(command)


def _follow(command: Following, managed: ManagedContract | None) -> Sequence[ContractManagementEvent]:
    if isinstance(command, BeginContractManagement):
        return [] if managed else [_begun(command)]
    if managed is None or managed.ended_on is not None:
        return []
    match command:
        case ChangeManagedProviders():
            if command.providers == managed.providers:
                return []
            return [ContractManagementProvidersChanged(**_about(managed), **command.model_dump())]
        case NoteContractDialogue():
            if spoken(managed, command.held_on) == managed:
                return []
            return [ContractDialogueNoted(**_about(managed), **command.model_dump())]
        case EndContractManagement():
            return [ContractManagementEnded(**_about(managed), ended_on=command.ended_on)]
    assert_never(command)


def _begun(command: BeginContractManagement) -> ContractManagementBegan:
    parties = tuple(dict.fromkeys((*command.commissioners, *command.providers)))
    return ContractManagementBegan(**command.model_dump(), parties=parties)


def _schedule(command: ScheduleContractReview, managed: ManagedContract) -> Sequence[ContractManagementEvent]:
    _in_life(managed)
    if command.due_on < command.today:
        raise no.ReviewDueInPast(f"{command.due_on} is over; name today or a later day.")
    return [ContractReviewScheduled(**_about(managed), **command.model_dump(exclude={"today"}))]


def _hold(command: HoldContractReview, managed: ManagedContract) -> Sequence[ContractManagementEvent]:
    _in_life(managed)
    review = _review(managed, command.review_id)
    if review.held_on is not None:
        raise no.ReviewHeldAlready(f"It was held on {review.held_on}.")
    if not managed.in_life_from <= command.held_on <= command.today:
        raise no.ReviewHeldOutOfTime(f"Name a day from {managed.in_life_from} to today.")
    if not set(command.attended) & set(managed.providers):
        raise no.ReviewWithoutProvider(f"Its providers are {', '.join(managed.providers)}.")
    strangers = sorted({*command.attended, *(one.ods for one in command.actions)} - set(managed.parties))
    if strangers:
        raise no.ReviewWithStranger(f"The contract does not concern: {', '.join(strangers)}.")
    return [
        ContractReviewHeld(
            **_about(managed),
            review_id=command.review_id,
            held_on=command.held_on,
            attended=command.attended,
            findings=command.findings,
            actions=command.actions,
        )
    ]


def _close(command: CloseContractReviewAction, managed: ManagedContract) -> Sequence[ContractManagementEvent]:
    for review in managed.reviews:
        for action in review.actions:
            if action.action_id == command.action_id:
                if action.closed_on is not None:
                    raise no.ReviewActionClosedAlready(f"It was closed on {action.closed_on}.")
                if review.held_on is None or not review.held_on <= command.closed_on <= command.today:
                    raise no.ClosedOutOfTime(f"Name a day from {review.held_on} to today.")
                return [ContractReviewActionClosed(**_about(managed), **command.model_dump(exclude={"today"}))]
    raise no.ReviewActionNotFound("No review of this contract has such an action.")


def _note_silence(command: NoteContractSilence, managed: ManagedContract) -> Sequence[ContractManagementEvent]:
    if managed.silent or managed.ended_on is not None:
        return []
    days = silence_days(managed.silent_since)
    if command.today <= managed.silent_since + timedelta(days=days):
        raise no.NotSilent(f"The last dialogue was on {managed.silent_since}.")
    return [ContractFellSilent(**_about(managed), silent_since=managed.silent_since, days=days)]


def _note_missed(command: NoteContractReviewMissed, managed: ManagedContract) -> Sequence[ContractManagementEvent]:
    review = _review(managed, command.review_id)
    if review.missed or review.held_on is not None or managed.ended_on is not None:
        return []
    if command.today <= review.due_on:
        raise no.ReviewNotMissed(f"The review can be held until the end of {review.due_on}.")
    return [ContractReviewMissed(**_about(managed), review_id=review.review_id, due_on=review.due_on)]


def _review(managed: ManagedContract, review_id: object) -> Review:
    for review in managed.reviews:
        if review.review_id == review_id:
            return review
    raise no.ReviewNotFound("This contract has no such review.")


def _in_life(managed: ManagedContract) -> None:
    if managed.ended_on is not None:
        raise no.ContractManagementOver(f"Contract {managed.ref} ended on {managed.ended_on}.")


def _about(managed: ManagedContract) -> dict[str, Any]:
    return {"contract_id": managed.contract_id, "ref": managed.ref}


contract_management_decider: Decider[ContractManagementCommand, ManagedContract | None, ContractManagementEvent] = (
    Decider(
        category="managed-contract",
        events=ContractManagementEvent.__args__,
        initial=None,
        decide=decide,
        evolve=evolve,
    )
)
