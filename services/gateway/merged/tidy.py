"""What every operation of the merged document has in common, said once and said rightly."""

from typing import Any

from services.gateway.merged.references import Json

JSON = "application/json"
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
ONLY_OF_CHANGES = frozenset({"idempotency-key", "if-match"})
SPELLING = {"idempotency-key": "Idempotency-Key", "if-match": "If-Match", "last-event-id": "Last-Event-ID"}
POSITION = {
    "name": "ACS-Position",
    "in": "header",
    "required": False,
    "description": "The ACS-Position of a write, or several separated by commas: the answer waits for it (at most 2 s) "
    "and says in ACS-Position-Reached whether it shows it.",
    "schema": {"type": "string", "title": "ACS-Position"},
}
REACHED = {
    "description": "Whether the answer shows the writes named in ACS-Position",
    "schema": {"type": "string", "enum": ["true", "false"]},
}


def tidied(method: str, operation: Json) -> Json:
    """An operation as it is at the edge."""
    tidy = {key: value for key, value in operation.items() if key != "security"}
    if "parameters" in operation:
        asked = _asked(method, operation.get("responses", {}))
        tidy["parameters"] = [
            _parameter(one, asked)
            for one in operation["parameters"]
            if one["name"].lower() in asked or one["name"].lower() not in ONLY_OF_CHANGES
        ]
    tidy["responses"] = {
        status: _response(response)
        for status, response in operation.get("responses", {}).items()
        if not _is_the_frameworks_own(response)
    }
    return tidy


def waiting(operation: Json) -> Json:
    """A read of the alliance's figures, which waits for the writes it is told of."""
    responses = dict(operation["responses"])
    if "200" in responses:
        headers = {**responses["200"].get("headers", {}), "ACS-Position-Reached": REACHED}
        responses["200"] = {**responses["200"], "headers": headers}
    return {**operation, "parameters": [*operation.get("parameters", ()), POSITION], "responses": responses}


def _asked(method: str, responses: Json) -> frozenset[str]:
    """The headers a command cannot do without; one that may answer 428 is a change of a version."""
    if method in ("get", "head"):
        return frozenset()
    return ONLY_OF_CHANGES if "428" in responses else frozenset({"idempotency-key"})


def _parameter(parameter: Json, asked: frozenset[str]) -> Json:
    name = parameter["name"].lower()
    parameter = {**parameter, "schema": _never_null(parameter.get("schema", {}))}
    if parameter["in"] != "header":
        return parameter
    required = parameter.get("required", False) or name in asked
    return {**parameter, "name": SPELLING.get(name, parameter["name"]), "required": required}


def _never_null(schema: Json) -> Json:
    """A parameter is left out, never null: there is no way to write null in a URL or a header."""
    choices = [one for one in schema.get("anyOf", ()) if one != {"type": "null"}]
    if len(choices) != 1:
        return schema
    return {**choices[0], **{key: value for key, value in schema.items() if key != "anyOf"}}


def _response(response: Json) -> Json:
    """`itemSchema` is not of OpenAPI 3.1."""
    content: dict[str, Any] = {
        kind: {key: value for key, value in media.items() if key != "itemSchema"}
        for kind, media in response.get("content", {}).items()
    }
    return {**response, "content": content} if content else response


def _is_the_frameworks_own(response: Json) -> bool:
    """FastAPI announces a 422 of its own that problems.py never lets out."""
    schema = response.get("content", {}).get(JSON, {}).get("schema", {})
    return bool(schema.get("$ref", "").endswith("/HTTPValidationError"))
