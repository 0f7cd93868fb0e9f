"""The document and the page, for everybody: they say nothing about anybody."""

from collections.abc import Callable

from fastapi import APIRouter, Request, Response

from services.gateway.merged.documents import Documents, Merged
from services.gateway.merged.page import SECURITY, page_of


def merged_router(documents: Documents) -> APIRouter:
    """/openapi.json and /docs; the app they are included in must not have an openapi_url of its own."""
    router = APIRouter(include_in_schema=False)
    pages: dict[str, bytes] = {}

    @router.get("/openapi.json")
    async def read_document(request: Request) -> Response:
        merged = await documents.merged(request.app.openapi())
        return _unless_known(request, merged, "application/json", lambda: merged.body)

    @router.get("/docs")
    async def read_page(request: Request) -> Response:
        merged = await documents.merged(request.app.openapi())

        def page() -> bytes:
            if merged.etag not in pages:
                pages.clear()
                pages[merged.etag] = page_of(merged.document).encode()
            return pages[merged.etag]

        answer = _unless_known(request, merged, "text/html; charset=utf-8", page)
        answer.headers.update(SECURITY)
        return answer

    return router


def _unless_known(request: Request, merged: Merged, media_type: str, body: Callable[[], bytes]) -> Response:
    headers = {"ETag": merged.etag, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == merged.etag:
        return Response(status_code=304, headers=headers)
    return Response(body(), headers=headers, media_type=media_type)
