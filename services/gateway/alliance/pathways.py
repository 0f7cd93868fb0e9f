"""Pathways: their titles, and whether referrals follow them."""

from typing import assert_never
from uuid import UUID

from sqlmodel import Field

from services.gateway.alliance.figures import Figure, Figures
from services.gateway.alliance.rows import ThingRow
from shared.events.referrals.pathways import (
    PathwayAgreed,
    PathwayDrafted,
    PathwayEvent,
    PathwayPublished,
    PathwaySectionEdited,
    PathwaySignedOff,
    PathwaySubmittedForReview,
    PathwaySuperseded,
    PathwayVersionDrafted,
    PathwayWithdrawn,
)
from shared.views import Recorded, View

PATHWAY_STATUSES = ("draft", "published", "withdrawn")


class KnownPathwayRow(ThingRow):
    """A pathway: a draft until a version of it is published."""

    pathway_id: UUID = Field(primary_key=True)
    title: str
    status: str


class KnownPathwayTable(KnownPathwayRow, table=True):
    """The table behind it."""

    __tablename__ = "alliance_pathways"


def project_pathway(row: KnownPathwayRow | None, recorded: Recorded[PathwayEvent]) -> KnownPathwayRow | None:
    """The pathway after one more event."""
    event = recorded.event
    if isinstance(event, PathwayDrafted):
        return KnownPathwayRow(
            pathway_id=event.pathway_id,
            version=recorded.version,
            parties=list(dict.fromkeys([event.owner_network, *event.required_signatories])),
            localities=[],
            title=event.title,
            status="draft",
        )
    if row is None:
        return None
    return row.model_copy(update={"version": recorded.version, "status": _status_after(row.status, event)})


def _status_after(status: str, event: PathwayEvent) -> str:
    match event:
        case PathwayPublished():
            return "published"
        case PathwayWithdrawn():
            return "withdrawn"
        case (
            PathwayDrafted()
            | PathwayVersionDrafted()
            | PathwaySectionEdited()
            | PathwaySubmittedForReview()
            | PathwaySignedOff()
            | PathwayAgreed()
            | PathwaySuperseded()
        ):
            return status
    assert_never(event)


def pathway_figures(row: KnownPathwayRow) -> Figures:
    """What one pathway adds."""
    return {Figure(f"referrals.{row.pathway_id}.status.{row.status}"): 1}


known_pathway_view: View[KnownPathwayRow] = View(table=KnownPathwayTable, row=KnownPathwayRow, project=project_pathway)
