"""What can be asked of a provider's assessment."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from shared.events.contracts.market import Competency
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode, OrgKind
from shared.kernel.parts import Evidence, Name, Prose, Ref


class InviteProviderBody(Body):
    """Which provider is asked about which services; `exercise` names what is one comparison of providers."""

    exercise: Ref
    title: Name
    commissioners: tuple[OrgCode, ...] = Field(min_length=1, max_length=20)
    provider: OrgCode
    services: tuple[Name, ...] = Field(min_length=1, max_length=50)
    localities: tuple[Name, ...] = Field(default=(), max_length=50)
    respond_by: date


class InviteProvider(InviteProviderBody, Command):
    """Ask a provider whether it is interested. Without any known localities every one is taken as known."""

    assessment_id: UUID
    commissioner_kinds: dict[OrgCode, OrgKind]
    known_localities: frozenset[str]
    today: date


class ExpressInterestBody(Body):
    """Which of the services the provider could deliver, and what makes it able to."""

    services: tuple[Name, ...] = Field(min_length=1, max_length=50)
    capability: Prose
    evidence: tuple[Evidence, ...] = Field(default=(), max_length=50)


class ExpressInterest(ExpressInterestBody, Command):
    """The provider's own answer; `org` is the caller's organisation."""

    org: OrgCode
    today: date


class DeclineInterestBody(Body):
    """Why not."""

    reasons: Prose


class DeclineInterest(DeclineInterestBody, Command):
    """The provider's own answer; `org` is the caller's organisation."""

    org: OrgCode


class ScoreCompetencyBody(Body):
    """One competency from 0 (no sign of it) to 4 (excellent), and what the score rests on."""

    competency: Competency
    score: int = Field(ge=0, le=4)
    comments: Prose
    evidence: tuple[Evidence, ...] = Field(default=(), max_length=50)


class ScoreCompetency(ScoreCompetencyBody, Command):
    """Score one competency; `by` is the subject of the assessor's token, `org` their organisation."""

    by: str
    org: OrgCode


class ModerateScoresBody(Body):
    """The score that stands for a competency the assessors saw too differently, and why."""

    competency: Competency
    score: int = Field(ge=0, le=4)
    reasons: Prose


class ModerateScores(ModerateScoresBody, Command):
    """Settle what two assessors saw too differently; `by` is the subject of the moderator's token."""

    by: str


class DecideShortlistingBody(Body):
    """Whether the provider goes on, and why."""

    outcome: Literal["shortlisted", "not_shortlisted"]
    reasons: Prose


class DecideShortlisting(DecideShortlistingBody, Command):
    """Let the provider go on, or not; `by` is the subject of the decider's token."""

    by: str
    today: date


MarketCommand = (
    InviteProvider | ExpressInterest | DeclineInterest | ScoreCompetency | ModerateScores | DecideShortlisting
)
