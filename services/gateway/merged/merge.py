"""Many OpenAPI documents made into one: a pure function of the documents."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from services.gateway.merged.references import Json, clashes, needed, renamed
from services.gateway.merged.tidy import METHODS, tidied, waiting
from services.gateway.passthrough.paths import owner_of
from shared.kernel.addresses import PUBLIC

OPENAPI = "3.1.0"
TITLE = "ACS Alliance"
BEARER = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": "An access token (RFC 9068) of a trusted issuer; on your own machine: acs token --as commissioner",
}
DESCRIPTION = """\
The shared record of a health and care alliance: contracts, pooled funds, pathways and referrals, and what they come to.

Every POST carries an Idempotency-Key: send a request again with the same key, and it is done once. A change names in
If-Match the ETag it was decided on. A write is answered with ACS-Position: send it with a read under /api/v1/alliance
to see the write.

Errors are problem documents (RFC 9457); `refusal` names the broken rule, `rule` the law or requirement behind it. What
is outside your organisation's scope is not found. How often you may ask is told in RateLimit headers.

Lists are paged by `cursor`. Times are RFC 3339 in UTC; money is whole pence (`_pence`), shares basis points (`_bp`).
"""


def merge(own: Json, others: Sequence[tuple[str, Json | None]], *, server: str = "/") -> Json:
    """The gateway's own document and the services' (None: not known), in this order.

    Of each service only the paths it is the public owner of, below /api/v1. A schema's name is kept unless it means
    something else in a document before; then it begins with the service's name.
    """
    paths: Json = {}
    schemas: Json = {}
    tags: list[str] = []
    taken: set[str] = set()
    for service, document in (("gateway", own), *others):
        if document is None:
            continue
        theirs = _paths_of(service, document)
        defined = needed(theirs, document.get("components", {}).get("schemas", {}))
        names = {name: _name(service, name, schemas) for name in clashes(schemas, defined)}
        schemas.update({names.get(name, name): renamed(schema, names) for name, schema in defined.items()})
        for path, item in renamed(theirs, names).items():
            paths[path] = _named_once(service, item, taken, tags)
    return {
        "openapi": OPENAPI,
        "info": {**own["info"], "title": TITLE, "description": DESCRIPTION},
        "servers": [{"url": server}],
        "security": [{"bearerAuth": []}],
        "tags": [{"name": tag} for tag in tags],
        "paths": paths,
        "components": {"schemas": dict(sorted(schemas.items())), "securitySchemes": {"bearerAuth": BEARER}},
        **_missing(others),
    }


def operations(item: Json) -> Iterable[tuple[str, Json]]:
    """The methods of a path."""
    return [(method, item[method]) for method in METHODS if method in item]


def _paths_of(service: str, document: Json) -> Json:
    """By their public names."""
    kept: Json = {}
    for path, item in document["paths"].items():
        public = path if service == "gateway" else PUBLIC + path
        first, second = [*public.removeprefix(f"{PUBLIC}/").split("/"), ""][:2]
        if not public.startswith(f"{PUBLIC}/") or (owner_of(first, second) or "gateway") != service:
            continue
        kept[public] = item | {
            method: _operation(service, public, method, operation) for method, operation in operations(item)
        }
    return kept


def _operation(service: str, path: str, method: str, operation: Json) -> Json:
    tidy = tidied(method, operation)
    waits = service == "gateway" and method == "get" and not path.endswith("/stream")
    return waiting(tidy) if waits else tidy


def _named_once(service: str, item: Json, taken: set[str], tags: list[str]) -> Json:
    """Operation ids are unique in the whole; tags are listed in the order they come up."""
    named: dict[str, Any] = dict(item)
    for method, operation in operations(item):
        name = operation.get("operationId", f"{method}_{service}")
        while name in taken:
            name = f"{service}_{name}"
        taken.add(name)
        tags += [tag for tag in operation.get("tags", ()) if tag not in tags]
        named[method] = {**operation, "operationId": name}
    return named


def _name(service: str, name: str, schemas: Mapping[str, Any]) -> str:
    renamed_to = f"{service.capitalize()}{name}"
    while renamed_to in schemas:
        renamed_to += "_"
    return renamed_to


def _missing(others: Sequence[tuple[str, Json | None]]) -> Json:
    missing = [service for service, document in others if document is None]
    return {"x-missing": missing} if missing else {}
