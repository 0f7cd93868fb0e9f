"""Pathways as people read them: one row each, with every version, its signatures and the days it applied."""

from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.referrals.pathways.versions import (
    PathwayVersion,
    Versions,
    VersionStatus,
    newest_published,
    open_draft,
    versions_after,
)
from shared.events.referrals.pathways import PathwayDrafted, PathwayEvent
from shared.views import Recorded, ResourceRow, View


class PathwayRow(ResourceRow):
    """A pathway. `published_version` is the newest published one; its first day may be to come (see `versions`)."""

    pathway_id: UUID = Field(primary_key=True)
    title: str
    condition: str
    specialty_tfc: str
    owner_network: str
    required_signatories: list[str] = Field(sa_type=ARRAY(Text))
    status: VersionStatus = Field(sa_type=Text)
    draft_version: int | None
    published_version: int | None
    published_from: date | None
    signoffs_outstanding: list[str] = Field(sa_type=ARRAY(Text))
    versions: list[PathwayVersion] = Field(sa_type=JSONB)


class PathwayTable(PathwayRow, table=True):
    """The table behind the pathways."""

    __tablename__ = "pathways"


def project_pathway(row: PathwayRow | None, recorded: Recorded[PathwayEvent]) -> PathwayRow | None:
    """The pathway's row after one more event."""
    event = recorded.event
    if isinstance(event, PathwayDrafted):
        return _drafted(event, recorded)
    if row is None:
        return None
    versions = versions_after(tuple(row.versions), event)
    changes: dict[str, object] = {"version": recorded.version, "changed_at": recorded.occurred_at}
    return row.model_copy(update=changes | _figures(versions, row.required_signatories))


def _figures(versions: Versions, parties: list[str]) -> dict[str, object]:
    draft, published = open_draft(versions), newest_published(versions)
    standing = published or draft or versions[-1]
    return {
        "status": standing.status,
        "draft_version": draft.version if draft else None,
        "published_version": published.version if published else None,
        "published_from": published.from_date if published else None,
        "signoffs_outstanding": [party for party in parties if draft and party not in draft.signatures],
        "versions": list(versions),
    }


def _drafted(event: PathwayDrafted, recorded: Recorded[PathwayEvent]) -> PathwayRow:
    signatories = list(event.required_signatories)
    owner = event.owner_network
    return PathwayRow(
        version=recorded.version,
        parties=signatories if owner in signatories else [owner, *signatories],
        changed_at=recorded.occurred_at,
        pathway_id=event.pathway_id,
        title=event.title,
        condition=event.condition,
        specialty_tfc=event.specialty_tfc,
        owner_network=owner,
        required_signatories=signatories,
        status=VersionStatus.DRAFT,
        draft_version=event.version,
        published_version=None,
        published_from=None,
        signoffs_outstanding=signatories,
        versions=list(versions_after((), event)),
    )


pathway_view: View[PathwayRow] = View(table=PathwayTable, row=PathwayRow, project=project_pathway)
