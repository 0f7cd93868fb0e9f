"""The rules of the reviewer: who may judge, what a judgement holds, and where it leads."""

from collections.abc import Sequence
from datetime import date

from services.contracts.assurance import refusals as no
from services.contracts.assurance.commands import CloseIsapCondition, RateIsapCheckpoint
from services.contracts.assurance.expectations import expected
from services.contracts.assurance.state import IsapCase
from shared.events.contracts.assurance import (
    CHECKPOINT_NAMES,
    Checkpoint,
    IsapCheckpointRated,
    IsapCondition,
    IsapConditionClosed,
    IsapStage,
)
from shared.kernel.four_eyes import somebody_else

SCRUTINY = "governing_body_scrutiny"
_AFTER: dict[Checkpoint, IsapStage] = {"ee": "cp1", "cp1": "cp2", "cp2": "cp3", "cp3": "closed"}
_AT: dict[Checkpoint, IsapStage] = {"ee": "early_engagement", "cp1": "cp1", "cp2": "cp2", "cp3": "cp3"}


def stage_at(checkpoint: Checkpoint) -> IsapStage:
    """The stage in which a checkpoint is submitted and rated."""
    return _AT[checkpoint]


def rate(command: RateIsapCheckpoint, case: IsapCase) -> Sequence[IsapCheckpointRated]:
    """The judgement, when the judge is independent and it contradicts neither itself nor the record."""
    record = case.record_of(command.checkpoint)
    if record is None or record.status != "submitted":
        raise no.NothingSubmitted(f"Nothing submitted for {CHECKPOINT_NAMES[command.checkpoint]} awaits a rating.")
    _independent(command.by, command.by_org, case)
    _key_lines_rated(command)
    _outcome_follows(command)
    _conditions_follow(command)
    _scrutiny_on_record(command, case)
    first = len(case.conditions) + 1
    conditions = tuple(
        IsapCondition(no=number, checkpoint=command.checkpoint, **dict(asked))
        for number, asked in enumerate(command.conditions, start=first)
    )
    passed = command.outcome == "proceed"
    return [
        IsapCheckpointRated(
            isap_case_id=case.isap_case_id,
            ref=case.ref,
            checkpoint=command.checkpoint,
            attempt=record.attempt,
            ratings=command.ratings,
            outcome=command.outcome,
            conditions=conditions,
            summary=command.summary,
            rated_on=command.today,
            by_org=command.by_org,
            stage=_AFTER[command.checkpoint] if passed else case.stage,
        )
    ]


def close(command: CloseIsapCondition, case: IsapCase) -> Sequence[IsapConditionClosed]:
    """The last condition of a checkpoint to be closed lets the case go on."""
    condition = next((one for one in case.conditions if one.no == command.condition_no), None)
    if condition is None:
        raise no.ConditionNotFound(f"ISAP case {case.ref} has no condition {command.condition_no}.")
    _independent(command.by, command.by_org, case)
    if condition.closed_on is not None:
        raise no.ConditionAlreadyClosed(f"Condition {condition.no} was closed on {condition.closed_on}.")
    last = case.open_conditions(condition.checkpoint) == (condition,)
    return [
        IsapConditionClosed(
            isap_case_id=case.isap_case_id,
            ref=case.ref,
            condition_no=condition.no,
            checkpoint=condition.checkpoint,
            evidence=command.evidence,
            closed_on=command.today,
            by_org=command.by_org,
            stage=_AFTER[condition.checkpoint] if last else case.stage,
        )
    ]


def _independent(by: str, by_org: str, case: IsapCase) -> None:
    if case.submitted_by is not None:
        somebody_else(by, case.submitted_by, "what is to be judged")
    if by_org in case.parties:
        raise no.ReviewerIsParty(f"It is a case of your organisation, {by_org}: another one has to judge it.")


def _key_lines_rated(command: RateIsapCheckpoint) -> None:
    asked = [one.code for one in expected("key_line", command.today)]
    rated = [one.key_line for one in command.ratings]
    if missing := [code for code in asked if code not in rated]:
        raise no.KeyLineNotRated(f"Not rated: {_words(missing)}.", missing=[*missing])
    if len(rated) > len(asked):
        odd = sorted({code for code in rated if code not in asked or rated.count(code) > 1})
        raise no.KeyLineNotRated(f"Rated twice, or no key line of enquiry: {_words(odd)}.", odd=[*odd])


def _outcome_follows(command: RateIsapCheckpoint) -> None:
    red = [one.key_line for one in command.ratings if one.rating == "red"]
    if red and command.outcome == "proceed":
        raise no.OutcomeContradictsRatings(
            f"Rated red: {_words(red)}. It can proceed with conditions or be stopped, not proceed.", red=[*red]
        )
    if not red and command.outcome == "stop":
        raise no.OutcomeContradictsRatings("Nothing is rated red; rate red what it is to be stopped for.", red=[])


def _conditions_follow(command: RateIsapCheckpoint) -> None:
    wanted = command.outcome == "proceed_with_conditions"
    if wanted != bool(command.conditions):
        what = "Name at least one condition" if wanted else "Leave the conditions out, or proceed with conditions"
        raise no.OutcomeContradictsConditions(f"{what}.", conditions=len(command.conditions))
    rated = {one.key_line: one.rating for one in command.ratings}
    for place, one in enumerate(command.conditions):
        if one.key_line not in rated:
            raise no.ConditionForNoKeyLine(
                f"{one.key_line} is no key line of enquiry.", field=f"conditions.{place}.key_line"
            )
        _due_later(one.due_on, command.today, place)
    answered = {one.key_line for one in command.conditions}
    bare = [line for line, rating in rated.items() if rating == "red" and line not in answered]
    if wanted and bare:
        raise no.RedWithoutCondition(f"Rated red, and no condition answers it: {_words(bare)}.", missing=[*bare])


def _due_later(due_on: date, today: date, place: int) -> None:
    if due_on <= today:
        raise no.ConditionDueInPast(f"{due_on} is not after today.", field=f"conditions.{place}.due_on")


def _scrutiny_on_record(command: RateIsapCheckpoint, case: IsapCase) -> None:
    green = any(one.key_line == SCRUTINY and one.rating == "green" for one in command.ratings)
    if green and not any(one.checkpoint == command.checkpoint for one in case.scrutinies):
        raise no.ScrutinyNotRecorded(
            f"No governing body's scrutiny for {CHECKPOINT_NAMES[command.checkpoint]} is recorded."
        )


def _words(codes: Sequence[str]) -> str:
    return ", ".join(code.replace("_", " ") for code in codes)
