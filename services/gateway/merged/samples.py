"""Schemas for people: an example value, and the fields with what may stand in them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.gateway.merged.references import SCHEMAS, Json

DEPTH = 6
_BY_FORMAT: Mapping[str, str] = {
    "uuid": "01980000-0000-7000-8000-000000000001",
    "date": "2026-04-01",
    "date-time": "2026-04-01T09:00:00Z",
    "uri": "https://example.org/evidence/1",
}
_BOUNDS = (
    ("minimum", "≥ {}"),
    ("exclusiveMinimum", "> {}"),
    ("maximum", "≤ {}"),
    ("exclusiveMaximum", "< {}"),
    ("minLength", "length ≥ {}"),
    ("maxLength", "length ≤ {}"),
    ("minItems", "at least {}"),
    ("maxItems", "at most {}"),
    ("pattern", "pattern {}"),
)


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a table: `name` is a dotted path, `[]` stands for each of a list."""

    name: str
    kind: str
    required: bool
    about: str


class Schemas:
    """The schemas of a document by name."""

    def __init__(self, document: Json) -> None:
        self._schemas = document["components"]["schemas"]

    def resolved(self, schema: Json) -> Json:
        """The schema behind a reference, with what stands beside the reference."""
        target = schema.get("$ref", "")
        if not target.startswith(SCHEMAS):
            return schema
        beside = {key: value for key, value in schema.items() if key != "$ref"}
        return {**self._schemas.get(target.removeprefix(SCHEMAS), {}), **beside}

    def sample(self, schema: Json, depth: int = 0) -> Any:
        """A value the schema might allow."""
        schema = self.resolved(schema)
        for given in ("const", "example"):
            if given in schema:
                return schema[given]
        for listed in ("examples", "enum"):
            if schema.get(listed):
                return schema[listed][0]
        choices = _choices(schema)
        if choices:
            return self.sample(choices[0], depth)
        if depth > DEPTH:
            return None
        match schema.get("type"):
            case "object":
                return {
                    name: self.sample(one, depth + 1)
                    for name, one in schema.get("properties", {}).items()
                    if name in schema.get("required", ()) or depth == 0
                }
            case "array":
                return [self.sample(schema.get("items", {}), depth + 1)]
            case "string":
                return _BY_FORMAT.get(schema.get("format", ""), "text")
            case "integer" | "number":
                return schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)
            case "boolean":
                return True
            case _:
                return None

    def fields(self, schema: Json, prefix: str = "", depth: int = 0) -> Iterator[Field]:
        """The fields of an object and of the objects in it."""
        schema = self.resolved(schema)
        while schema.get("type") == "array":
            schema, prefix = self.resolved(schema.get("items", {})), f"{prefix}[]"
        if depth > DEPTH:
            return
        for choice in _choices(schema):
            variant = self.resolved(choice)
            if variant.get("type") in ("object", "array"):
                yield from self.fields(variant, prefix, depth + 1)
        for name, one in schema.get("properties", {}).items():
            path = f"{prefix}.{name}" if prefix else name
            about = "; ".join(filter(None, (self.resolved(one).get("description"), self._bounds(one))))
            yield Field(path, self.kind(one), name in schema.get("required", ()), about)
            yield from self.fields(one, path, depth + 1)

    def kind(self, schema: Json) -> str:
        """What may stand there, in a few words."""
        schema = self.resolved(schema)
        if "const" in schema:
            return repr(schema["const"]).replace("'", '"')
        if "enum" in schema:
            return " | ".join(map(str, schema["enum"]))
        choices: Sequence[Json] = schema.get("anyOf") or schema.get("oneOf") or ()
        if choices:
            return " or ".join(dict.fromkeys(map(self.kind, choices)))
        if schema.get("type") == "array":
            return f"list of {self.kind(schema.get('items', {}))}"
        if schema.get("type") == "object" and "title" in schema:
            return str(schema["title"])
        return str(schema.get("format") or schema.get("type") or "anything")

    def _bounds(self, schema: Json) -> str:
        schema = self.resolved(schema)
        own = [text.format(_number(schema[name])) for name, text in _BOUNDS if name in schema]
        inner = [self._bounds(choice) for choice in _choices(schema)]
        return ", ".join(filter(None, [*own, *inner]))


def _number(bound: Any) -> str:
    """pydantic writes some whole bounds as 10000.0."""
    return f"{int(bound):,}" if isinstance(bound, int | float) and bound == int(bound) else str(bound)


def _choices(schema: Json) -> list[Json]:
    """The alternatives of a schema, but for null."""
    return [one for one in schema.get("anyOf") or schema.get("oneOf") or () if one.get("type") != "null"]
