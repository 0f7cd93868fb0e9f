"""However many routes there are, a request comes to the one it would come to if all were tried in their order."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Response

from shared.web.routing import add_routes, capability_router

ROUTES = (
    ("GET", "/things"),
    ("POST", "/things"),
    ("GET", "/things/count"),
    ("GET", "/things/{thing_id}"),
    ("GET", "/things/{thing_id}/parts/{part_id}"),
    ("POST", "/things-of-others"),
    ("GET", "/api/v1/things/{thing_id}"),
    ("GET", "/api/v1/others"),
    ("GET", "/{anything}/whatever"),
)
ASKED = (
    ("GET", "/things", 200, "GET /things"),
    ("POST", "/things", 200, "POST /things"),
    ("GET", "/things/count", 200, "GET /things/count"),
    ("GET", "/things/7", 200, "GET /things/{thing_id}"),
    ("GET", "/things/7/parts/8", 200, "GET /things/{thing_id}/parts/{part_id}"),
    ("POST", "/things-of-others", 200, "POST /things-of-others"),
    ("GET", "/api/v1/things/7", 200, "GET /api/v1/things/{thing_id}"),
    ("GET", "/api/v1/others", 200, "GET /api/v1/others"),
    ("GET", "/nobody/whatever", 200, "GET /{anything}/whatever"),
    ("GET", "/things/whatever", 200, "GET /things/{thing_id}"),
    ("GET", "/api/v1/nothing", 404, ""),
    ("GET", "/nothing", 404, ""),
    ("GET", "/", 404, ""),
    ("GET", "//things", 404, ""),
    ("DELETE", "/things", 405, ""),
    ("GET", "/things/", 307, ""),
)


def app_of(routes: tuple[tuple[str, str], ...]) -> FastAPI:
    app = FastAPI()
    router, other = capability_router("one"), capability_router("other")
    for number, (method, path) in enumerate(routes):

        def answer(told: str = f"{method} {path}") -> Response:
            return Response(told)

        (other if number % 2 == 0 else router).add_api_route(path, answer, methods=[method], name=f"answer_{number}")
    add_routes(app, [other, router])
    return app


@pytest.mark.parametrize(("method", "path", "status", "told"), ASKED)
async def test_a_request_finds_its_route(method: str, path: str, status: int, told: str) -> None:
    # "/things/count" and "/things/{thing_id}" stand in two routers: the first one wins.
    transport = httpx.ASGITransport(app_of(ROUTES))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        answer: Any = await http.request(method, path)
    assert answer.status_code == status
    if told:
        assert answer.text == told
