"""What can be asked of an ISAP case."""

from datetime import date
from uuid import UUID

from pydantic import Field

from shared.events.contracts.assurance import Checkpoint, Code, IsapScrutiny, KeyLineRating, Outcome, TriggerAnswer
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode, OrgKind
from shared.kernel.parts import Evidence, Name, Part, Prose, Ref


class OpenIsapCaseBody(Body):
    """A case for a strategy, for a procurement, or for what will become one; screening comes next."""

    ref: Ref
    title: Name
    commissioners: tuple[OrgCode, ...] = Field(min_length=1, max_length=20)
    localities: tuple[Name, ...] = Field(default=(), max_length=50)
    strategy_id: UUID | None = None
    procurement_id: UUID | None = None


class OpenIsapCase(OpenIsapCaseBody, Command):
    """Open a case; `procurement_commissioners` are those of the procurement, none where none is named."""

    isap_case_id: UUID
    commissioner_kinds: dict[OrgCode, OrgKind]
    known_localities: frozenset[str]
    procurement_commissioners: tuple[OrgCode, ...]


class ScreenIsapCaseBody(Body):
    """An answer to every mark of a novel or complex contract; the process applies when one of them is met."""

    answers: tuple[TriggerAnswer, ...] = Field(min_length=1, max_length=30)
    reason: Prose


class ScreenIsapCase(ScreenIsapCaseBody, Command):
    """Find out whether the process applies."""

    today: date


class LinkIsapCaseBody(Body):
    """The procurement that the case gates from now on."""

    procurement_id: UUID


class LinkIsapCase(LinkIsapCaseBody, Command):
    """Link a case opened for a strategy to its procurement."""

    procurement_commissioners: tuple[OrgCode, ...]


class RecordIsapScrutinyBody(IsapScrutiny, Body):
    """Which governing body examined the proposals for which checkpoint, and when; at least one item of evidence."""

    evidence: tuple[Evidence, ...] = Field(min_length=1, max_length=20)


class RecordIsapScrutiny(RecordIsapScrutinyBody, Command):
    """Record that a governing body examined the proposals."""

    today: date


class SubmitIsapCheckpointBody(Body):
    """The evidence for a checkpoint; each `kind` is a code of the checkpoint's list, others may be added."""

    checkpoint: Checkpoint
    evidence: tuple[Evidence, ...] = Field(max_length=100)


class SubmitIsapCheckpoint(SubmitIsapCheckpointBody, Command):
    """Hand in the evidence of a checkpoint."""

    today: date
    by: str
    by_org: OrgCode


class ConditionToSet(Part):
    """What has to be done, by which day (inclusive), for which key line of enquiry."""

    key_line: Code
    text: Prose
    due_on: date


class RateIsapCheckpointBody(Body):
    """A rating of every key line of enquiry, the overall outcome, and the conditions it makes."""

    checkpoint: Checkpoint
    ratings: tuple[KeyLineRating, ...] = Field(min_length=1, max_length=50)
    outcome: Outcome
    conditions: tuple[ConditionToSet, ...] = Field(default=(), max_length=50)
    summary: Prose


class RateIsapCheckpoint(RateIsapCheckpointBody, Command):
    """Judge what was submitted."""

    today: date
    by: str
    by_org: OrgCode


class CloseIsapConditionBody(Body):
    """What shows that the condition is met."""

    evidence: tuple[Evidence, ...] = Field(min_length=1, max_length=50)


class CloseIsapCondition(CloseIsapConditionBody, Command):
    """Accept that a condition is met; `condition_no` counts through the case from 1."""

    condition_no: int
    today: date
    by: str
    by_org: OrgCode


class NoteOverdueCondition(Command):
    """The clock's wish, the day after a condition was due."""

    condition_no: int
    today: date


AssuranceCommand = (
    OpenIsapCase
    | ScreenIsapCase
    | LinkIsapCase
    | RecordIsapScrutiny
    | SubmitIsapCheckpoint
    | RateIsapCheckpoint
    | CloseIsapCondition
    | NoteOverdueCondition
)
