"""What can be asked of a pathway."""

from datetime import date
from uuid import UUID

from pydantic import Field

from shared.events.referrals.pathways import Passage, PathwaySection, SectionName, SpecialtyTfc
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode, OrgKind
from shared.kernel.parts import Name


class DraftPathwayBody(Body):
    """For which condition, owned by which network, to be signed by whom: the owner and a provider at least."""

    title: Name
    condition: Name
    specialty_tfc: SpecialtyTfc
    owner_network: OrgCode
    required_signatories: tuple[OrgCode, ...] = Field(min_length=1, max_length=30)


class DraftPathway(DraftPathwayBody, Command):
    """Begin the first version of a pathway."""

    pathway_id: UUID
    signatory_kinds: tuple[OrgKind, ...] = Field(description="Of which kind each required signatory is, in that order")
    today: date


class EditPathwaySectionBody(Body):
    """The whole new content of one section; `content.section` is the section's name."""

    content: PathwaySection


class EditPathwaySection(EditPathwaySectionBody, Command):
    """Replace a section of the draft; signatures given so far are withdrawn by it."""

    section: SectionName


class SubmitPathwayForReviewBody(Body):
    """Nothing to say: the draft goes as it stands."""


class SubmitPathwayForReview(SubmitPathwayForReviewBody, Command):
    """Lay the draft before its parties."""


class SignOffPathwayBody(Body):
    """For which party the caller signs: the caller's own organisation."""

    party: OrgCode


class SignOffPathway(SignOffPathwayBody, Command):
    """Sign the version under review."""

    signer_org: OrgCode
    today: date


class PublishPathwayBody(Body):
    """The first day on which referrals follow this version."""

    from_date: date


class PublishPathway(PublishPathwayBody, Command):
    """Publish the agreed version; it takes the place of the one before."""

    today: date


class DraftPathwayVersionBody(Body):
    """Nothing to say: the new draft is a copy of the published version."""


class DraftPathwayVersion(DraftPathwayVersionBody, Command):
    """Begin the next version; the published one goes on until the new one is published."""


class WithdrawPathwayBody(Body):
    """Why, and the first day without the pathway."""

    reason: Passage
    from_date: date


class WithdrawPathway(WithdrawPathwayBody, Command):
    """Give the pathway up for good."""

    today: date


PathwayCommand = (
    DraftPathway
    | EditPathwaySection
    | SubmitPathwayForReview
    | SignOffPathway
    | PublishPathway
    | DraftPathwayVersion
    | WithdrawPathway
)
