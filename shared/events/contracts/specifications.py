"""What can have happened to a service specification that commissioners, users and providers write together (R8)."""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from shared.kernel.message import Event
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Name, Part, Prose, Ref
from shared.kernel.privacy import Confidential

CoProducerKind = Literal["users_and_carers", "providers", "clinicians", "commissioners", "voluntary_sector"]


class SpecificationRequirement(Part):
    """One thing the service has to do."""

    heading: Name
    text: Prose


class LinkedOutcome(Part):
    """An outcome the service is to bring about, by the code of its indicator, in an outcomes framework if any."""

    indicator: Ref
    outcome: Name
    framework_id: UUID | None = None


class SpecificationContent(Part):
    """What is specified: for whom, what for, what is in and out of scope, what is required, which outcomes follow."""

    population: Name
    purpose: Prose
    scope: Prose
    requirements: tuple[SpecificationRequirement, ...] = Field(default=(), max_length=200)
    outcomes: tuple[LinkedOutcome, ...] = Field(default=(), max_length=100)


class CoProducer(Part):
    """A group or organisation that took part in writing, such as a patients' group; never a person's name.

    Providers are named by their code as well.
    """

    kind: CoProducerKind
    name: Name
    ods: OrgCode | None = None
    took_part_on: date
    contribution: Prose


class AboutSpecification(Event):
    """An event of one specification."""

    specification_id: UUID
    ref: str


class SpecificationDrafted(AboutSpecification):
    """A specification was begun with the draft of its first version."""

    sentence: ClassVar[str] = "Specification {ref} was drafted: {title}"

    title: str
    service: str
    commissioners: tuple[OrgCode, ...]
    parties: tuple[OrgCode, ...]
    localities: tuple[str, ...]
    content: SpecificationContent
    drafted_on: date
    author: Confidential[str]


class SpecificationVersionDrafted(AboutSpecification):
    """A further version was begun; the agreed one stands until this one is agreed."""

    sentence: ClassVar[str] = "Version {version_no} of specification {ref} was drafted"

    version_no: int
    content: SpecificationContent
    drafted_on: date
    author: Confidential[str]


class SpecificationRewritten(AboutSpecification):
    """The draft reads otherwise now; what providers said of its deliverability is void."""

    sentence: ClassVar[str] = "The draft of version {version_no} of specification {ref} was rewritten: {reason}"

    version_no: int
    content: SpecificationContent
    reason: str
    author: Confidential[str]


class SpecificationCoProductionRecorded(AboutSpecification):
    """Somebody took part in writing the draft. A provider sees it from then on: `parties` is all of them."""

    sentence: ClassVar[str] = "{co_producer.name} took part in version {version_no} of specification {ref}"

    version_no: int
    co_producer: CoProducer
    parties: tuple[OrgCode, ...]


class SpecificationDeliverabilityStated(AboutSpecification):
    """A provider that took part said itself whether the draft can be delivered."""

    sentence: ClassVar[str] = "{ods} said of version {version_no} of specification {ref} that it is {verdict}"

    version_no: int
    ods: OrgCode
    verdict: Literal["deliverable", "not deliverable"]
    statement: Confidential[str]
    stated_on: date


class SpecificationAgreed(AboutSpecification):
    """The version stands from now on and is not changed any more; `supersedes` is the one that stood before."""

    sentence: ClassVar[str] = "Version {version_no} of specification {ref} was agreed"

    version_no: int
    supersedes: int | None
    agreed_on: date


class SpecificationDraftWithdrawn(AboutSpecification):
    """The draft was given up; what was agreed before still stands."""

    sentence: ClassVar[str] = "The draft of version {version_no} of specification {ref} was withdrawn: {reason}"

    version_no: int
    reason: str


SpecificationEvent = (
    SpecificationDrafted
    | SpecificationVersionDrafted
    | SpecificationRewritten
    | SpecificationCoProductionRecorded
    | SpecificationDeliverabilityStated
    | SpecificationAgreed
    | SpecificationDraftWithdrawn
)
