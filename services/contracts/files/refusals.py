"""The ways a file, or a row of one, says no whatever it is about."""

from shared.kernel.refusals import Refused


class FileWithoutRows(Refused):
    rule = "A file has at least one row"


class RowsOutOfTurn(Refused):
    rule = "Rows are worked off in their order"


class RowNotReadable(Refused):
    rule = "A row is well-formed"
