"""The ways an alignment says no."""

from shared.kernel.refusals import Duplicate, NotFound, Refused


class AlignmentAssessedAlready(Duplicate):
    rule = "A service of a provider has one alignment with a locality; assess it again instead (R51)"


class AlignmentNotFound(NotFound):
    rule = "The alignment is known"


class NotALocality(Refused):
    rule = "A service is aligned with a locality that is known (R51)"
    field = "locality"


class AlignmentWithoutEvidence(Refused):
    rule = "That a service is organised by localities rests on at least one item of evidence (R51)"
    field = "evidence"


class AlignmentAssessedInFuture(Refused):
    rule = "An assessment is about what has been seen"
    field = "assessed_on"
