"""RFC 9457 problem documents: the one file that knows which refusal is which status."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, JsonValue
from starlette.exceptions import HTTPException

from shared.eventstore.database import StoreUnavailable
from shared.eventstore.items import Contended, Overloaded
from shared.kernel.message import NotThisShape
from shared.kernel.refusals import Duplicate, NotAllowed, NotFound, Refused, Stale
from shared.wish import IdempotencyKeyReused, TextNotStorable

MEDIA_TYPE = "application/problem+json"


class FieldError(BaseModel):
    """One thing wrong with the input: a dotted path, and what is expected there."""

    field: str
    message: str


class Problem(BaseModel):
    """A problem document (RFC 9457). `refusal` is the class of the broken rule, `rule` the law behind it."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    request_id: str | None = None
    refusal: str | None = None
    rule: str | None = None
    field: str | None = None
    errors: list[FieldError] | None = None
    facts: dict[str, JsonValue] | None = None


class Malformed(Refused):
    """The request is not of the form the API asks for."""

    def __init__(self, detail: str, errors: Sequence[FieldError] = (), *, field: str | None = None) -> None:
        super().__init__(detail, field=field or (errors[0].field if errors else None))
        self.errors = errors


class Unauthenticated(Refused):
    rule = "Every request carries a valid access token"


class PreconditionMissing(Refused):
    rule = "A change names in If-Match the version it was decided on"
    field = "If-Match"


class SourceUnavailable(Exception):
    """Another service did not answer; `source` names it."""

    def __init__(self, source: str) -> None:
        super().__init__(f"{source} does not answer")
        self.source = source


_STATUS: tuple[tuple[type[Exception], int], ...] = (
    (Malformed, 400),
    (TextNotStorable, 400),
    (Unauthenticated, 401),
    (NotAllowed, 403),
    (NotFound, 404),
    (Duplicate, 409),
    (Stale, 412),
    (PreconditionMissing, 428),
    (IdempotencyKeyReused, 422),
    (Refused, 422),
    (Overloaded, 503),
    (Contended, 503),
    (StoreUnavailable, 503),
    (SourceUnavailable, 503),
)

_TITLES: Mapping[int, str] = {
    404: "Not found",
    405: "Method not allowed",
    413: "The request is too large",
    415: "The media type is not supported",
    500: "Something went wrong on our side",
    503: "Try again shortly",
}


def status_of(kind: type[Exception]) -> int:
    """The HTTP status of a refusal or failure; 500 for anything unforeseen."""
    return next((status for known, status in _STATUS if issubclass(kind, known)), 500)


def type_of(name: str) -> str:
    """The problem's type as a URN: `ContractNotActive` → `urn:acs:problem:contract-not-active`."""
    return "urn:acs:problem:" + "-".join(re.findall(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z0-9]+|[A-Z]+", name)).lower()


def title_of(name: str) -> str:
    """A class name in words: `ContractNotActive` → "Contract not active"."""
    return type_of(name).rsplit(":", 1)[1].replace("-", " ").capitalize()


def problem_of(failure: Exception) -> Problem:
    """The document for a failure; of an unforeseen one it says nothing but that it happened."""
    status = status_of(type(failure))
    if not isinstance(failure, Refused):
        name = type(failure).__name__ if status != 500 else "InternalError"
        detail = str(failure) if isinstance(failure, SourceUnavailable) else _TITLES[status]
        return Problem(type=type_of(name), title=_TITLES[status], status=status, detail=detail)
    name = type(failure).__name__
    errors = list(failure.errors) if isinstance(failure, Malformed) else None
    return Problem(
        type=type_of(name),
        title=title_of(name),
        status=status,
        detail=failure.detail,
        refusal=name,
        rule=failure.rule or None,
        field=failure.field,
        errors=errors or None,
        facts=failure.facts or None,
    )


def respond(request: Request, problem: Problem, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """The problem as a response, with the request's id and what the status asks for."""
    problem.request_id = request.scope.get("acs.request_id")
    extra = dict(headers or {})
    if problem.status == 503:
        extra["Retry-After"] = "1"
    if problem.status == 401:
        extra["WWW-Authenticate"] = 'Bearer realm="acs-alliance"'
    body = problem.model_dump(exclude_none=True)
    return JSONResponse(body, status_code=problem.status, headers=extra, media_type=MEDIA_TYPE)


def too_large(request: Request, limit: int | None = None) -> JSONResponse:
    """A body over the limit; the connection is closed, because the rest of it is not read."""
    detail = "The body has too many bytes." if limit is None else f"A body has at most {limit} bytes."
    problem = Problem(
        type="urn:acs:problem:body-too-large", title=_TITLES[413], status=413, detail=detail, field="body"
    )
    return respond(request, problem, {"Connection": "close"})


def field_errors(errors: Sequence[Any]) -> list[FieldError]:
    """pydantic's errors as dotted paths and messages; never the input itself."""
    return [_field_error(error) for error in errors]


def _field_error(error: Any) -> FieldError:
    if error.get("type") == "json_invalid":
        # FastAPI has the offset where the field stands, and the parser's words beside.
        where = "".join(f" at character {offset}" for offset in error["loc"][-1:])
        why = error.get("ctx", {}).get("error", error["msg"])
        return FieldError(field="body", message=f"This is no JSON{where}: {why}")
    named = ".".join(str(part) for part in error["loc"] if part not in ("body", "query", "path", "header"))
    return FieldError(field=named or "body", message=str(error["msg"]).removeprefix("Value error, "))


def _allowing(request: Request, headers: Mapping[str, str] | None) -> Mapping[str, str] | None:
    """Starlette tells the methods of the first route of a path; the document knows them all (RFC 9110 §10.2.1)."""
    if not headers or "Allow" not in headers:
        return headers
    documented = request.app.openapi()["paths"].get(getattr(request.scope.get("route"), "path", ""))
    return dict(headers) | ({"Allow": ", ".join(sorted(map(str.upper, documented)))} if documented else {})


def install(app: FastAPI) -> None:
    """Let every failure of `app` end in a problem document."""

    async def refused(request: Request, failure: Exception) -> JSONResponse:
        return respond(request, problem_of(failure))

    async def malformed(request: Request, failure: Exception) -> JSONResponse:
        found = failure.errors if isinstance(failure, NotThisShape) else failure.errors()  # type: ignore[attr-defined]  # registered for these two
        errors = field_errors(found)
        return respond(request, problem_of(Malformed("The request is not well-formed.", errors)))

    async def http(request: Request, failure: Exception) -> JSONResponse:
        assert isinstance(failure, HTTPException)  # noqa: S101  # registered for this class only
        if failure.status_code == 413:
            return too_large(request)
        title = _TITLES.get(failure.status_code, str(failure.detail))
        problem = Problem(
            type=f"urn:acs:problem:http-{failure.status_code}",
            title=title,
            status=failure.status_code,
            detail=title,
        )
        return respond(request, problem, _allowing(request, failure.headers))

    for kind in (Refused, Overloaded, Contended, StoreUnavailable, SourceUnavailable):
        app.add_exception_handler(kind, refused)
    for shape in (RequestValidationError, NotThisShape):
        app.add_exception_handler(shape, malformed)
    app.add_exception_handler(HTTPException, http)
