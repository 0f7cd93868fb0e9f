"""The ways the management of a contract says no."""

from shared.kernel.refusals import NotFound, Refused


class ManagedContractNotFound(NotFound):
    rule = "Contracts are managed from the day they come into force"


class ContractManagementOver(Refused):
    rule = "A contract that has ended is not reviewed any more"


class ReviewDueInPast(Refused):
    rule = "A review is scheduled for today or a later day"
    field = "due_on"


class ReviewNotFound(NotFound):
    rule = "The review is one of this contract"


class ReviewHeldAlready(Refused):
    rule = "A review is held once; what follows is another one"


class ReviewHeldOutOfTime(Refused):
    rule = "A review is held in the life of the contract and recorded once it was held"
    field = "held_on"


class ReviewWithoutProvider(Refused):
    rule = "A contract is reviewed with at least one of its providers (R18)"
    field = "attended"


class ReviewWithStranger(Refused):
    rule = "A contract is reviewed among those it concerns, and they alone have actions"


class ReviewActionNotFound(NotFound):
    rule = "The action is one of this contract's reviews"


class ReviewActionClosedAlready(Refused):
    rule = "An action is closed once"


class ClosedOutOfTime(Refused):
    rule = "An action is closed between the day of its review and today"
    field = "closed_on"


class NotSilent(Refused):
    rule = "Silence is noticed once the days without dialogue have passed (R18)"


class ReviewNotMissed(Refused):
    rule = "A review is missed on the day after its last day"
