"""The ways a place says no."""

from shared.kernel.refusals import Duplicate, NotFound, Refused


class PlaceCodeTaken(Duplicate):
    rule = "Each code is one place (R50)"
    field = "code"


class PlaceNotFound(NotFound):
    rule = "The place is known"


class ParentPlaceUnknown(Refused):
    rule = "A place belongs to one that is known (R50)"
    field = "to_code"


class NoSuchMembership(Refused):
    rule = "Practices belong to networks or localities, networks to localities, localities to boroughs (R50)"
    field = "to_code"


class MembershipsOverlap(Refused):
    rule = "On each day a place belongs to one place at most: a move is dated after the one before (R50)"
    field = "since"


class AlreadyThere(Refused):
    rule = "A move leads somewhere else"
    field = "to_code"


class ParentNotOpen(Refused):
    rule = "A place belongs to one that is open on those days (R50)"
    field = "since"


class GapInParent(Refused):
    rule = "Who belongs to a network is in a locality on each of those days (R50)"
    field = "since"


class BeforeOpening(Refused):
    rule = "A place belongs nowhere before it opens"
    field = "since"


class AfterClosing(Refused):
    rule = "A place belongs nowhere after it has closed"
    field = "since"


class NeverMoved(Refused):
    rule = "Only a membership that was recorded can be corrected"


class PlaceClosedAlready(Refused):
    rule = "A place closes once"


class PlaceNotClosed(Refused):
    rule = "Only a closure that was recorded can be withdrawn"


class ClosedBeforeOpening(Refused):
    rule = "A place closes no earlier than it opens"
    field = "closed_on"


class ClosedBeforeMembership(Refused):
    rule = "A place closes no earlier than its newest membership begins"
    field = "closed_on"


class MembersLeftBehind(Refused):
    rule = "Who belongs to a place that closes moves first, so that nobody is without a locality (R50)"
    field = "closed_on"


class PlaceOfAnotherKind(Refused):
    rule = "A code stays with what it was given to"


class NoLocalityThatDay(NotFound):
    rule = "A practice has a locality on the days of its memberships (R50)"
