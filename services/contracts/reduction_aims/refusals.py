"""The ways a reduction aim says no."""

from shared.kernel.refusals import Duplicate, NotFound, Refused


class ReductionAimDeclaredAlready(Duplicate):
    rule = "An aim is declared once"


class ReductionAimNotFound(NotFound):
    rule = "There is such an aim"


class AimWithoutSource(Refused):
    rule = "An aim names the pathway, strategy or scheme that pursues it (R98)"
    field = "source_id"


class AimNotPursued(Refused):
    rule = "Only an aim that is pursued is withdrawn"
