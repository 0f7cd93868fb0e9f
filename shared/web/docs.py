"""OpenAPI of the routes: what they answer, and every problem they may answer with."""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from fastapi import FastAPI
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from shared.kernel.refusals import NotFound, Refused, Stale
from shared.web.headers import OF_CHANGES, OF_CREATIONS
from shared.web.problems import (
    MEDIA_TYPE,
    Malformed,
    PreconditionMissing,
    Problem,
    Unauthenticated,
    status_of,
    title_of,
    type_of,
)
from shared.wish import IdempotencyKeyReused

R = TypeVar("R")


class ListOf(BaseModel, Generic[R]):
    """A page of a list; `next` is the cursor of the next page, null on the last."""

    items: list[R]
    next: str | None


_SCHEMAS = "#/components/schemas/"
PROBLEM_SCHEMA = {"$ref": f"{_SCHEMAS}{Problem.__name__}"}
_, _problem_schemas = models_json_schema([(Problem, "serialization")], ref_template=f"{_SCHEMAS}{{model}}")


class DocumentedApp(FastAPI):
    """An app whose document holds the schema of problems, which its routes only name: a model of each problem of each
    route would be made a thousand times at every start."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document."""
        document = super().openapi()
        document.setdefault("components", {}).setdefault("schemas", {}).update(_problem_schemas["$defs"])
        return document


_ALWAYS = {
    400: "The request is not well-formed",
    401: "No valid access token",
    403: "The caller's roles do not allow it",
    413: "The body is too large",
    429: "Too many requests",
    500: "Something went wrong on our side",
    503: "Try again shortly",
}


def _header(description: str) -> dict[str, Any]:
    return {"description": description, "schema": {"type": "string"}}


_ETAG = {"ETag": _header("The version, for If-Match and If-None-Match")}
_COMMAND_HEADERS = _ETAG | {
    "ACS-Position": _header("Send it with a later read to see this write"),
    "Idempotent-Replayed": _header("true when the Idempotency-Key had been answered before"),
}
_LOCATION = {"Location": _header("Where the new resource is")}
_LINK = {"Link": _header('The next page, rel="next", when there is one')}


def creates(row: type[Any], *refusals: type[Refused]) -> dict[str, Any]:
    """A POST that starts something: 201."""
    kinds = (Malformed, Unauthenticated, IdempotencyKeyReused, *refusals)
    return _command(row, 201, kinds, OF_CREATIONS)


def changes(row: type[Any], *refusals: type[Refused]) -> dict[str, Any]:
    """A change of something that exists, guarded by If-Match: 200."""
    kinds = (Malformed, Unauthenticated, NotFound, Stale, PreconditionMissing, IdempotencyKeyReused, *refusals)
    return _command(row, 200, kinds, OF_CHANGES)


def reads(row: type[Any], *refusals: type[Refused]) -> dict[str, Any]:
    """One thing."""
    responses = problems((Malformed, Unauthenticated, NotFound, *refusals))
    responses[200] = {"headers": _ETAG}
    responses[304] = {"description": "Not modified: it is still at the version If-None-Match names"}
    return {"response_model": row, "responses": responses}


def answers(row: type[Any], *refusals: type[Refused]) -> dict[str, Any]:
    """A POST that writes nothing and answers at once: 200."""
    return {"response_model": row, "responses": problems((Malformed, Unauthenticated, *refusals))}


def lists(row: type[Any], *refusals: type[Refused]) -> dict[str, Any]:
    """A page of things."""
    responses = problems((Malformed, Unauthenticated, *refusals))
    responses[200] = {"headers": _LINK}
    return {"response_model": ListOf[row], "responses": responses}  # type: ignore[valid-type]  # made at run time


def _command(
    row: type[Any], status: int, kinds: Sequence[type[Refused]], headers: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    responses = problems(kinds)
    responses[status] = {"headers": _COMMAND_HEADERS | (_LOCATION if status == 201 else {})}
    said = {"status_code": status, "response_model": row, "responses": responses}
    return said | {"openapi_extra": {"parameters": list(headers)}}


def problems(kinds: Sequence[type[Refused]]) -> dict[int | str, dict[str, Any]]:
    """What a route may answer with besides: what every route may, and these."""
    examples: dict[int, dict[str, Any]] = {status: {} for status in _ALWAYS}
    for kind in dict.fromkeys(kinds):
        examples.setdefault(status_of(kind), {})[kind.__name__] = {"value": example_of(kind)}
    return {
        status: {
            "description": _ALWAYS.get(status, "The rules refuse it"),
            "content": {MEDIA_TYPE: {"schema": PROBLEM_SCHEMA} | ({"examples": shown} if shown else {})},
        }
        for status, shown in sorted(examples.items())
    }


def example_of(kind: type[Refused]) -> dict[str, Any]:
    """What the problem document of a refusal looks like."""
    example = {
        "type": type_of(kind.__name__),
        "title": title_of(kind.__name__),
        "status": status_of(kind),
        "detail": f"{kind.rule or title_of(kind.__name__)}.",
        "refusal": kind.__name__,
        "rule": kind.rule,
        "field": kind.field,
    }
    return {name: value for name, value in example.items() if value not in (None, "")}
