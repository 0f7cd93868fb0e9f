"""The rules of an ISAP case."""

from collections import Counter
from collections.abc import Sequence
from typing import assert_never, get_args

from services.contracts.assurance import refusals as no
from services.contracts.assurance.commands import (
    AssuranceCommand,
    CloseIsapCondition,
    LinkIsapCase,
    NoteOverdueCondition,
    OpenIsapCase,
    OpenIsapCaseBody,
    RateIsapCheckpoint,
    RecordIsapScrutiny,
    ScreenIsapCase,
    SubmitIsapCheckpoint,
)
from services.contracts.assurance.expectations import expected
from services.contracts.assurance.rating import close, rate, stage_at
from services.contracts.assurance.state import IsapCase, evolve
from services.contracts.naming import all_commission, all_known
from shared.events.contracts.assurance import (
    CHECKPOINT_NAMES,
    AssuranceEvent,
    IsapCaseLinkedToProcurement,
    IsapCaseOpened,
    IsapCheckpointSubmitted,
    IsapConditionOverdue,
    IsapScreened,
    IsapScrutiny,
    IsapScrutinyRecorded,
)
from shared.kernel.decider import Decider


def decide(command: AssuranceCommand, case: IsapCase | None) -> Sequence[AssuranceEvent]:
    """What happens, or a refusal."""
    if isinstance(command, OpenIsapCase):
        return _open(command, case)
    if case is None:
        raise no.IsapCaseNotFound("There is no such ISAP case.")
    match command:
        case ScreenIsapCase():
            return _screen(command, case)
        case LinkIsapCase():
            return _link(command, case)
        case RecordIsapScrutiny():
            return _record_scrutiny(command, case)
        case SubmitIsapCheckpoint():
            return _submit(command, case)
        case RateIsapCheckpoint():
            return rate(command, case)
        case CloseIsapCondition():
            return close(command, case)
        case NoteOverdueCondition():
            return _note_overdue(command, case)
    assert_never(command)


def _open(command: OpenIsapCase, case: IsapCase | None) -> Sequence[IsapCaseOpened]:
    if case is not None:
        raise no.IsapRefTaken("This case is already open.")
    all_commission(command.commissioners, command.commissioner_kinds)
    all_known(command.localities, command.known_localities)
    _of_all_commissioners(command.procurement_commissioners, command.commissioners)
    said = OpenIsapCaseBody.model_fields
    known = {name: value for name, value in command if name in said}
    return [IsapCaseOpened(isap_case_id=command.isap_case_id, parties=command.commissioners, **known)]


def _screen(command: ScreenIsapCase, case: IsapCase) -> Sequence[IsapScreened]:
    if case.checkpoints:
        raise no.UnderAssurance(f"ISAP case {case.ref} has evidence submitted; what applied then still applies.")
    answered = Counter(one.trigger for one in command.answers)
    asked = [one.code for one in expected("trigger", command.today)]
    if missing := [code for code in asked if not answered[code]]:
        raise no.TriggerNotAnswered(f"Not answered: {', '.join(missing).replace('_', ' ')}.", missing=[*missing])
    if odd := sorted(code for code, times in answered.items() if times > 1 or code not in asked):
        raise no.TriggerNotAnswered(f"Answered twice, or asked by nobody: {', '.join(odd)}.", odd=[*odd])
    met = tuple(one.trigger for one in command.answers if one.met)
    return [
        IsapScreened(
            isap_case_id=case.isap_case_id,
            ref=case.ref,
            applies=bool(met),
            triggers=met,
            answers=command.answers,
            reason=command.reason,
            screened_on=command.today,
        )
    ]


def _link(command: LinkIsapCase, case: IsapCase) -> Sequence[IsapCaseLinkedToProcurement]:
    if case.procurement_id == command.procurement_id:
        return []
    if case.procurement_id is not None:
        raise no.IsapAlreadyLinked(f"ISAP case {case.ref} is linked to another procurement; open a case for this one.")
    _of_all_commissioners(command.procurement_commissioners, case.commissioners)
    linked = IsapCaseLinkedToProcurement(
        isap_case_id=case.isap_case_id, ref=case.ref, procurement_id=command.procurement_id
    )
    return [linked]


