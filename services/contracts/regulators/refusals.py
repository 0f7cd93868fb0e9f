"""The ways a contact with a regulator says no."""

from shared.kernel.refusals import Duplicate, NotFound, Refused


class ContactAlreadyRecorded(Duplicate):
    rule = "A contact is recorded once"


class ContactInFuture(Refused):
    rule = "A contact is recorded once it has taken place"
    field = "held_on"


class FindingOutsideContact(Refused):
    rule = "A finding is dated from the contact to today"
    field = "found_on"


class AnswerDayMissing(Refused):
    rule = "A concern or a breach has a day by which it is answered"
    field = "answer_due_on"


class AnswerDueBeforeFinding(Refused):
    rule = "An answer is due after the finding"
    field = "answer_due_on"


class AnsweredOutOfTime(Refused):
    rule = "An answer is dated from the finding to today"
    field = "answered_on"


class FindingClosedOutOfTime(Refused):
    rule = "A finding is closed from the day it was answered to today"
    field = "closed_on"


class FindingUnanswered(Refused):
    rule = "A concern or a breach is closed after it was answered (R23)"


class RegulatorFindingIsClosed(Refused):
    rule = "A finding is open until the regulator closes it, once"


class FindingNotOverdue(Refused):
    rule = "An answer is overdue the day after it was due"


class RegulatorFindingNotFound(NotFound):
    rule = "The contact has a finding of this number"


class AssuranceContactNotFound(NotFound):
    rule = "There is such a contact"
