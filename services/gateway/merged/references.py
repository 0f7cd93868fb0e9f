"""Schemas and the references between them."""

from collections.abc import Iterator, Mapping
from typing import Any

Json = dict[str, Any]

SCHEMAS = "#/components/schemas/"


def references(part: Any) -> Iterator[str]:
    """The names of the schemas a part of a document refers to."""
    match part:
        case {"$ref": str(target)} if target.startswith(SCHEMAS):
            yield target.removeprefix(SCHEMAS)
        case dict():
            for value in part.values():
                yield from references(value)
        case list():
            for value in part:
                yield from references(value)
        case _:
            return


def renamed(part: Any, names: Mapping[str, str]) -> Any:
    """The part with its references renamed."""
    match part:
        case {"$ref": str(target)} if target.startswith(SCHEMAS):
            name = target.removeprefix(SCHEMAS)
            return part | {"$ref": SCHEMAS + names.get(name, name)}
        case {"mapping": dict(mapping)} if "propertyName" in part:
            return part | {"mapping": {key: _target(target, names) for key, target in mapping.items()}}
        case dict():
            return {key: renamed(value, names) for key, value in part.items()}
        case list():
            return [renamed(value, names) for value in part]
        case _:
            return part


def _target(target: str, names: Mapping[str, str]) -> str:
    name = target.removeprefix(SCHEMAS)
    return SCHEMAS + names.get(name, name) if target.startswith(SCHEMAS) else target


def needed(paths: Json, schemas: Mapping[str, Any]) -> dict[str, Any]:
    """The schemas that the paths refer to, directly or through others."""
    found: dict[str, Any] = {}
    waiting = list(references(paths))
    while waiting:
        name = waiting.pop()
        if name in schemas and name not in found:
            found[name] = schemas[name]
            waiting += references(schemas[name])
    return found


def clashes(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> set[str]:
    """Names that mean different things in the two, also because something they refer to does."""
    shared = mine.keys() & theirs.keys()
    different = {name for name in shared if mine[name] != theirs[name]}
    while True:
        drawn_in = {name for name in shared - different if different & set(references(theirs[name]))}
        if not drawn_in:
            return different
        different |= drawn_in
