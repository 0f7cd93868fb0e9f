"""The ways the record of stakeholders says no."""

from shared.kernel.refusals import Duplicate, NotFound, Refused


class StakeholderNotFound(NotFound):
    rule = "There is such a stakeholder"


class StakeholderThereAlready(Duplicate):
    rule = "A stakeholder is entered once"


class PositionInFuture(Refused):
    rule = "A position is recorded once it has been taken (R31)"
    field = "taken_on"
