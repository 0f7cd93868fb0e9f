"""The ways an ISAP case says no."""

from shared.kernel.refusals import Duplicate, NotAllowed, NotFound, Refused


class IsapRefTaken(Duplicate):
    rule = "The reference of an ISAP case is unique (R22)"
    field = "ref"


class ProcurementAlreadyGated(Duplicate):
    rule = "A procurement is gated by one ISAP case (R22)"
    field = "procurement_id"


class CommissionersNotOfProcurement(Refused):
    rule = "An ISAP case that gates a procurement is of all its commissioners, so that none of them judges it (R22)"
    field = "procurement_id"


class IsapAlreadyLinked(Refused):
    rule = "An ISAP case is linked to one procurement"
    field = "procurement_id"


class TriggerNotAnswered(Refused):
    rule = "Screening answers every mark of a novel or complex contract once (R22)"
    field = "answers"


class UnderAssurance(Refused):
    rule = "A case is screened before its first submission"


class IsapNotApplicable(Refused):
    rule = "Checkpoints belong to cases to which screening found the process to apply (R22)"


class CheckpointOutOfOrder(Refused):
    rule = "Checkpoints are passed one after another: early engagement, 1, 2, 3 (R22)"
    field = "checkpoint"


class CheckpointAwaitsRating(Refused):
    rule = "What was submitted is rated before it is submitted again"
    field = "checkpoint"


class ConditionsStillOpen(Refused):
    rule = "A checkpoint with conditions is passed by closing them, not by submitting it again"
    field = "checkpoint"


class EvidenceMissing(Refused):
    rule = "A checkpoint is submitted with every compulsory item of its evidence list (R22)"
    field = "evidence"


class NothingSubmitted(Refused):
    rule = "A checkpoint is rated once, after it was submitted"
    field = "checkpoint"


class ReviewerIsParty(NotAllowed):
    rule = "A checkpoint is judged by an organisation whose case it is not (R22, R23)"


class KeyLineNotRated(Refused):
    rule = "Every key line of enquiry is rated once (R22)"
    field = "ratings"


class OutcomeContradictsRatings(Refused):
    rule = "Nothing proceeds past a red rating without conditions, and nothing is stopped without one (R22)"
    field = "outcome"


class OutcomeContradictsConditions(Refused):
    rule = "Conditions are set where the outcome is to proceed with conditions, and only there (R22)"
    field = "conditions"


class RedWithoutCondition(Refused):
    rule = "Each key line rated red has a condition that answers it (R22)"
    field = "conditions"


class ConditionForNoKeyLine(Refused):
    rule = "A condition names the key line of enquiry it answers"
    field = "conditions"


class ConditionDueInPast(Refused):
    rule = "A condition is due on a day to come"
    field = "conditions"


class ScrutinyNotRecorded(Refused):
    rule = "Scrutiny is green only where a governing body's scrutiny for the checkpoint is on record (R22, R23)"
    field = "ratings"


class ScrutinisedInFuture(Refused):
    rule = "Scrutiny is recorded once it has taken place"
    field = "scrutinised_on"


class ConditionNotFound(NotFound):
    rule = "The case has a condition of this number"


class ConditionAlreadyClosed(Refused):
    rule = "A condition is closed once"


class ConditionNotOverdue(Refused):
    rule = "A condition is overdue the day after it was due"


class IsapCaseNotFound(NotFound):
    rule = "There is such an ISAP case"
