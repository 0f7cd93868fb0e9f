"""The ways the market's assessments say no."""

from shared.kernel.refusals import Duplicate, NotAllowed, NotFound, Refused


class AssessmentNotFound(NotFound):
    rule = "The market register knows the assessment"


class AlreadyInvited(Duplicate):
    rule = "A provider is invited once to one market exercise (R9)"
    field = "provider"


class InvitedByNoCommissioner(Refused):
    rule = "The market is assessed by CCGs, integrated care boards and boroughs"
    field = "commissioners"


class CommissionerInvited(Refused):
    rule = "Who assesses the market is not itself assessed in it"
    field = "provider"


class InvitationOver(Refused):
    rule = "An invitation can be answered until the end of its last day, the same for every provider"
    field = "respond_by"


class NotTheInvitedProvider(NotAllowed):
    rule = "Interest is expressed or declined by the invited provider itself (R9)"


class InvitationAnswered(Refused):
    rule = "An invitation is answered once"


class ServiceNotSought(Refused):
    rule = "Interest is expressed in services the exercise is about"
    field = "services"


class NotInterested(Refused):
    rule = "Only a provider that has expressed its interest is scored"


class ScoreWithoutEvidence(Refused):
    rule = "A score rests on at least one item of evidence (R10)"
    field = "evidence"


class ScoredByItself(NotAllowed):
    rule = "Nobody scores the own organisation"


class CompetencyScoredAlready(Refused):
    rule = "An assessor scores a competency once, and a score is never changed (R10)"
    field = "competency"


class CompetencyScoredTwice(Refused):
    rule = "Each competency is scored by two assessors (R10)"
    field = "competency"


class NothingToModerate(Refused):
    rule = "Scores are moderated where two assessors are further apart than the exercise allows"
    field = "competency"


class ModeratedByAssessor(NotAllowed):
    rule = "Scores are moderated by somebody who has given none of them"


class NotAssessed(Refused):
    rule = "A provider is shortlisted or not once all three competencies are assessed (R10)"


class ShortlistedByAssessor(NotAllowed):
    rule = "Shortlisting is decided by somebody who has not scored the provider"


class BelowThreshold(Refused):
    rule = "A shortlisted provider reaches the least score of every competency (R10)"
    field = "outcome"
