"""What the rules need to know of one proposition, and how each event changes it."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Literal, assert_never
from uuid import UUID

from shared.events.contracts.propositions import (
    Contribution,
    Contributor,
    PropositionContributionAgreed,
    PropositionContributionDeclined,
    PropositionContributorsChanged,
    PropositionEvent,
    PropositionOpened,
    PropositionSubmitted,
    PropositionVersionDrafted,
    PropositionWithdrawn,
)
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Part


class PropositionStatus(StrEnum):
    """How far a proposition is."""

    OPEN = "open"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"


class ContributionAnswer(Part):
    """What a contributor said to the newest version."""

    ods: OrgCode
    answer: Literal["agreed", "declined"]
    reasons: str | None = None


class PropositionVersion(Part):
    """A version as it was written; `answers` are those it had when the next one came, or has now."""

    version_no: int
    drafted_on: date
    summary: str
    contributions: tuple[Contribution, ...]
    answers: tuple[ContributionAnswer, ...]
    void: bool = False


@dataclass(frozen=True)
class Proposition:
    """One proposition; the newest version is the last. `void`: its contributors are no longer those of today."""

    proposition_id: UUID
    title: str
    design_id: UUID
    status: PropositionStatus
    commissioners: tuple[str, ...]
    lead: str
    contributors: tuple[Contributor, ...]
    contributor_codes: tuple[str, ...]
    parties: tuple[str, ...]
    localities: tuple[str, ...]
    submit_by: date
    opened_on: date
    versions: tuple[PropositionVersion, ...] = ()
    submitted_on: date | None = None
    withdrawn_because: str | None = None

    @property
    def newest(self) -> PropositionVersion | None:
        """The version that may be agreed and submitted."""
        return self.versions[-1] if self.versions and not self.versions[-1].void else None


def evolve(proposition: Proposition | None, event: PropositionEvent) -> Proposition | None:
    """The proposition after `event`."""
    if isinstance(event, PropositionOpened):
        return _opened(event)
    if proposition is None:
        return None
    match event:
        case PropositionContributorsChanged():
            return replace(
                proposition,
                contributors=event.contributors,
                contributor_codes=event.codes,
                parties=event.parties,
                versions=_with_newest(proposition, void=True),
            )
        case PropositionVersionDrafted():
            return replace(proposition, versions=(*proposition.versions, _version(proposition, event)))
        case PropositionContributionAgreed():
            return _answered(proposition, ContributionAnswer(ods=event.ods, answer="agreed"))
        case PropositionContributionDeclined():
            return _answered(proposition, ContributionAnswer(ods=event.ods, answer="declined", reasons=event.reasons))
        case PropositionSubmitted():
            return replace(proposition, status=PropositionStatus.SUBMITTED, submitted_on=event.submitted_on)
        case PropositionWithdrawn():
            return replace(proposition, status=PropositionStatus.WITHDRAWN, withdrawn_because=event.reasons)
    assert_never(event)


def _opened(event: PropositionOpened) -> Proposition:
    return Proposition(
        proposition_id=event.proposition_id,
        title=event.title,
        design_id=event.design_id,
        status=PropositionStatus.OPEN,
        commissioners=event.commissioners,
        lead=event.lead,
        contributors=event.contributors,
        contributor_codes=tuple(one.ods for one in event.contributors),
        parties=event.parties,
        localities=event.localities,
        submit_by=event.submit_by,
        opened_on=event.opened_on,
    )


def _version(proposition: Proposition, event: PropositionVersionDrafted) -> PropositionVersion:
    """The lead, who wrote it, stands by it."""
    return PropositionVersion(
        version_no=event.version_no,
        drafted_on=event.drafted_on,
        summary=event.summary,
        contributions=event.contributions,
        answers=(ContributionAnswer(ods=proposition.lead, answer="agreed"),),
    )


def _answered(proposition: Proposition, answer: ContributionAnswer) -> Proposition:
    newest = proposition.versions[-1]
    return replace(proposition, versions=_with_newest(proposition, answers=(*newest.answers, answer)))


def _with_newest(proposition: Proposition, **changes: object) -> tuple[PropositionVersion, ...]:
    if not proposition.versions:
        return ()
    return (*proposition.versions[:-1], proposition.versions[-1].model_copy(update=changes))
