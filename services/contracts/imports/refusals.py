"""The ways an import, and a row of it, says no."""

from shared.kernel.refusals import NotFound, Refused


class ContractImportNotFound(NotFound):
    rule = "The import is known"


class FileNotReadable(Refused):
    rule = "A file is whole and of the layout it is sent as"


class ColumnsMissing(Refused):
    rule = "A register in CSV has a header that names reference, name, supplier, start, end and value"


class FieldMissing(Refused):
    rule = "A row says what the register cannot do without"


class AmbiguousDay(Refused):
    rule = (
        "Days are written YYYY-MM-DD, dd/mm/yyyy or with the name of the month, so that they can be read one way only"
    )


class NotAnAmount(Refused):
    rule = "Amounts are pounds, not below zero, with a point before the pence"


class OrganisationNotKnown(Refused):
    rule = "A contract names organisations this installation knows, by code or by full name"


class CommissionedByOthers(Refused):
    rule = "Who imports a contract is among its commissioners"


class NoContractYet(Refused):
    rule = "A process is imported once a contract was awarded"


class DiffersFromRegister(Refused):
    rule = "The register has no free edit: what changed is recorded as an extension, a novation or a modification"


class NotStorable(Refused):
    rule = "A row keeps to the bounds of the register"
