"""The versions of a pathway: what each says, who signed it, and from when to when it applied."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import assert_never

from pydantic import BaseModel, ConfigDict

from shared.events.referrals.pathways import (
    InvestigationsSection,
    ManagementStepsSection,
    PathwayAgreed,
    PathwayDrafted,
    PathwayEvent,
    PathwayPublished,
    PathwaySection,
    PathwaySectionEdited,
    PathwaySignedOff,
    PathwaySubmittedForReview,
    PathwaySuperseded,
    PathwayVersionDrafted,
    PathwayWithdrawn,
    ReferCriteriaSection,
    SectionName,
)
from shared.kernel.organisations import OrgCode

COMPULSORY: tuple[SectionName, ...] = ("management_steps", "investigations", "refer_criteria")


class VersionStatus(StrEnum):
    """Where a version is in its life."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    AGREED = "agreed"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


UNPUBLISHED = frozenset({VersionStatus.DRAFT, VersionStatus.IN_REVIEW, VersionStatus.AGREED})


class PathwayVersion(BaseModel):
    """One version; it applies from `from_date` to `to_date`, both inclusive, or on; neither before publication."""

    model_config = ConfigDict(frozen=True)

    version: int
    status: VersionStatus
    sections: tuple[PathwaySection, ...] = ()
    signatures: tuple[OrgCode, ...] = ()
    from_date: date | None = None
    to_date: date | None = None

    def applies_on(self, day: date) -> bool:
        """Whether referrals of `day` follow this version."""
        if self.from_date is None:
            return False
        return self.from_date <= day and (self.to_date is None or day <= self.to_date)

    def section(self, name: SectionName) -> PathwaySection | None:
        """The section of that name, if it was written."""
        return next((section for section in self.sections if section.section == name), None)

    def missing_sections(self) -> tuple[SectionName, ...]:
        """The compulsory sections that say nothing yet."""
        return tuple(name for name in COMPULSORY if not _says_something(self.section(name)))


Versions = tuple[PathwayVersion, ...]


def _says_something(section: PathwaySection | None) -> bool:
    match section:
        case ManagementStepsSection(steps=content):
            return bool(content)
        case InvestigationsSection(investigations=content):
            return bool(content)
        case ReferCriteriaSection(groups=content):
            return bool(content)
        case _:
            return False


def version_on(versions: Sequence[PathwayVersion], day: date) -> PathwayVersion | None:
    """The version published on `day`, for any day, past or to come."""
    return next((version for version in versions if version.applies_on(day)), None)


def open_draft(versions: Sequence[PathwayVersion]) -> PathwayVersion | None:
    """The version that is not published yet, if there is one."""
    return next((version for version in versions if version.status in UNPUBLISHED), None)


def newest_published(versions: Sequence[PathwayVersion]) -> PathwayVersion | None:
    """The published version no other has taken the place of, though its first day may be to come."""
    return next((version for version in versions if version.status is VersionStatus.PUBLISHED), None)


def versions_after(versions: Versions, event: PathwayEvent) -> Versions:
    """The versions after one more event."""
    match event:
        case PathwayDrafted():
            return (PathwayVersion(version=event.version, status=VersionStatus.DRAFT),)
        case PathwayVersionDrafted():
            drafted = PathwayVersion(version=event.version, status=VersionStatus.DRAFT, sections=event.sections)
            return (*versions, drafted)
        case PathwaySectionEdited():
            return tuple(
                _edited(version, event) if version.version == event.version else version for version in versions
            )
        case PathwaySubmittedForReview():
            return _set(versions, event.version, status=VersionStatus.IN_REVIEW)
        case PathwaySignedOff():
            return tuple(
                _signed(version, event) if version.version == event.version else version for version in versions
            )
        case PathwayAgreed():
            return _set(versions, event.version, status=VersionStatus.AGREED)
        case PathwayPublished():
            return _set(versions, event.version, status=VersionStatus.PUBLISHED, from_date=event.from_date)
        case PathwaySuperseded():
            return _set(versions, event.version, status=VersionStatus.SUPERSEDED, to_date=event.to_date)
        case PathwayWithdrawn():
            return tuple(_withdrawn(version, event.from_date) for version in versions)
    assert_never(event)


def _set(versions: Versions, number: int, **changes: object) -> Versions:
    return tuple(version.model_copy(update=changes) if version.version == number else version for version in versions)


def _edited(version: PathwayVersion, event: PathwaySectionEdited) -> PathwayVersion:
    kept = [section for section in version.sections if section.section != event.section]
    changes = {"sections": (*kept, event.content), "status": VersionStatus.DRAFT, "signatures": ()}
    return version.model_copy(update=changes)


def _signed(version: PathwayVersion, event: PathwaySignedOff) -> PathwayVersion:
    return version.model_copy(update={"signatures": (*version.signatures, event.party)})


def _withdrawn(version: PathwayVersion, from_date: date) -> PathwayVersion:
    last = from_date - timedelta(days=1)
    if version.from_date is None:
        return version.model_copy(update={"status": VersionStatus.WITHDRAWN})
    if version.to_date is None:
        return version.model_copy(update={"status": VersionStatus.WITHDRAWN, "to_date": last})
    # A version superseded from a day to come ends with the pathway, if that is sooner.
    return version.model_copy(update={"to_date": min(version.to_date, last)})
