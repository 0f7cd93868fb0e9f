"""The routes of the public record: OCDS packages, for anybody with a role."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Path, Response
from pydantic import BaseModel, ConfigDict
from sqlmodel import col

from services.contracts.ocds.domain import process_decider
from services.contracts.ocds.feed import Told, releases_after, releases_of
from services.contracts.ocds.packages import Publisher, record_package, release_package
from services.contracts.ocds.refusals import ProcessNotTold
from services.contracts.ocds.views import ProcessRow, ProcessTable, process_view, release_view
from shared.capability import Capability
from shared.kernel.addresses import PUBLIC
from shared.web.call import JSON, Call, asks
from shared.web.docs import lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, PageQuery, past_time, time_query
from shared.web.routing import capability_router

processes = Capability(
    decider=process_decider,
    resource=process_view,
    views=(process_view, release_view),
    path="/ocds/processes",
)
router = capability_router("ocds")
add_history(router, processes)

Ocid = Annotated[str, Path(min_length=1, max_length=100, examples=["ocds-213czf-01980000-0000-7000-8000-000000000001"])]


class _Package(BaseModel):
    """What both kinds of package say; the standard's own schema tells the rest."""

    model_config = ConfigDict(extra="allow")

    uri: str
    version: str
    publishedDate: datetime  # noqa: N815  # the standard's name
    publisher: dict[str, Any]
    license: str


class ReleasePackage(_Package):
    """An OCDS 1.1.5 release package. `links.next` is the address of the next one, when there is one."""

    releases: list[dict[str, Any]]
    links: dict[str, str] | None = None


class RecordPackage(_Package):
    """An OCDS 1.1.5 record package."""

    records: list[dict[str, Any]]


Since = Annotated[str | None, time_query("Only what was published at this moment or later (RFC 3339)")]


@router.get("/ocds/releases", **reads(ReleasePackage))
async def read_release_feed(
    call: Annotated[Call, asks("read_release_feed")],
    page: PageQuery,
    since: Since = None,
) -> Response:
    """Every release as a feed, oldest first; without `links.next` it is at its end.

    Who comes back later asks `since` the `publishedDate` of the last package: its newest release is told again then.
    """
    call.must_concern([])
    published_from = past_time(since, "since")
    purpose = f"{call.service.name}:{call.request.url.path}"
    after = int(call.edge.cursors.read(purpose, page.cursor)) if page.cursor else 0
    found = await releases_after(call.service, after, published_from, page.limit + 1)
    shown, following = found[: page.limit], None
    if len(found) > page.limit:
        cursor = call.edge.cursors.make(purpose, str(shown[-1].position))
        url = call.request.url.include_query_params(cursor=cursor, limit=page.limit)
        following = f"{_publisher(call).base_url}/ocds/releases?{url.query}"
    published = shown[-1].published_at if shown else published_from or call.now
    query = f"?{call.request.url.query}" if call.request.url.query else ""
    head = _publisher(call).head(f"/ocds/releases{query}", published)
    return Response(release_package(head, [one.release for one in shown], following), media_type=JSON)


@router.get("/ocds/releases/{ocid}", **reads(ReleasePackage, ProcessNotTold))
async def read_release_package(ocid: Ocid, call: Annotated[Call, asks("read_contracting_process")]) -> Response:
    """Every release of one contracting process, oldest first, each byte for byte as it was published."""
    told = await _told(call, ocid)
    head = _publisher(call).head(f"/ocds/releases/{ocid}", told[-1].published_at)
    return Response(release_package(head, [one.release for one in told]), media_type=JSON)


@router.get("/ocds/records/{ocid}", **reads(RecordPackage, ProcessNotTold))
async def read_record_package(ocid: Ocid, call: Annotated[Call, asks("read_contracting_process")]) -> Response:
    """The record of one contracting process: its releases, and how things stand after all of them."""
    told = await _told(call, ocid)
    publisher = _publisher(call)
    head = publisher.head(f"/ocds/records/{ocid}", told[-1].published_at)
    head["packages"] = [f"{publisher.base_url}/ocds/releases/{ocid}"]
    return Response(record_package(head, ocid, [one.release for one in told]), media_type=JSON)


@router.get("/ocds/processes/{contracting_process_id}", **reads(ProcessRow))
async def read_contracting_process(
    contracting_process_id: UUID, call: Annotated[Call, asks("read_contracting_process")], as_of: AsOf = None
) -> Response:
    """One process: its ocid, and how often it was told of. Its id is that of the procurement, or of the contract."""
    return await call.read(processes, contracting_process_id, as_of)


@router.get("/ocds/processes", **lists(ProcessRow))
async def list_contracting_processes(
    call: Annotated[Call, asks("list_contracting_processes")],
    page: PageQuery,
    ocid: str | None = None,
    party: str | None = None,
) -> Response:
    """Contracting processes of which something was published, newest first."""
    where = []
    if ocid is not None:
        where.append(col(ProcessTable.ocid) == ocid)
    if party is not None:
        where.append(col(ProcessTable.parties).contains([party]))
    return await call.list(processes, page, *where)


def _publisher(call: Call) -> Publisher:
    alliance = call.service.alliance
    return Publisher(name=alliance.ocds_publisher, base_url=f"{alliance.public_url.rstrip('/')}{PUBLIC}")


async def _told(call: Call, ocid: str) -> list[Told]:
    call.must_concern([])
    told = list(await releases_of(call.service, ocid))
    if not told:
        raise ProcessNotTold("Nothing was published under this ocid.")
    return told
