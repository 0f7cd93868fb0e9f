"""The ways a programme says no."""

from shared.kernel.refusals import Duplicate, NotFound, Refused


class ProgrammeRefTaken(Duplicate):
    rule = "A programme's reference is its own"
    field = "ref"


class ProgrammeNotFound(NotFound):
    rule = "There is such a programme"


class ProgrammeNotProposed(Refused):
    rule = "A programme is started once"


class ProgrammeNotActive(Refused):
    rule = "Only a programme under way is reviewed, meets milestones and is closed"


class ProgrammeOver(Refused):
    rule = "A closed programme stays as it is"


class HappensInFuture(Refused):
    rule = "What is recorded has happened"


class ReviewedBefore(Refused):
    rule = "Reviews are recorded in the order of their days"
    field = "reviewed_on"


class MilestoneDueInPast(Refused):
    rule = "A milestone is set and rescheduled for a day to come"
    field = "due"


class NoSuchMilestone(Refused):
    rule = "The milestone is one of the programme's"
    field = "milestone_no"


class MilestoneMetAlready(Refused):
    rule = "A milestone is met once"
    field = "milestone_no"


class MilestoneNotOverdue(Refused):
    rule = "A milestone is overdue from the day after its last"


class GreenWithOverdueMilestone(Refused):
    rule = "A programme with an overdue milestone is not green (R61)"
    field = "rag"


class LocalityOutsideProgramme(Refused):
    rule = "A review at locality level is of one of the programme's localities (R64)"
    field = "locality"


class NoSuchIssue(Refused):
    rule = "The issue is one of the programme's, and open"
    field = "issue_no"


class ResponseDueInPast(Refused):
    rule = "A body is given time to respond"
    field = "respond_by"


class RaisedByStranger(Refused):
    rule = "Issues are raised by organisations that take part"


class NotDelivered(Refused):
    rule = "A programme is delivered once all milestones are met and all issues resolved"
    field = "outcome"
