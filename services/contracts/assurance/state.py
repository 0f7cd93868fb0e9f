"""What the rules need to know of one ISAP case, and how each event changes it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, assert_never
from uuid import UUID

from shared.events.contracts.assurance import (
    AssuranceEvent,
    Checkpoint,
    IsapCaseLinkedToProcurement,
    IsapCaseOpened,
    IsapCheckpointRated,
    IsapCheckpointSubmitted,
    IsapCondition,
    IsapConditionClosed,
    IsapConditionOverdue,
    IsapScreened,
    IsapScrutiny,
    IsapScrutinyRecorded,
    IsapStage,
    KeyLineRating,
    Outcome,
    TriggerAnswer,
)
from shared.kernel.parts import Evidence, Part

CHECKPOINTS: tuple[Checkpoint, ...] = ("ee", "cp1", "cp2", "cp3")


class CheckpointRecord(Part):
    """A checkpoint as it stands, in its latest attempt."""

    checkpoint: Checkpoint
    status: Literal["submitted", "rated"]
    attempt: int
    evidence: tuple[Evidence, ...]
    submitted_on: date
    submitted_by_org: str
    ratings: tuple[KeyLineRating, ...] = ()
    outcome: Outcome | None = None
    rated_on: date | None = None
    summary: str | None = None


@dataclass(frozen=True)
class IsapCase:
    """One case; `checkpoints` holds those submitted so far, `submitted_by` who handed in the latest."""

    isap_case_id: UUID
    ref: str
    title: str
    parties: tuple[str, ...]
    commissioners: tuple[str, ...]
    localities: tuple[str, ...]
    strategy_id: UUID | None
    procurement_id: UUID | None
    stage: IsapStage = "screening"
    triggers: tuple[str, ...] = ()
    screening: tuple[TriggerAnswer, ...] = ()
    screening_reason: str | None = None
    screened_on: date | None = None
    checkpoints: tuple[CheckpointRecord, ...] = ()
    conditions: tuple[IsapCondition, ...] = ()
    scrutinies: tuple[IsapScrutiny, ...] = ()
    last_outcome: Outcome | None = None
    submitted_by: str | None = None

    def record_of(self, checkpoint: Checkpoint) -> CheckpointRecord | None:
        """The checkpoint as it stands; None before its first submission."""
        return next((one for one in self.checkpoints if one.checkpoint == checkpoint), None)

    def open_conditions(self, checkpoint: Checkpoint | None = None) -> tuple[IsapCondition, ...]:
        """Conditions not closed, of one checkpoint or of all."""
        return tuple(one for one in self.conditions if one.closed_on is None and checkpoint in (None, one.checkpoint))

    def has_passed(self, checkpoint: Checkpoint) -> bool:
        """Whether it may proceed past the checkpoint: no conditions were set, or all are closed."""
        record = self.record_of(checkpoint)
        if record is None or record.outcome in (None, "stop"):
            return False
        return not self.open_conditions(checkpoint)

    @property
    def passed(self) -> tuple[Checkpoint, ...]:
        """The checkpoints passed, in their order."""
        return tuple(one for one in CHECKPOINTS if self.has_passed(one))

    @property
    def applies(self) -> bool:
        """Whether screening found the process to apply."""
        return self.stage not in ("screening", "not_applicable")


def evolve(case: IsapCase | None, event: AssuranceEvent) -> IsapCase | None:
    """The case after `event`."""
    if isinstance(event, IsapCaseOpened):
        return _opened(event)
    if case is None:
        return None
    match event:
        case IsapScreened():
            return _screened(case, event)
        case IsapCaseLinkedToProcurement():
            return replace(case, procurement_id=event.procurement_id)
        case IsapScrutinyRecorded():
            return replace(case, scrutinies=(*case.scrutinies, event.scrutiny))
        case IsapCheckpointSubmitted():
            return _submitted(case, event)
        case IsapCheckpointRated():
            return _rated(case, event)
        case IsapConditionClosed():
            closed = {"closed_on": event.closed_on, "closing_evidence": event.evidence}
            return replace(case, stage=event.stage, conditions=_changed(case, event.condition_no, closed))
        case IsapConditionOverdue():
            return replace(case, conditions=_changed(case, event.condition_no, {"overdue": True}))
    assert_never(event)


def _opened(event: IsapCaseOpened) -> IsapCase:
    return IsapCase(
        isap_case_id=event.isap_case_id,
        ref=event.ref,
        title=event.title,
        parties=event.parties,
        commissioners=event.commissioners,
        localities=event.localities,
        strategy_id=event.strategy_id,
        procurement_id=event.procurement_id,
    )


def _screened(case: IsapCase, event: IsapScreened) -> IsapCase:
    return replace(
        case,
        stage="early_engagement" if event.applies else "not_applicable",
        triggers=event.triggers,
        screening=event.answers,
        screening_reason=event.reason,
        screened_on=event.screened_on,
    )


def _submitted(case: IsapCase, event: IsapCheckpointSubmitted) -> IsapCase:
    record = CheckpointRecord(
        checkpoint=event.checkpoint,
        status="submitted",
        attempt=event.attempt,
        evidence=event.evidence,
        submitted_on=event.submitted_on,
        submitted_by_org=event.by_org,
    )
    others = tuple(one for one in case.checkpoints if one.checkpoint != event.checkpoint)
    return replace(case, checkpoints=(*others, record), submitted_by=event.submitted_by)


def _rated(case: IsapCase, event: IsapCheckpointRated) -> IsapCase:
    judged = {
        "status": "rated",
        "ratings": event.ratings,
        "outcome": event.outcome,
        "rated_on": event.rated_on,
        "summary": event.summary,
    }
    checkpoints = tuple(
        one.model_copy(update=judged) if one.checkpoint == event.checkpoint else one for one in case.checkpoints
    )
    return replace(
        case,
        stage=event.stage,
        checkpoints=checkpoints,
        conditions=(*case.conditions, *event.conditions),
        last_outcome=event.outcome,
    )


def _changed(case: IsapCase, condition_no: int, update: dict[str, object]) -> tuple[IsapCondition, ...]:
    return tuple(one.model_copy(update=update) if one.no == condition_no else one for one in case.conditions)
