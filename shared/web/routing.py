"""Routes whose bodies are read strictly as JSON: "12" is no number, an unknown field is an error."""

import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute

from shared.kernel.message import JsonText


class _JsonRequest(Request):
    async def json(self) -> Any:
        """The body as text to be validated by the model itself; not parsed twice, not converted."""
        raw = await self.body()
        try:
            json.loads(raw)
        except RecursionError:
            raise json.JSONDecodeError("nested too deeply", "", 0) from None
        return JsonText(raw)


class _JsonRoute(APIRoute):
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def with_json(request: Request) -> Response:
            return await handle(_JsonRequest(request.scope, request.receive))

        return with_json


def capability_router(tag: str) -> APIRouter:
    """A router for one capability's routes."""
    return APIRouter(tags=[tag], route_class=_JsonRoute)
