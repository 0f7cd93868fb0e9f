"""Routes whose bodies are read strictly as JSON ("12" is no number), and how a request finds its route among many."""

from collections import defaultdict
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any

import orjson
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.kernel.addresses import path_at_the_service
from shared.kernel.message import JsonText
from shared.kernel.refusals import Refused
from shared.web.call import Asks


class _JsonRequest(Request):
    async def json(self) -> Any:
        """The body as text to be validated by the model itself, not converted; JSONDecodeError when it is no JSON."""
        raw = await self.body()
        orjson.loads(raw)
        return JsonText(raw)


class _JsonRoute(APIRoute):
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        # Of a file that is read as it comes nothing is left to compare.
        compares = self.dependant.request_param_name is None

        async def with_json(request: Request) -> Response:
            asked = _JsonRequest(request.scope, request.receive)
            try:
                return await handle(asked)
            except Refused:
                if compares and (first := await (await Asks(self.name)(asked)).first_answer()):
                    return first
                raise

        return with_json


def capability_router(tag: str) -> APIRouter:
    """A router for one capability's routes."""
    return named_router(tag, route_class=_JsonRoute)


def named_router(tag: str, **options: Any) -> APIRouter:
    """A router whose operations are called as their functions; `options` are APIRouter's."""
    return APIRouter(tags=[tag], generate_unique_id_function=_operation_id, **options)


def _operation_id(route: Any) -> str:
    return str(route.name)


def add_routes(app: FastAPI, routers: Sequence[APIRouter]) -> None:
    """Make the routers' routes the app's own, in their order, found by where their paths begin.

    FastAPI's include_router keeps each router apart: a request tries the routes of one after another, and those of the
    right one twice. With hundreds of routes that takes as long as answering.
    """
    routes = app.router.routes
    for router in routers:
        routes.extend(router.routes)
    app.router.middleware_stack = _ByBeginning(app.router.middleware_stack, routes)


class _ByBeginning:
    """Tries the routes whose paths begin as the request's does; what none of them takes goes the usual way."""

    def __init__(self, usual: ASGIApp, routes: Sequence[BaseRoute]) -> None:
        self._usual = usual
        self._routes: Mapping[str, list[BaseRoute]] = defaultdict(list)
        for route in routes:
            self._routes[_beginning(getattr(route, "path", ""))].append(route)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            for route in self._routes.get(_beginning(scope["path"]), ()):
                match, found = route.matches(scope)
                if match is Match.FULL:
                    scope.update(found)
                    await route.handle(scope, receive, send)
                    return
        await self._usual(scope, receive, send)


def _beginning(path: str) -> str:
    """The first segment; below the gateway's prefix, the one after it."""
    return path_at_the_service(path).partition("/")[2].partition("/")[0]
