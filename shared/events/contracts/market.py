"""What can have happened while the market was assessed: who is interested, who is capable, who is shortlisted."""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from shared.kernel.message import Event
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Evidence, Part
from shared.kernel.privacy import Confidential

Competency = Literal["collaboration", "integration", "transformation"]
COMPETENCIES: tuple[Competency, ...] = ("collaboration", "integration", "transformation")


class Opinion(Part):
    """What one assessor gave for one competency, from 0 (no sign of it) to 4 (excellent), and on what it rests."""

    competency: Competency
    score: int = Field(ge=0, le=4)
    assessor: str
    comments: str
    evidence: tuple[Evidence, ...]


class AboutAssessment(Event):
    """An event of one provider's assessment in one market exercise, such as "BHR-ME-2017"."""

    assessment_id: UUID
    exercise: str
    provider: OrgCode


class ProviderInvited(AboutAssessment):
    """A provider was asked whether it is interested; it answers until the end of `respond_by`."""

    sentence: ClassVar[str] = "{provider} was invited to market exercise {exercise} and may answer until {respond_by}"

    title: str
    commissioners: tuple[OrgCode, ...]
    parties: tuple[OrgCode, ...]
    localities: tuple[str, ...]
    services: tuple[str, ...]
    respond_by: date
    invited_on: date


class InterestExpressed(AboutAssessment):
    """The provider itself said which of the services it could deliver, and why it is able to."""

    sentence: ClassVar[str] = "{provider} is interested in market exercise {exercise}: {services}"

    services: tuple[str, ...]
    capability: Confidential[str]
    evidence: Confidential[tuple[Evidence, ...]]


class InterestDeclined(AboutAssessment):
    """The provider itself said that it is not interested."""

    sentence: ClassVar[str] = "{provider} is not interested in market exercise {exercise}"

    reasons: Confidential[str]


class CompetencyScored(AboutAssessment):
    """One assessor has scored one competency; nobody sees the score until all of them are in."""

    sentence: ClassVar[str] = "The {competency} of {provider} was scored for market exercise {exercise}"

    competency: Competency
    score: Confidential[int]
    assessor: Confidential[str]
    comments: Confidential[str]
    evidence: Confidential[tuple[Evidence, ...]]


class ScoresCompared(AboutAssessment):
    """Two assessors have scored every competency: now their scores may be seen."""

    sentence: ClassVar[str] = "The scores of both assessors of {provider} for market exercise {exercise} were compared"

    opinions: Confidential[tuple[Opinion, ...]]
    to_moderate: Confidential[tuple[Competency, ...]]


class ScoresModerated(AboutAssessment):
    """Somebody who had scored nothing settled what the assessors saw too differently."""

    sentence: ClassVar[str] = "The scores of {provider} for {competency} were moderated"

    competency: Competency
    score: Confidential[int]
    moderator: Confidential[str]
    reasons: Confidential[str]


class ProviderAssessed(AboutAssessment):
    """Every competency has a result."""

    sentence: ClassVar[str] = "{provider} was assessed for market exercise {exercise}"


class ProviderShortlisted(AboutAssessment):
    """The provider goes on; from now on it sees its own result."""

    sentence: ClassVar[str] = "{provider} was shortlisted for market exercise {exercise}"

    reasons: str
    decided_on: date


class ProviderNotShortlisted(AboutAssessment):
    """The provider does not go on; it sees its own result and why."""

    sentence: ClassVar[str] = "{provider} was not shortlisted for market exercise {exercise}"

    reasons: str
    decided_on: date


MarketEvent = (
    ProviderInvited
    | InterestExpressed
    | InterestDeclined
    | CompetencyScored
    | ScoresCompared
    | ScoresModerated
    | ProviderAssessed
    | ProviderShortlisted
    | ProviderNotShortlisted
)
