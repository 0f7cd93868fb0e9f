"""The ways an import, and a row of it, says no."""

from shared.kernel.refusals import NotFound, Refused


class PlaceImportNotFound(NotFound):
    rule = "The import is known"


class ColumnsMissing(Refused):
    rule = "A row has the columns of its layout (NHS ODS CSV specification)"


class CodeNotGiven(Refused):
    rule = "A row names the code of what it is about"


class NameNotGiven(Refused):
    rule = "A row names what it is about, in at most 200 characters"


class NotADay(Refused):
    rule = "Days are written YYYYMMDD in ODS files, YYYY-MM-DD elsewhere"


class ClosedWithoutDay(Refused):
    rule = "What is closed has a last day"


class StatusUnknown(Refused):
    rule = "The status is A, C, D or P: active, closed, dormant, proposed"


class NotAGpPractice(Refused):
    rule = "Of epraccur, GP practices are places: prescribing setting 4"


class OutsideTheArea(Refused):
    rule = "Practices are imported whose commissioner, or whose integrated care board, this installation knows"


class KindUnknown(Refused):
    rule = "A place is a gp_practice, gp_network, locality, borough or nhs_trust"
