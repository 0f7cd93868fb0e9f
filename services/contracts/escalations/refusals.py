"""The ways escalations say no."""

from shared.kernel.refusals import Duplicate, NotFound, Refused


class UnknownAnsweringBody(Refused):
    rule = "An issue is raised with a governance body of the alliance (R116)"
    field = "body_id"


class AnsweringBodyDissolved(Refused):
    rule = "An issue is answered by a body that still sits"
    field = "body_id"


class SubjectOfEscalationNotFound(Refused):
    rule = "What an issue is about exists"
    field = "about"


class AnswerDueInPast(Refused):
    rule = "An answer is due today or later (R116)"
    field = "answer_due_on"


class EscalationAlreadyRaised(Duplicate):
    rule = "An issue is raised once"


class SpokenFromAnothersSeat(Refused):
    rule = "An organisation speaks from its own seats"
    field = "seat"


class AlreadyAnswered(Refused):
    rule = "A body answers an issue once; what is not settled by it goes to the body above"


class NoBodyAbove(Refused):
    rule = "An issue goes to the body to which the present one reports (R64)"


class NotYetAnswered(Refused):
    rule = "An issue is resolved once it is answered (R49)"


class EscalationIsResolved(Refused):
    rule = "What is resolved stays so; raise it anew"


class AnswerNotOverdue(Refused):
    rule = "An answer is overdue the day after it was due"


class EscalationNotFound(NotFound):
    rule = "The issue is known"
