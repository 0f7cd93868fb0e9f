"""The routes of the overview."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Response

from services.gateway.overview.answers import AllianceOverview, Explanation
from services.gateway.overview.explaining import Explanations
from services.gateway.overview.names import FigureNotFound
from services.gateway.overview.reading import Overview
from services.gateway.timeline.sight import sight_of
from shared.kernel.addresses import PUBLIC
from shared.web.call import JSON, Call, asks
from shared.web.docs import reads
from shared.web.paging import AsOfTime, PageQuery, link_to_next, past_time
from shared.web.routing import named_router


def overview_router(overview: Overview, explanations: Explanations, **router: Any) -> APIRouter:
    """The routes over these two; `router` are further arguments of the APIRouter, such as dependencies."""
    routes = named_router("alliance", **router)

    @routes.get(f"{PUBLIC}/alliance/overview", **reads(AllianceOverview))
    async def read_overview(call: Annotated[Call, asks("read_overview")], as_of: AsOfTime = None) -> Response:
        """The whole alliance at a glance, as it is or as it was known at a moment of the past."""
        call.must_concern(())
        past = past_time(as_of)
        body = await (overview.now(call.now) if past is None else overview.then(past, call.now))
        return Response(body, media_type=JSON)

    @routes.get(f"{PUBLIC}/alliance/explain/{{figure}}", **reads(Explanation, FigureNotFound))
    async def explain_figure(
        figure: Annotated[str, Path(max_length=200, examples=["contracts.by_status.active"])],
        call: Annotated[Call, asks("explain_figure")],
        page: PageQuery,
        as_of: AsOfTime = None,
    ) -> Response:
        """The events a figure of the overview is made of, newest first, and their sum."""
        call.must_concern(())
        sight = sight_of(call.edge.access, call.principal)
        explanation = await explanations.explain(figure, page, call.now, past_time(as_of), sight)
        headers = link_to_next(call.request.url, page, explanation.next)
        return Response(explanation.model_dump_json(), 200, headers, JSON)

    return routes
