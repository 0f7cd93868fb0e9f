"""The ways a pathway says no."""

from shared.kernel.refusals import Duplicate, NotAllowed, NotFound, Refused


class PathwayAlreadyDrafted(Duplicate):
    rule = "A pathway is drafted once; later ones are versions of it"


class PathwayNotFound(NotFound):
    rule = "The alliance knows the pathway and the version"


class SignatoryNamedTwice(Refused):
    rule = "A party signs a pathway once"
    field = "required_signatories"


class NotPanAlliance(Refused):
    rule = "A pathway is agreed across the alliance: by the network that owns it and at least one provider (R72)"
    field = "required_signatories"


class SectionNamedDifferently(Refused):
    rule = "The content belongs to the section named in the address"
    field = "content.section"


class InvestigationNamedTwice(Refused):
    rule = "An investigation stands once in a pathway"
    field = "content.investigations"


class PublishedVersionNeverEdited(Refused):
    rule = "A published version is never edited; a new version is drafted from it (R72)"


class PathwayAlreadyWithdrawn(Refused):
    rule = "A withdrawn pathway stays withdrawn"


class CompulsorySectionEmpty(Refused):
    rule = "Management steps, investigations and criteria to refer are compulsory (R73)"


class NotADraft(Refused):
    rule = "Only a draft is submitted for review"


class NotInReview(Refused):
    rule = "A pathway is signed while it is in review"


class NotARequiredSignatory(Refused):
    rule = "A pathway is signed by the parties it names (R72)"
    field = "party"


class SignedForAnother(NotAllowed):
    rule = "A party's signature is given by its own organisation (R72)"
    field = "party"


class NotAgreedByAll(Refused):
    rule = "A pathway is published once every required party has signed it (R72)"


class PublishedIntoThePast(Refused):
    rule = "A later version applies from today at the earliest, so that what applied on a past day never changes"
    field = "from_date"


class BackdatedTooFar(Refused):
    rule = "A first version may record an agreement already in use, of the last two years"
    field = "from_date"


class NotAfterVersionBefore(Refused):
    rule = "A version applies from a day after the first day of the version before"
    field = "from_date"


class DraftAlreadyOpen(Refused):
    rule = "A pathway has one draft at a time"


class WithdrawnIntoThePast(Refused):
    rule = "A pathway is withdrawn from today at the earliest"
    field = "from_date"
