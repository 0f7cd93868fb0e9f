"""The ways a contracting strategy says no."""

from shared.kernel.refusals import Duplicate, NotFound, Refused


class StrategyRefTaken(Duplicate):
    rule = "A contracting strategy's reference is its own"
    field = "ref"


class StrategyNotFound(NotFound):
    rule = "There is such a contracting strategy"


class StrategyLocked(Refused):
    rule = "A strategy once approved stays as it was approved: its case for change is locked (R24)"


class ServicesBeforeRoute(Refused):
    rule = "Services start on or after the day on which the route to them begins"
    field = "starts_on"


class OutsideScopeOfStrategy(Refused):
    rule = "An approach integrates service lines that are in the scope of the strategy"
    field = "integrates"


class RecoveryNotOpen(Refused):
    rule = "VAT is refunded to NHS bodies by VATA 1994 s41 and to councils by s33, to others by neither (R14)"
    field = "supplies"


class RecoveryBeyondRegime(Refused):
    rule = "Nobody recovers more VAT than the regime gives back (R14)"
    field = "supplies"


class VariationOfNothing(Refused):
    rule = "A variation or an overlay is of contracts there are: the strategy names them (R11, R27)"
    field = "route"


class NothingAppraised(Refused):
    rule = "A strategy is approved on appraisals"


class OnlyOneApproachCompared(Refused):
    rule = "A strategy compares at least two approaches, such as a tender and a variation (R11)"


class ChosenRouteNotAppraised(Refused):
    rule = "The approach chosen is one of those appraised"
    field = "route"


class ChosenRouteNotLawful(Refused):
    rule = "No strategy is approved whose approach the law does not permit on that day (R12)"
    field = "route"


class StrategyWithoutRationale(Refused):
    rule = "A contracting strategy has a clear rationale (R13)"
    field = "rationale"


class CaseWithoutEvidence(Refused):
    rule = "The case for change is evidenced at the outset (R24)"
    field = "case.evidence"


class RoadmapNotRising(Refused):
    rule = "Each step of the roadmap is due after the one before (R15)"
    field = "roadmap"


class RoadmapInPast(Refused):
    rule = "A roadmap leads on from the day on which it is approved (R15)"
    field = "roadmap"


class SupersededNotApproved(Refused):
    rule = "A strategy takes the place of one that is approved"
    field = "supersedes"


class NotApprovedBefore(Refused):
    rule = "Only an approved strategy is superseded"
