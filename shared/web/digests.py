"""The daily digests of a service, for anybody in the alliance to keep: whoever holds one can show later tampering."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from shared.eventstore.days import from_row
from shared.web.call import JSON, Call, asks
from shared.web.docs import lists
from shared.web.paging import PageQuery, link_to_next, page_json
from shared.web.routing import capability_router

_ROWS = """
SELECT day, events, last_position, digest FROM daily_digests
WHERE $1::date IS NULL OR day < $1 ORDER BY day DESC LIMIT $2
"""


class DailyDigest(BaseModel):
    """What a finished day of UTC came to. `acs verify --kept` takes these as they are."""

    source: str = Field(description="The service")
    day: date
    events: int = Field(description="How many events were recorded on the day; a day without events is not listed")
    last_position: int = Field(description="The position of the last of them")
    digest: str = Field(description="SHA-256 over the digest of the row before and the day's events, in hexadecimal")


def digests_router(service: str) -> APIRouter:
    """The one route."""
    routes = capability_router("operations")

    @routes.get(f"/operations/{service}/digests", **lists(DailyDigest))
    async def list_digests(call: Annotated[Call, asks("list_digests")], page: PageQuery) -> Response:
        """The digests of finished days, newest first. Keep them where nobody who runs this service can change them."""
        call.must_concern(())
        purpose = f"{service}:digests"
        before = call.edge.cursors.read(purpose, page.cursor) if page.cursor else None
        async with call.service.database.connection() as connection:
            records = await connection.fetch(_ROWS, date.fromisoformat(before) if before else None, page.limit + 1)
        rows = [from_row(record) for record in records[: page.limit]]
        following = call.edge.cursors.make(purpose, rows[-1].day.isoformat()) if len(records) > page.limit else None
        shown = (
            DailyDigest(
                source=service,
                day=row.day,
                events=row.events,
                last_position=row.last_position,
                digest=row.digest.hex(),
            ).model_dump_json()
            for row in rows
        )
        headers = link_to_next(call.request.url, page, following)
        return Response(page_json(shown, following), 200, headers, JSON)

    return routes
