"""The ways the design of an ACS says no."""

from shared.kernel.refusals import Duplicate, NotFound, Refused


class DesignRefTaken(Duplicate):
    rule = "A design's reference is unique"
    field = "ref"


class DesignNotFound(NotFound):
    rule = "The design is known"


class DesignApprovedAlready(Refused):
    rule = "What was approved stays as it is: another design is begun instead"


class ExtentDoesNotFit(Refused):
    rule = "The extent of integration is what the model means (R6)"
    field = "extents"


class NothingToCompare(Refused):
    rule = "Different models are explored: a selection is among two at least (R6)"


class NoSuchOption(Refused):
    rule = "What is selected is among those considered (R56)"
    field = "number"


class SelectedByThatDecision(Refused):
    rule = "What is selected anew rests on a decision of its own (R56)"
    field = "decision_id"


class NothingSelected(Refused):
    rule = "A design is approved once an option is selected (R56)"


class OnASideTwice(Refused):
    rule = "An organisation stands once on a side (R39)"


class ReasonForBothSides(Refused):
    rule = "An organisation on both sides needs a reason, others have none (R39)"
    field = "on_both"


class SharesNotWhole(Refused):
    rule = "The shares of commissioning add up to exactly 10,000 basis points (R38)"
    field = "shares"


class SplitNotAfterTheLast(Refused):
    rule = "One split of commissioning is in force on each day (R38)"
    field = "effective_on"


class ConfirmedInFuture(Refused):
    rule = "A confirmation is recorded once it was given"
    field = "confirmed_on"


class MobilisationNotReady(Refused):
    rule = "Mobilisation waits for an approved design, indicative budgets, services in scope and geography (R35)"


class NotInThatStage(Refused):
    rule = "An ACS goes from design to mobilisation to live (R34)"


class StageInFuture(Refused):
    rule = "A stage is recorded from the day on which it begins"
    field = "on"


class StageBeforeTheLast(Refused):
    rule = "A stage begins no earlier than what it rests on"
    field = "on"
