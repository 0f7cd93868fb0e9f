"""The ways a proposition says no."""

from shared.kernel.refusals import Duplicate, NotAllowed, NotFound, Refused


class PropositionNotFound(NotFound):
    rule = "There is such a proposition"


class PropositionOpenAlready(Duplicate):
    rule = "A proposition is opened once"


class MobilisationNotConfirmed(Refused):
    rule = "A proposition opens once indicative budgets, services in scope and geography are confirmed (R35)"
    field = "design_id"


class SubmissionDayOver(Refused):
    rule = "A proposition is submitted by the end of its last day"
    field = "submit_by"


class NotOneLead(Refused):
    rule = "A proposition has one lead provider, who stays the same (R37)"
    field = "contributors"


class ContributorProvidesNothing(Refused):
    rule = "Contributors are providers; CCGs and integrated care boards only commission"
    field = "contributors"


class NotOfTheThirdSector(Refused):
    rule = "A contributor of the third sector is a voluntary organisation (R37)"
    field = "contributors"


class NotTheLeadProvider(NotAllowed):
    rule = "The lead provider writes, submits and withdraws a proposition (R37)"


class NotAContributor(NotAllowed):
    rule = "A contribution is agreed or declined by the contributor itself (R37)"


class PropositionClosed(Refused):
    rule = "A proposition that was submitted or withdrawn does not change"


class ContributionsIncomplete(Refused):
    rule = "A version holds one contribution of every contributor and of nobody else"
    field = "contributions"


class NotTheNewestVersion(Refused):
    rule = "What is agreed or submitted is the newest version"
    field = "version_no"


class ContributionAnswered(Refused):
    rule = "A contributor answers a version once"


class ContributionNotAgreed(Refused):
    rule = "A proposition is submitted once every contributor has agreed its contribution (R37)"
