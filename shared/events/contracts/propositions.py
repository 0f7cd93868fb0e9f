"""What can have happened to a providers' proposition for an accountable care system (R37)."""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from shared.kernel.message import Event
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Name, Part, Prose
from shared.kernel.privacy import Confidential

ContributorRole = Literal["lead", "member", "third_sector"]


class Contributor(Part):
    """A provider that contributes to a proposition."""

    ods: OrgCode
    role: ContributorRole


class Contribution(Part):
    """What one contributor would deliver and bring in."""

    ods: OrgCode
    services: tuple[Name, ...] = Field(min_length=1, max_length=50)
    contribution: Prose


class AboutProposition(Event):
    """An event of one proposition."""

    proposition_id: UUID
    title: str


class PropositionOpened(AboutProposition):
    """A lead provider was asked for a proposition: budgets, services and geography of the design are confirmed (R35).

    It is submitted by the end of `submit_by`.
    """

    sentence: ClassVar[str] = "The proposition {title} was opened, led by {lead}, to be submitted by {submit_by}"

    design_id: UUID
    commissioners: tuple[OrgCode, ...]
    lead: OrgCode
    contributors: tuple[Contributor, ...]
    parties: tuple[OrgCode, ...]
    localities: tuple[str, ...]
    submit_by: date
    opened_on: date


class PropositionContributorsChanged(AboutProposition):
    """The lead has other contributors now; what was agreed so far is void. `parties` is all of them."""

    sentence: ClassVar[str] = "The contributors to the proposition {title} are now {codes}"

    codes: tuple[OrgCode, ...]
    contributors: tuple[Contributor, ...]
    parties: tuple[OrgCode, ...]


class PropositionVersionDrafted(AboutProposition):
    """The lead wrote a further version; each of the others has to agree its contribution anew."""

    sentence: ClassVar[str] = "Version {version_no} of the proposition {title} was drafted"

    version_no: int
    drafted_on: date
    summary: Confidential[str]
    contributions: Confidential[tuple[Contribution, ...]]


class PropositionContributionAgreed(AboutProposition):
    """A contributor stands by its contribution to this version."""

    sentence: ClassVar[str] = "{ods} agreed its contribution to version {version_no} of the proposition {title}"

    ods: OrgCode
    version_no: int
    agreed_on: date


class PropositionContributionDeclined(AboutProposition):
    """A contributor does not stand by its contribution to this version."""

    sentence: ClassVar[str] = "{ods} declined its contribution to version {version_no} of the proposition {title}"

    ods: OrgCode
    version_no: int
    reasons: Confidential[str]


class PropositionSubmitted(AboutProposition):
    """The lead handed in the version that every contributor has agreed."""

    sentence: ClassVar[str] = "Version {version_no} of the proposition {title} was submitted"

    version_no: int
    submitted_on: date


class PropositionWithdrawn(AboutProposition):
    """The lead gave it up."""

    sentence: ClassVar[str] = "The proposition {title} was withdrawn"

    reasons: Confidential[str]


PropositionEvent = (
    PropositionOpened
    | PropositionContributorsChanged
    | PropositionVersionDrafted
    | PropositionContributionAgreed
    | PropositionContributionDeclined
    | PropositionSubmitted
    | PropositionWithdrawn
)
