"""The ways the document register says no."""

from shared.kernel.refusals import Duplicate, NotFound, Refused


class DocumentRefTaken(Duplicate):
    rule = "A document's reference is unique (R36)"
    field = "ref"


class DocumentNotFound(NotFound):
    rule = "The document is known"


class VersionLabelTaken(Refused):
    rule = "A version is never changed: what is new gets a label of its own (R36)"
    field = "label"


class SameFileAgain(Refused):
    rule = "A version has a file of its own: the same SHA-256 is the same file"
    field = "sha256"


class IssuedInFuture(Refused):
    rule = "A version is entered once it has been issued"
    field = "issued_on"


class IssuedBeforeTheLast(Refused):
    rule = "Versions follow one another"
    field = "issued_on"


class DocumentIsWithdrawn(Refused):
    rule = "A document that was withdrawn stays as it is"
