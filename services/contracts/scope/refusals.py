"""The ways the scope of the ACS says no."""

from shared.kernel.refusals import Duplicate, NotFound, Refused


class ScopeRefTaken(Duplicate):
    rule = "A proposal's reference is unique"
    field = "ref"


class ScopeItemNotFound(NotFound):
    rule = "The proposal is known"


class AgesReversed(Refused):
    rule = "A cohort's ages run upwards (R7)"
    field = "cohort.age_to"


class ScopeAlreadyDecided(Refused):
    rule = "What is decided is changed by deciding again: return it first (R20)"


class ScopeNotDecided(Refused):
    rule = "Only what was decided can be returned (R20)"


class StillDeferred(Refused):
    rule = "What is deferred comes back on its day (R4)"


class EngagedInFuture(Refused):
    rule = "An engagement or consultation is recorded once it has taken place"
    field = "engagement.engaged_on"


class NoStakeholderEngagedBefore(Refused):
    rule = "Stakeholders are engaged early: at least one on a day before the decision (R3)"


class NoExpertConsultedBefore(Refused):
    rule = "A scope decision rests on at least one subject-matter expert, consulted on a day before it (R4)"


class ScopeWithoutEvidence(Refused):
    rule = "The case for change is evidenced: at least one item (R5)"


class DecidedInFuture(Refused):
    rule = "A decision is recorded once it has been taken"
    field = "decision_id"


class DecisionUsedBefore(Refused):
    rule = "What is decided again rests on a decision of its own (R20)"
    field = "decision_id"


class PhaseForEachLocality(Refused):
    rule = "What is in scope has one phase for each of its localities, other decisions have none (R54)"
    field = "phases"


class BudgetLineOrReason(Refused):
    rule = "What is in scope names the budget line that pays for it, or why there is none, and not both (R53)"
    field = "budget_line"


class DeferredUntilADay(Refused):
    rule = "What is deferred names the day to come on which it returns, other decisions name none (R4)"
    field = "deferred_until"
