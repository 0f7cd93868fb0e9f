"""A folded state as JSON text and back without loss, and the fingerprint of its shape, made from its type alone."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from hashlib import sha256
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict
from uuid import UUID

from pydantic import BaseModel, TypeAdapter

from shared.kernel.decider import Decider


class NotAState(TypeError):
    """A type that a state may not be made of, because nobody said how it is written down."""


@dataclass(frozen=True)
class _Part:
    """One type: what describes it, whether a value is of it, and the ways to what JSON can hold and back.

    `load` raises for what `dump` cannot have written.
    """

    shape: str
    fits: Callable[[Any], bool]
    dump: Callable[[Any], Any]
    load: Callable[[Any], Any]


class StateCodec:
    """States of one kind of stream. `fingerprint` differs when a stored state may no longer be what `evolve` makes."""

    def __init__(self, decider: Decider[Any, Any, Any]) -> None:
        self._part = _part(get_type_hints(decider.evolve)["return"])
        described = f"{decider.category} {decider.evolution} {self._part.shape}"
        self.fingerprint = sha256(described.encode()).hexdigest()[:32]

    def dump(self, state: Any) -> str:
        """The state as JSON text; equal states give equal texts."""
        return json.dumps(self._part.dump(state), separators=(",", ":"))

    def load(self, text: str) -> Any:
        """The state again; raises ValueError, KeyError or TypeError for a text that `dump` did not write."""
        return self._part.load(json.loads(text))


def _part(hint: Any) -> _Part:
    origin, args = get_origin(hint), get_args(hint)
    if hint in _LEAVES:
        return _LEAVES[hint]
    if origin in (Union, UnionType):
        return _one_of([_part(arg) for arg in args])
    if origin is Literal:
        return _choice(f"one of {args}", dict.fromkeys(args), {value: value for value in args})
    if origin is tuple:
        return _many(_part(args[0])) if args[1:] == (...,) else _fixed([_part(arg) for arg in args])
    if origin is frozenset:
        return _set(_part(args[0]))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _pairs(_part(args[0]), _part(args[1]))
    if is_typeddict(hint):
        return _fields(hint, dict, get_type_hints(hint), lambda value: value)
    if isinstance(hint, type):
        return _class(hint)
    raise NotAState(f"{hint!r} cannot be part of a state that is kept")


def _class(hint: type) -> _Part:
    if issubclass(hint, Enum):
        values = {member.value: member for member in hint}
        return _choice(f"{hint.__qualname__} {list(values)}", dict.fromkeys(hint), values)
    if issubclass(hint, BaseModel):
        return _model(hint)
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        kept = {one.name: hints[one.name] for one in fields(hint)}
        return _fields(hint, hint, kept, lambda value: {name: getattr(value, name) for name in kept})
    raise NotAState(f"{hint!r} cannot be part of a state that is kept")


def _leaf(kind: type, read: Callable[[Any], Any] | None = None, write: Callable[[Any], Any] = str) -> _Part:
    def load(stored: Any) -> Any:
        value = stored if read is None else read(stored)
        if type(value) is not kind:
            raise ValueError(f"not a {kind.__name__}")
        return value

    dump = (lambda value: value) if read is None else write
    return _Part(kind.__name__, lambda value: type(value) is kind, dump, load)


_LEAVES: Mapping[Any, _Part] = {
    str: _leaf(str),
    int: _leaf(int),
    bool: _leaf(bool),
    NoneType: _leaf(NoneType),
    UUID: _leaf(UUID, UUID),
    date: _leaf(date, date.fromisoformat, date.isoformat),
    datetime: _leaf(datetime, datetime.fromisoformat, datetime.isoformat),
}


def _choice(shape: str, members: Mapping[Any, None], values: Mapping[Any, Any]) -> _Part:
    return _Part(
        shape,
        lambda value: value in members,
        lambda value: value.value if isinstance(value, Enum) else value,
        values.__getitem__,
    )


def _model(model: type[BaseModel]) -> _Part:
    adapter: TypeAdapter[Any] = TypeAdapter(model)
    return _Part(
        f"{model.__qualname__} {json.dumps(adapter.json_schema(), sort_keys=True)}",
        lambda value: type(value) is model,
        lambda value: adapter.dump_python(value, mode="json"),
        # Strict models read a date only from JSON text.
        lambda stored: adapter.validate_json(json.dumps(stored)),
    )


def _one_of(parts: list[_Part]) -> _Part:
    """Absence is null; anything else says which of the parts it is of."""

    def dump(value: Any) -> Any:
        if value is None:
            return None
        which = next(n for n, part in enumerate(parts) if part.fits(value))
        return [which, parts[which].dump(value)]

    def load(stored: Any) -> Any:
        if stored is None:
            return parts[shapes.index("NoneType")].load(None)
        which, value = stored
        return parts[which].load(value)

    shapes = [part.shape for part in parts]
    return _Part(" or ".join(shapes), lambda value: any(part.fits(value) for part in parts), dump, load)


def _many(item: _Part) -> _Part:
    return _Part(
        f"many {item.shape}",
        lambda value: type(value) is tuple,
        lambda value: [item.dump(one) for one in value],
        lambda stored: tuple([item.load(one) for one in _listed(stored)]),
    )


def _fixed(items: list[_Part]) -> _Part:
    return _Part(
        f"({', '.join(item.shape for item in items)})",
        lambda value: type(value) is tuple,
        lambda value: [item.dump(one) for item, one in zip(items, value, strict=True)],
        lambda stored: tuple([item.load(one) for item, one in zip(items, _listed(stored), strict=True)]),
    )


def _set(item: _Part) -> _Part:
    return _Part(
        f"set of {item.shape}",
        lambda value: type(value) is frozenset,
        lambda value: sorted([item.dump(one) for one in value], key=str),
        lambda stored: frozenset([item.load(one) for one in _listed(stored)]),
    )


def _pairs(key: _Part, value: _Part) -> _Part:
    """Pairs, because the keys of a JSON object are texts; in order, because a dict has one."""
    return _Part(
        f"{key.shape} to {value.shape}",
        lambda mapping: isinstance(mapping, Mapping),
        lambda mapping: [[key.dump(one), value.dump(what)] for one, what in mapping.items()],
        lambda stored: {key.load(one): value.load(what) for one, what in _listed(stored)},
    )


def _fields(
    kind: Any, make: Callable[..., Any], hints: Mapping[str, Any], read: Callable[[Any], Mapping[str, Any]]
) -> _Part:
    parts = {name: _part(hint) for name, hint in hints.items()}

    def load(stored: Any) -> Any:
        if stored.keys() != parts.keys():
            raise ValueError(f"not a {kind.__name__}")
        return make(**{name: part.load(stored[name]) for name, part in parts.items()})

    return _Part(
        f"{kind.__qualname__}({', '.join(f'{name}: {part.shape}' for name, part in parts.items())})",
        lambda value: type(value) is make,
        lambda value: {name: part.dump(read(value)[name]) for name, part in parts.items()},
        load,
    )


def _listed(stored: Any) -> list[Any]:
    if type(stored) is not list:
        raise ValueError("not a list")
    return stored
