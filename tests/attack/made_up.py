"""A body for any route, made up from its own model: what is required, and as little as will do."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from shared.kernel.organisations import ORG_CODE
from shared.kernel.parts import NO_BLANK

DAY, MOMENT = "2026-01-15", "2026-01-15T09:00:00Z"
NOTHING = "00000000-0000-0000-0000-000000000000"
BY_PATTERN: Mapping[str, str] = {
    r"^\d{8}-\d$": "85100000-0",
    r"^\d{4}/\d{2}$": "2025/26",
    r"^\d{4}-(0[1-9]|1[0-2])$": "2026-01",
    r"^[A-Z][A-Z_]{2,39}$": "JCB_APPROVER",
    r"^(/api/v1)?/[a-z0-9-]+/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$": f"/contracts/{NOTHING}",
    rf"^https?://{NO_BLANK}+$": "https://example.org/1",
    r"^[0-9a-f]{64}$": "0" * 64,
}
FORMATS: Mapping[str, str] = {"date": DAY, "date-time": MOMENT, "uuid": NOTHING, "uri": "https://example.org/1"}


def made_up(model: type[BaseModel], known: Mapping[str, Any], org: str) -> Any:
    """A body that the model takes; `known` are values by field name, the only organisation in it is `org`."""
    schema = model.model_json_schema()
    return _made(schema, schema.get("$defs", {}), "", {**known, ORG_CODE: org})


def _made(schema: Mapping[str, Any], defs: Mapping[str, Any], name: str, known: Mapping[str, Any]) -> Any:
    if name in known:
        return known[name]
    if "$ref" in schema:
        return _made(defs[schema["$ref"].rsplit("/", 1)[-1]], defs, name, known)
    if "const" in schema:
        return schema["const"]
    for choice in ("enum", "examples"):
        if schema.get(choice):
            return schema[choice][0]
    for choice in ("anyOf", "oneOf", "allOf"):
        if schema.get(choice):
            return _made(schema[choice][0], defs, name, known)
    return _of_type(schema, defs, name, known)


def _of_type(schema: Mapping[str, Any], defs: Mapping[str, Any], name: str, known: Mapping[str, Any]) -> Any:
    match schema.get("type"):
        case "object":
            wanted = schema.get("required", ())
            return {field: _made(schema["properties"][field], defs, field, known) for field in wanted}
        case "array":
            inside = schema.get("items", {})
            return [_made(inside, defs, name, known) for _ in range(schema.get("minItems", 0))]
        case "integer" | "number":
            return schema.get("minimum", 1)
        case "boolean":
            return False
        case "null":
            return None
        case _:
            return _text(schema, name, known)


def _text(schema: Mapping[str, Any], name: str, known: Mapping[str, Any]) -> str:
    if pattern := schema.get("pattern"):
        return str(known[ORG_CODE]) if pattern == ORG_CODE else BY_PATTERN.get(pattern, name)
    return FORMATS.get(schema.get("format", ""), "as agreed"[: schema.get("maxLength", 9)])
