"""What can have happened to a case of the integrated support and assurance process (ISAP; R22)."""

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from shared.kernel.message import Event
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Evidence, Name, Part, Prose, Ref
from shared.kernel.privacy import Confidential

Checkpoint = Literal["ee", "cp1", "cp2", "cp3"]
"""Early engagement and the three checkpoints, in their order."""

CHECKPOINT_NAMES: dict[str, str] = {
    "ee": "early engagement",
    "cp1": "checkpoint 1",
    "cp2": "checkpoint 2",
    "cp3": "checkpoint 3",
}
IsapStage = Literal["screening", "not_applicable", "early_engagement", "cp1", "cp2", "cp3", "closed"]
Rating = Literal["green", "amber", "red"]
Outcome = Literal["proceed", "proceed_with_conditions", "stop"]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,59}$", examples=["net_benefits"])]


class TriggerAnswer(Part):
    """Whether one of the marks of a novel or complex contract is met, and why."""

    trigger: Code
    met: bool
    because: Prose


class KeyLineRating(Part):
    """How one key line of enquiry was rated."""

    key_line: Code
    rating: Rating
    comment: Prose


class IsapCondition(Part):
    """What has to be done for the checkpoint to be passed; `no` counts through the case from 1."""

    no: int = Field(ge=1)
    checkpoint: Checkpoint
    key_line: Code
    text: Prose
    due_on: date
    overdue: bool = False
    closed_on: date | None = None
    closing_evidence: tuple[Evidence, ...] = ()


class IsapScrutiny(Part):
    """How a governing body examined the proposals before a checkpoint."""

    checkpoint: Checkpoint
    org: OrgCode
    body: Name
    scrutinised_on: date
    summary: Prose
    evidence: tuple[Evidence, ...]
    decision_id: UUID | None = None


class IsapEvent(Event):
    """Every event of a case names it."""

    isap_case_id: UUID
    ref: Ref


class IsapCaseOpened(IsapEvent):
    """A case was opened, for a strategy, a procurement or both; `parties` are those whose case it is."""

    sentence: ClassVar[str] = "ISAP case {ref} was opened: {title}"

    title: Name
    parties: tuple[OrgCode, ...]
    commissioners: tuple[OrgCode, ...]
    localities: tuple[str, ...]
    strategy_id: UUID | None = None
    procurement_id: UUID | None = None


class IsapScreened(IsapEvent):
    """The marks of a novel or complex contract were gone through; `triggers` are those that are met."""

    sentence: ClassVar[str] = "ISAP case {ref} was screened"

    applies: bool
    triggers: tuple[Code, ...]
    answers: tuple[TriggerAnswer, ...]
    reason: Prose
    screened_on: date

    def tell(self) -> str:
        """Whether the process applies, and why."""
        if not self.applies:
            return f"{super().tell()}: the process does not apply ({self.reason})"
        return f"{super().tell()}: the process applies ({', '.join(self.triggers).replace('_', ' ')})"


class IsapCaseLinkedToProcurement(IsapEvent):
    """The case now gates this procurement."""

    sentence: ClassVar[str] = "ISAP case {ref} was linked to its procurement"

    procurement_id: UUID


class IsapScrutinyRecorded(IsapEvent):
    """A governing body examined the proposals."""

    sentence: ClassVar[str] = (
        "The proposals of ISAP case {ref} were scrutinised by {scrutiny.body} on {scrutiny.scrutinised_on}"
    )

    scrutiny: IsapScrutiny


class IsapCheckpointSubmitted(IsapEvent):
    """The evidence for a checkpoint was handed in; `attempt` counts from 1."""

    sentence: ClassVar[str] = "ISAP case {ref}: {checkpoint} was submitted"

    checkpoint: Checkpoint
    attempt: int
    evidence: tuple[Evidence, ...]
    submitted_on: date
    by_org: OrgCode
    submitted_by: Confidential[str]

    def tell(self) -> str:
        """The checkpoint by its name."""
        again = f" again (attempt {self.attempt})" if self.attempt > 1 else ""
        return f"ISAP case {self.ref}: {CHECKPOINT_NAMES[self.checkpoint]} was submitted{again}"


class IsapCheckpointRated(IsapEvent):
    """The reviewer's judgement; `conditions` are those it makes, `stage` is where the case stands afterwards."""

    sentence: ClassVar[str] = "ISAP case {ref}: {checkpoint} was rated {outcome}"

    checkpoint: Checkpoint
    attempt: int
    ratings: tuple[KeyLineRating, ...]
    outcome: Outcome
    conditions: tuple[IsapCondition, ...]
    summary: Prose
    rated_on: date
    by_org: OrgCode
    stage: IsapStage

    def tell(self) -> str:
        """The outcome in words, with the number of conditions."""
        made = f" ({len(self.conditions)} to be closed)" if self.conditions else ""
        outcome = self.outcome.replace("_", " ")
        return f"ISAP case {self.ref}: the outcome of {CHECKPOINT_NAMES[self.checkpoint]} is {outcome}{made}"


class IsapConditionClosed(IsapEvent):
    """A reviewer accepted the evidence that a condition is met; `stage` is where the case stands afterwards."""

    sentence: ClassVar[str] = "ISAP case {ref}: condition {condition_no} was closed"

    condition_no: int
    checkpoint: Checkpoint
    evidence: tuple[Evidence, ...]
    closed_on: date
    by_org: OrgCode
    stage: IsapStage


class IsapConditionOverdue(IsapEvent):
    """The last day for a condition passed while it was open."""

    sentence: ClassVar[str] = "ISAP case {ref}: condition {condition_no} was due on {due_on} and is still open"

    condition_no: int
    checkpoint: Checkpoint
    due_on: date


AssuranceEvent = (
    IsapCaseOpened
    | IsapScreened
    | IsapCaseLinkedToProcurement
    | IsapScrutinyRecorded
    | IsapCheckpointSubmitted
    | IsapCheckpointRated
    | IsapConditionClosed
    | IsapConditionOverdue
)
