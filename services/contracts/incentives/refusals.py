"""The ways an incentive says no."""

from shared.kernel.refusals import Duplicate, NotFound, Refused


class IncentiveRegisteredAlready(Duplicate):
    rule = "An incentive is registered once"


class IncentiveNotFound(NotFound):
    rule = "There is such an incentive"


class BeneficiaryNotProvider(Refused):
    rule = "A contract pays its own providers (R42)"
    field = "beneficiary"


class RewardNotNamed(Refused):
    rule = "An incentive names the activity or the indicator that it rewards (R42)"
    field = "terms"


class IncentiveWithdrawn(Refused):
    rule = "An incentive that was withdrawn stays as it was"


class IncentiveReviewedInFuture(Refused):
    rule = "A review is recorded once it is held"
    field = "reviewed_on"
