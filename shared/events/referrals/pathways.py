"""What can have happened to a pathway: drafted, reviewed, signed by its parties, published, superseded (R72, R73)."""

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from shared.events.referrals.words import InWords
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import NO_BLANK, Name, Part, Words

Passage = Annotated[str, Words(1_000)]
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$", examples=["ECG"])]
SpecialtyTfc = Annotated[str, Field(pattern=r"^\d{3}$", description="NHS treatment function code", examples=["320"])]
Mode = Literal["face_to_face", "video", "telephone"]
SectionName = Literal[
    "management_steps",
    "investigations",
    "refer_criteria",
    "red_flags",
    "template_fields",
    "modes",
    "guidance",
    "locality_exceptions",
]


class Investigation(Part):
    """A test before referral; its result is reused while not older than `max_age_days` on the day of referral (R79)."""

    code: Code
    title: Name
    required: bool = True
    max_age_days: int = Field(ge=0, le=3_650)


class CriteriaGroup(Part):
    """Criteria of which any or all must be met."""

    match: Literal["any", "all"]
    criteria: tuple[Passage, ...] = Field(min_length=1, max_length=30)


class RedFlag(Part):
    """A sign that must not wait, and where it leads."""

    sign: Passage
    route: Literal["urgent_suspected_cancer", "emergency", "urgent"]


class TemplateField(Part):
    """One field of the referral template the networks agreed (R74)."""

    name: Code
    label: Name
    kind: Literal["text", "number", "date", "yes_no"] = "text"
    required: bool = False


class GuidanceLink(Part):
    """Guidance or training, and who publishes it (R76)."""

    title: Name
    uri: Annotated[str, Field(pattern=rf"^https?://{NO_BLANK}{{1,480}}$")]
    publisher: OrgCode | None = None


class LocalityException(Part):
    """Where a locality departs from the pathway, and why."""

    locality: Name
    exception: Passage
    reason: Passage


class ManagementStepsSection(Part):
    """What primary care does first, in order. Compulsory."""

    section: Literal["management_steps"]
    steps: tuple[Passage, ...] = Field(default=(), max_length=50)


class InvestigationsSection(Part):
    """What is tested before referral. Compulsory.

    `required_for_routine`: a routine referral without its required results is refused; otherwise it is only not
    ready for a one-stop appointment.
    """

    section: Literal["investigations"]
    investigations: tuple[Investigation, ...] = Field(default=(), max_length=50)
    required_for_routine: bool = False


class ReferCriteriaSection(Part):
    """When to refer: any or all of the groups. Compulsory."""

    section: Literal["refer_criteria"]
    match: Literal["any", "all"] = "any"
    groups: tuple[CriteriaGroup, ...] = Field(default=(), max_length=20)


class RedFlagsSection(Part):
    """Signs that take another way."""

    section: Literal["red_flags"]
    red_flags: tuple[RedFlag, ...] = Field(default=(), max_length=50)


class TemplateFieldsSection(Part):
    """The fields of the referral template."""

    section: Literal["template_fields"]
    template_fields: tuple[TemplateField, ...] = Field(default=(), max_length=100)


class ModesSection(Part):
    """How people can be seen (R75)."""

    section: Literal["modes"]
    modes: tuple[Mode, ...] = Field(default=(), max_length=3)


class GuidanceSection(Part):
    """Links to guidance and training."""

    section: Literal["guidance"]
    links: tuple[GuidanceLink, ...] = Field(default=(), max_length=50)


class LocalityExceptionsSection(Part):
    """Departures of single localities."""

    section: Literal["locality_exceptions"]
    exceptions: tuple[LocalityException, ...] = Field(default=(), max_length=20)


PathwaySection = Annotated[
    ManagementStepsSection
    | InvestigationsSection
    | ReferCriteriaSection
    | RedFlagsSection
    | TemplateFieldsSection
    | ModesSection
    | GuidanceSection
    | LocalityExceptionsSection,
    Field(discriminator="section"),
]


class _OfPathway(InWords):
    """What every event of a pathway carries; `version` counts from 1."""

    pathway_id: UUID
    title: str
    version: int


class PathwayDrafted(_OfPathway):
    """The first version of a pathway was begun; every party in `required_signatories` will have to sign it."""

    sentence: ClassVar[str] = "The pathway {title} was drafted by {owner_network}"

    condition: str
    specialty_tfc: SpecialtyTfc
    owner_network: OrgCode
    required_signatories: tuple[OrgCode, ...]


class PathwayVersionDrafted(_OfPathway):
    """A new version was begun as a copy of the published one, which goes on until the new one is published."""

    sentence: ClassVar[str] = "Version {version} of the pathway {title} was drafted from version {from_version}"

    from_version: int
    sections: tuple[PathwaySection, ...]


class PathwaySectionEdited(_OfPathway):
    """A section of the draft was replaced; it goes back to draft, and the signatures named are withdrawn by it."""

    sentence: ClassVar[str] = "The section {section} of the pathway {title} (version {version}) was edited"

    section: SectionName
    content: PathwaySection
    signatures_withdrawn: tuple[OrgCode, ...]


class PathwaySubmittedForReview(_OfPathway):
    """The draft was laid before its parties."""

    sentence: ClassVar[str] = "Version {version} of the pathway {title} was submitted for review"

    outstanding: tuple[OrgCode, ...]


class PathwaySignedOff(_OfPathway):
    """A required party signed this version as it stands."""

    sentence: ClassVar[str] = "{party} signed off version {version} of the pathway {title}"

    party: OrgCode
    signed_on: date
    outstanding: tuple[OrgCode, ...]


class PathwayAgreed(_OfPathway):
    """Every required party has signed."""

    sentence: ClassVar[str] = "Version {version} of the pathway {title} was agreed by {signatories}"

    signatories: tuple[OrgCode, ...]
    agreed_on: date


class PathwayPublished(_OfPathway):
    """The version applies to referrals from `from_date` (inclusive); carries what a directory needs."""

    sentence: ClassVar[str] = "Version {version} of the pathway {title} was published from {from_date}"

    from_date: date
    condition: str
    specialty_tfc: SpecialtyTfc
    owner_network: OrgCode
    required_signatories: tuple[OrgCode, ...]
    supersedes: int | None


class PathwaySuperseded(_OfPathway):
    """An earlier version gave way to a newer one; `to_date` is its last day (inclusive)."""

    sentence: ClassVar[str] = (
        "Version {version} of the pathway {title} was superseded by version {by_version} after {to_date}"
    )

    by_version: int
    to_date: date


class PathwayWithdrawn(_OfPathway):
    """The pathway was given up; no referral follows it from `from_date` (inclusive). `version` is the newest one."""

    sentence: ClassVar[str] = "The pathway {title} was withdrawn from {from_date}: {reason}"

    from_date: date
    reason: str


PathwayEvent = (
    PathwayDrafted
    | PathwayVersionDrafted
    | PathwaySectionEdited
    | PathwaySubmittedForReview
    | PathwaySignedOff
    | PathwayAgreed
    | PathwayPublished
    | PathwaySuperseded
    | PathwayWithdrawn
)
