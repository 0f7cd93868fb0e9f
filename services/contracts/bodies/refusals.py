"""The ways governance bodies say no."""

from shared.kernel.refusals import Duplicate, NotFound, Refused


class BodyRefTaken(Duplicate):
    rule = "The reference of a governance body is unique"
    field = "ref"


class UnknownParent(Refused):
    rule = "A governance body reports to one that exists (R64)"
    field = "parent_id"


class ParentNotAbove(Refused):
    rule = "A governance body reports to one of a higher level, so that no chain of reporting comes back (R58, R64)"
    field = "parent_id"


class ParentDissolved(Refused):
    rule = "A governance body reports to one that still sits"
    field = "parent_id"


class LocalityBodyWithoutLocality(Refused):
    rule = "A body at locality level says for which localities it sits (R64)"
    field = "localities"


class EstablishedInFuture(Refused):
    rule = "A body is recorded from the day on which it sits"
    field = "established_on"


class MatterStandsTwice(Refused):
    rule = "A matter stands once among a body's decision rights (R94)"
    field = "rights"


class QuorumBeyondTotal(Refused):
    rule = "A quorum in all is at least as large as those of its kinds together (R100)"
    field = "quorum.total"


class TermsBackdated(Refused):
    rule = "Later terms of reference hold from the day of their adoption or a later one; what was decided before stands"
    field = "effective_from"


class NoTermsPutForward(Refused):
    rule = "Terms of reference are adopted once they are put forward"


class NoTermsThatDay(Refused):
    rule = "A body acts under terms of reference that hold on that day (R60)"
    field = "day"


class NotASeatThatDay(Refused):
    rule = "Only seats of the body that are filled on that day attend"
    field = "attending"


class SeatTermsOverlap(Refused):
    rule = "A seat is filled once at a time"
    field = "start"


class SeatEndsBeforeItStarts(Refused):
    rule = "The term of a seat ends on or after its first day"
    field = "end"


class SeatKindDoesNotFit(Refused):
    rule = (
        "Democratic seats are a council's, commissioner seats a commissioner's, provider seats never a CCG's or "
        "integrated care board's (R100)"
    )
    field = "kind"


class SeatNotFilled(Refused):
    rule = "A seat is vacated while it is filled"
    field = "seat"


class NoSuchOption(Refused):
    rule = "The options log has the option (R58)"
    field = "number"


class OptionAlreadyConcluded(Refused):
    rule = "An option is concluded on once"
    field = "number"


class BodyIsDissolved(Refused):
    rule = "A dissolved body neither changes nor decides"


class DissolvedInFuture(Refused):
    rule = "A dissolution is recorded from the day on which it takes effect"
    field = "dissolved_on"


class BodiesStillReport(Refused):
    rule = "A body is dissolved once no other reports to it"


class BodyNotFound(NotFound):
    rule = "The governance body is known"
