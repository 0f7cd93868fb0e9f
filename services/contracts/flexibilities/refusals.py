"""The ways regulatory flexibility says no."""

from shared.kernel.refusals import Duplicate, NotFound, Refused


class FlexibilityAlreadyRequested(Duplicate):
    rule = "A request is made once"


class FlexibilityEndsBeforeStart(Refused):
    rule = "Flexibility is for a period that does not end before it starts (R44)"
    field = "end"


class FlexibilityNotAwaited(Refused):
    rule = "A request is decided or withdrawn once, while it is awaited"


class FlexibilityDecidedOutOfTime(Refused):
    rule = "A decision is dated from the request to today"
    field = "decided_on"


class FlexibilityPeriodMissing(Refused):
    rule = "Flexibility that is granted has a first and a last day, and one refused has none (R44)"
    field = "end"


class FlexibilityBeyondRequest(Refused):
    rule = "What is granted lies within the period asked for; what was granted whole is that period"
    field = "end"


class FlexibilityStillRunning(Refused):
    rule = "Flexibility ends after its last day"


class FlexibilityNotFound(NotFound):
    rule = "There is such a request"
