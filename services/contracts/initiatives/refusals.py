"""The ways an initiative says no."""

from shared.kernel.refusals import Duplicate, NotFound, Refused


class InitiativeRefTaken(Duplicate):
    rule = "An initiative's reference is its own"
    field = "ref"


class InitiativeNotFound(NotFound):
    rule = "There is such an initiative"


class InitiativeOver(Refused):
    rule = "An initiative that has ended stays as it is"


class NotANetwork(Refused):
    rule = "Initiatives are rolled out to GP networks (R71)"
    field = "network"


class NotAPractice(Refused):
    rule = "Engagement is of general practices (R66)"
    field = "practices"


class NetworkReachedAlready(Refused):
    rule = "A network is reached once at a time"
    field = "network"


class NetworkNotReached(Refused):
    rule = "Who leaves took part"
    field = "network"


class LeavesBeforeReached(Refused):
    rule = "A network's last day is on or after its first"
    field = "until"


class ReachedBeforeLeaving(Refused):
    rule = "A network that left comes back after its last day"
    field = "since"


class InitiativeDayInFuture(Refused):
    rule = "What is recorded has happened"


class NotAboutWorkforce(Refused):
    rule = "The workforce is measured in initiatives about it (R119)"


class MeasuredBefore(Refused):
    rule = "A measure's figures are recorded in the order of their days"
    field = "measured_on"
