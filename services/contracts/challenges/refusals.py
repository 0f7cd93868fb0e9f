"""The ways a challenge says no."""

from shared.kernel.refusals import Duplicate, NotFound, Refused


class ChallengeNotFound(NotFound):
    rule = "There is such a challenge"


class ChallengeThereAlready(Duplicate):
    rule = "A challenge is entered once"


class RaisedInFuture(Refused):
    rule = "A challenge is entered once it was raised"
    field = "raised_on"


class ResponseDueBeforeRaised(Refused):
    rule = "An answer is due on the day a challenge was raised or later (R116)"
    field = "response_due_on"


class ChallengeClosed(Refused):
    rule = "A challenge that was answered or withdrawn is closed; what follows is another one"


class DebatedOutOfTime(Refused):
    rule = "A challenge is debated between the day it was raised and today"
    field = "debated_on"


class AnsweredOutOfTime(Refused):
    rule = "An answer was given between the day the challenge was raised and today"
    field = "answered_on"


class NotPostponed(Refused):
    rule = "A postponed answer is due later than before, and not before today"
    field = "response_due_on"


class ResponseNotOverdue(Refused):
    rule = "An answer is overdue on the day after its last day"