def _of_all_commissioners(procuring: Sequence[str], commissioners: Sequence[str]) -> None:
    if left_out := [code for code in procuring if code not in commissioners]:
        raise no.CommissionersNotOfProcurement(f"The procurement is also of {', '.join(left_out)}; name them all.")


def _record_scrutiny(command: RecordIsapScrutiny, case: IsapCase) -> Sequence[IsapScrutinyRecorded]:
    _applies(case)
    if command.scrutinised_on > command.today:
        raise no.ScrutinisedInFuture(f"The scrutiny is dated {command.scrutinised_on}, after today.")
    scrutiny = IsapScrutiny.model_validate({name: said for name, said in command if name != "today"})
    return [IsapScrutinyRecorded(isap_case_id=case.isap_case_id, ref=case.ref, scrutiny=scrutiny)]


def _submit(command: SubmitIsapCheckpoint, case: IsapCase) -> Sequence[IsapCheckpointSubmitted]:
    _applies(case)
    record = case.record_of(command.checkpoint)
    name = CHECKPOINT_NAMES[command.checkpoint]
    if case.stage != stage_at(command.checkpoint):
        stage = case.stage.replace("_", " ")
        raise no.CheckpointOutOfOrder(f"{name.capitalize()} is not the next: the case is at {stage}.", stage=case.stage)
    if record is not None and record.status == "submitted":
        raise no.CheckpointAwaitsRating(f"What was submitted for {name} on {record.submitted_on} awaits its rating.")
    if still_open := case.open_conditions(command.checkpoint):
        raise no.ConditionsStillOpen(f"Close the {len(still_open)} conditions of {name}.", open=len(still_open))
    given = {one.kind for one in command.evidence}
    missing = [
        one
        for one in expected("evidence", command.today, command.checkpoint)
        if one.compulsory and one.code not in given
    ]
    if missing:
        words = "; ".join(f"{one.wording} ({one.code})" for one in missing)
        raise no.EvidenceMissing(f"{name.capitalize()} lacks: {words}.", missing=[one.code for one in missing])
    return [
        IsapCheckpointSubmitted(
            isap_case_id=case.isap_case_id,
            ref=case.ref,
            checkpoint=command.checkpoint,
            attempt=record.attempt + 1 if record else 1,
            evidence=command.evidence,
            submitted_on=command.today,
            by_org=command.by_org,
            submitted_by=command.by,
        )
    ]


def _note_overdue(command: NoteOverdueCondition, case: IsapCase) -> Sequence[IsapConditionOverdue]:
    condition = next((one for one in case.conditions if one.no == command.condition_no), None)
    if condition is None:
        raise no.ConditionNotFound(f"ISAP case {case.ref} has no condition {command.condition_no}.")
    if condition.overdue or condition.closed_on is not None:
        return []
    if command.today <= condition.due_on:
        raise no.ConditionNotOverdue(f"Condition {condition.no} is due on {condition.due_on}.")
    return [
        IsapConditionOverdue(
            isap_case_id=case.isap_case_id,
            ref=case.ref,
            condition_no=condition.no,
            checkpoint=condition.checkpoint,
            due_on=condition.due_on,
        )
    ]


def _applies(case: IsapCase) -> None:
    if not case.applies:
        stage = case.stage.replace("_", " ")
        raise no.IsapNotApplicable(f"ISAP case {case.ref} is at {stage}; screen it first.", stage=case.stage)


assurance_decider: Decider[AssuranceCommand, IsapCase | None, AssuranceEvent] = Decider(
    category="isap-case", events=get_args(AssuranceEvent), initial=None, decide=decide, evolve=evolve
)
