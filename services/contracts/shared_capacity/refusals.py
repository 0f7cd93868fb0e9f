"""The ways shared capacity says no."""

from shared.kernel.refusals import Duplicate, NotFound, Refused


class CapacityRefTaken(Duplicate):
    rule = "The reference of shared capacity is its own"
    field = "ref"


class SharedCapacityNotFound(NotFound):
    rule = "There is such shared capacity"


class CapacityNotShared(Refused):
    rule = "Capacity that was withdrawn stays as it was"


class CapacityExceeded(Refused):
    rule = "No more is allocated than there is (R117)"
    field = "shares"


class MoreUsedThanOffered(Refused):
    rule = "No more is used than was offered"
    field = "used_units"


class UsePeriodReversed(Refused):
    rule = "A period ends on or after its first day"
    field = "last_day"


class UsePeriodOverlaps(Refused):
    rule = "Each day's use is reported once"
    field = "first_day"


class CapacityDayInFuture(Refused):
    rule = "What is reported has happened"
    field = "last_day"
