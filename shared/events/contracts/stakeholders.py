"""What stakeholders think of the alliance's plans, what they challenge, and how they are answered (R31, R116)."""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from shared.kernel.message import Event
from shared.kernel.organisations import OrgCode
from shared.kernel.privacy import Confidential

StakeholderKind = Literal[
    "public_body",
    "elected_body",
    "professional_body",
    "provider",
    "patients_group",
    "staff_side",
    "voluntary_organisation",
    "regulator",
    "media",
]
Stance = Literal["supportive", "conditional", "neutral", "opposed"]
ChallengeMechanism = Literal[
    "correspondence",
    "public_meeting",
    "overview_and_scrutiny",
    "board_meeting",
    "stakeholder_forum",
    "petition",
    "press",
]
"""Where an issue is raised or debated; overview and scrutiny: NHS Act 2006 s244, SI 2013/218."""

ChallengeSubject = Literal["scope", "design", "procurement", "contract", "finance", "governance", "service_change"]


class StakeholderRegistered(Event):
    """A stakeholder was entered, by the name of its group, organisation or seat; never by a person's name."""

    sentence: ClassVar[str] = "{name} was entered as a stakeholder"

    stakeholder_id: UUID
    name: str
    kind: StakeholderKind
    commissioners: tuple[OrgCode, ...]
    parties: tuple[OrgCode, ...]
    localities: tuple[str, ...]


class StakeholderPositionRecorded(Event):
    """What a stakeholder thinks of a topic since a day; the sensitivities behind it stay inside."""

    sentence: ClassVar[str] = "{name} is {stance} on {topic} since {taken_on}"

    stakeholder_id: UUID
    name: str
    topic: str
    stance: Stance
    taken_on: date
    position: Confidential[str]
    sensitivities: Confidential[str | None] = None


StakeholderEvent = StakeholderRegistered | StakeholderPositionRecorded


class AboutChallenge(Event):
    """An event of one challenge."""

    challenge_id: UUID
    title: str


class ChallengeRaised(AboutChallenge):
    """A stakeholder raised an issue, to be answered by the end of `response_due_on`."""

    sentence: ClassVar[str] = "{stakeholder} raised a challenge, to be answered by {response_due_on}: {title}"

    stakeholder: str
    stakeholder_id: UUID | None
    subject: ChallengeSubject
    subject_id: UUID | None
    mechanism: ChallengeMechanism
    issue: Confidential[str]
    raised_on: date
    response_due_on: date
    commissioners: tuple[OrgCode, ...]
    parties: tuple[OrgCode, ...]
    localities: tuple[str, ...]


class ChallengeDebated(AboutChallenge):
    """The issue was debated with those it concerns."""

    sentence: ClassVar[str] = "The challenge {title} was debated on {debated_on} by {forum}"

    forum: str
    mechanism: ChallengeMechanism
    debated_on: date
    outcome: Confidential[str]


class ChallengeResponsePostponed(AboutChallenge):
    """The answer is due later, for a reason the stakeholder was told."""

    sentence: ClassVar[str] = "The answer to the challenge {title} is due by {response_due_on}: {reason}"

    response_due_on: date
    reason: str


class ChallengeFellOverdue(AboutChallenge):
    """The last day for an answer passed without one."""

    sentence: ClassVar[str] = "The challenge {title} was not answered by {response_due_on}"

    response_due_on: date


class ChallengeAnswered(AboutChallenge):
    """The stakeholder was answered; it is closed."""

    sentence: ClassVar[str] = "The challenge {title} was answered on {answered_on}"

    answered_on: date
    late: bool
    answer: Confidential[str]


class ChallengeWithdrawn(AboutChallenge):
    """The stakeholder took it back; it is closed."""

    sentence: ClassVar[str] = "The challenge {title} was withdrawn on {withdrawn_on}"

    withdrawn_on: date
    reason: str


ChallengeEvent = (
    ChallengeRaised
    | ChallengeDebated
    | ChallengeResponsePostponed
    | ChallengeFellOverdue
    | ChallengeAnswered
    | ChallengeWithdrawn
)
