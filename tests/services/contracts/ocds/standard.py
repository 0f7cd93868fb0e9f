"""The OCDS 1.1.5 schemas as judges: what is published has to be valid against them."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from jsonschema import Draft4Validator  # type: ignore[import-untyped]  # it publishes no types
from referencing import Registry
from referencing.jsonschema import DRAFT4

from services.contracts.ocds.packages import SCHEMA

RELEASES, RECORDS = "release-package-schema.json", "record-package-schema.json"
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


@cache
def _validator(name: str) -> Any:
    schemas = [json.loads(file.read_text(encoding="utf-8")) for file in SCHEMA.glob("*.json")]
    registry: Registry[Any] = Registry().with_resources(
        [(schema["id"], DRAFT4.create_resource(schema)) for schema in schemas]
    )
    chosen = json.loads((SCHEMA / name).read_text(encoding="utf-8"))
    return Draft4Validator(chosen, registry=registry)


def breaches(package: dict[str, Any], name: str) -> list[str]:
    """What the schema has against a package, as paths and messages."""
    found = [f"{error.json_path}: {error.message[:200]}" for error in _validator(name).iter_errors(package)]
    return found + [f"{path}: {text}" for path, text in _dates(package, "$") if not _MOMENT.fullmatch(text)]


def _dates(said: Any, path: str) -> Iterator[tuple[str, str]]:
    """Every date, each of which is to be a moment in UTC."""
    if isinstance(said, list):
        for place, one in enumerate(said):
            yield from _dates(one, f"{path}[{place}]")
    elif isinstance(said, dict):
        for name, one in said.items():
            if isinstance(one, str) and ("date" in name.lower() and name != "releaseDate"):
                yield f"{path}.{name}", one
            else:
                yield from _dates(one, f"{path}.{name}")
