"""The ways the register of legal advice says no."""

from shared.kernel.refusals import Duplicate, NotFound, Refused


class LegalAdviceRefTaken(Duplicate):
    rule = "The reference of legal advice is unique"
    field = "ref"


class AdvisedInFuture(Refused):
    rule = "Advice is entered once it is given"
    field = "advised_on"


class AdviceOfAProvider(Refused):
    rule = "The register holds advice to commissioners: CCGs, integrated care boards and boroughs (R106)"
    field = "commissioned_by"


class SubjectNotFound(Refused):
    rule = "What advice is about exists"
    field = "subjects"


class PrivilegedAdviceIsNotShared(Refused):
    rule = "Privileged advice is shown to nobody but those who commissioned it; privilege may be waived"
    field = "shared_with"


class NotPrivileged(Refused):
    rule = "Privilege is waived where there is some"


class AdviceIsSuperseded(Refused):
    rule = "Advice is superseded once"


class NotLaterAdvice(Refused):
    rule = "Advice is superseded by other advice, given on the same day or later"
    field = "superseded_by"


class LegalAdviceNotFound(NotFound):
    rule = "The legal advice is known"
