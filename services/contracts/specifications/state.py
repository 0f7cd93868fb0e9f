"""What the rules need to know of one specification, and how each event changes it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Literal, assert_never
from uuid import UUID

from shared.events.contracts.specifications import (
    CoProducer,
    SpecificationAgreed,
    SpecificationContent,
    SpecificationCoProductionRecorded,
    SpecificationDeliverabilityStated,
    SpecificationDrafted,
    SpecificationDraftWithdrawn,
    SpecificationEvent,
    SpecificationRewritten,
    SpecificationVersionDrafted,
)
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Part


class SpecificationStatus(StrEnum):
    """Where a specification stands: agreed as soon as one of its versions is."""

    DRAFT = "draft"
    AGREED = "agreed"
    WITHDRAWN = "withdrawn"


class Deliverability(Part):
    """What a provider said of the draft as it reads."""

    ods: OrgCode
    deliverable: bool
    statement: str
    stated_on: date


class SpecificationVersion(Part):
    """One version; `authors` are the subjects of those who wrote it."""

    version_no: int
    status: Literal["draft", "agreed", "superseded", "withdrawn"]
    content: SpecificationContent
    drafted_on: date
    authors: tuple[str, ...]
    co_producers: tuple[CoProducer, ...] = ()
    deliverability: tuple[Deliverability, ...] = ()
    agreed_on: date | None = None


@dataclass(frozen=True)
class Specification:
    """One specification; `in_force_no` is the version that stands, `draft_no` the one that is being written."""

    specification_id: UUID
    ref: str
    title: str
    service: str
    status: SpecificationStatus
    commissioners: tuple[str, ...]
    parties: tuple[str, ...]
    localities: tuple[str, ...]
    versions: tuple[SpecificationVersion, ...]
    in_force_no: int | None = None
    draft_no: int | None = None

    @property
    def draft(self) -> SpecificationVersion | None:
        """The version that is being written."""
        return None if self.draft_no is None else self.versions[self.draft_no - 1]


def evolve(specification: Specification | None, event: SpecificationEvent) -> Specification | None:
    """The specification after `event`."""
    if isinstance(event, SpecificationDrafted):
        return _drafted(event)
    if specification is None:
        return None
    match event:
        case SpecificationVersionDrafted():
            versions = (*specification.versions, _version(event, event.version_no))
            return replace(specification, versions=versions, draft_no=event.version_no)
        case SpecificationRewritten():
            return _with(specification, event.version_no, lambda draft: _rewritten(draft, event))
        case SpecificationCoProductionRecorded():
            changed = _with(specification, event.version_no, lambda draft: _co_produced(draft, event))
            return replace(changed, parties=event.parties)
        case SpecificationDeliverabilityStated():
            return _with(specification, event.version_no, lambda draft: _stated(draft, event))
        case SpecificationAgreed():
            return _agreed(specification, event)
        case SpecificationDraftWithdrawn():
            return _withdrawn(specification, event)
    assert_never(event)


def _drafted(event: SpecificationDrafted) -> Specification:
    return Specification(
        specification_id=event.specification_id,
        ref=event.ref,
        title=event.title,
        service=event.service,
        status=SpecificationStatus.DRAFT,
        commissioners=event.commissioners,
        parties=event.parties,
        localities=event.localities,
        versions=(_version(event, 1),),
        draft_no=1,
    )


def _version(event: SpecificationDrafted | SpecificationVersionDrafted, version_no: int) -> SpecificationVersion:
    return SpecificationVersion(
        version_no=version_no,
        status="draft",
        content=event.content,
        drafted_on=event.drafted_on,
        authors=(event.author,),
    )


def _with(
    specification: Specification, version_no: int, change: Callable[[SpecificationVersion], SpecificationVersion]
) -> Specification:
    versions = (change(one) if one.version_no == version_no else one for one in specification.versions)
    return replace(specification, versions=tuple(versions))


def _rewritten(draft: SpecificationVersion, event: SpecificationRewritten) -> SpecificationVersion:
    authors = tuple(dict.fromkeys((*draft.authors, event.author)))
    return draft.model_copy(update={"content": event.content, "authors": authors, "deliverability": ()})


def _co_produced(draft: SpecificationVersion, event: SpecificationCoProductionRecorded) -> SpecificationVersion:
    return draft.model_copy(update={"co_producers": (*draft.co_producers, event.co_producer)})


def _stated(draft: SpecificationVersion, event: SpecificationDeliverabilityStated) -> SpecificationVersion:
    """A later statement of the same provider stands in place of its earlier one."""
    said = Deliverability(
        ods=event.ods,
        deliverable=event.verdict == "deliverable",
        statement=event.statement,
        stated_on=event.stated_on,
    )
    others = tuple(one for one in draft.deliverability if one.ods != event.ods)
    return draft.model_copy(update={"deliverability": (*others, said)})


def _agreed(specification: Specification, event: SpecificationAgreed) -> Specification:
    def change(one: SpecificationVersion) -> SpecificationVersion:
        if one.version_no == event.version_no:
            return one.model_copy(update={"status": "agreed", "agreed_on": event.agreed_on})
        return one.model_copy(update={"status": "superseded"}) if one.version_no == event.supersedes else one

    return replace(
        specification,
        status=SpecificationStatus.AGREED,
        versions=tuple(change(one) for one in specification.versions),
        in_force_no=event.version_no,
        draft_no=None,
    )


def _withdrawn(specification: Specification, event: SpecificationDraftWithdrawn) -> Specification:
    changed = _with(specification, event.version_no, lambda one: one.model_copy(update={"status": "withdrawn"}))
    stands = specification.in_force_no is not None
    return replace(
        changed, draft_no=None, status=SpecificationStatus.AGREED if stands else SpecificationStatus.WITHDRAWN
    )
