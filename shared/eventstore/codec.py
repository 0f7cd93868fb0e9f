"""The one path between stored or published JSON and event objects, upcasting on the way."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson
from pydantic import ConfigDict, create_model

from shared.kernel.message import Event
from shared.kernel.privacy import private_fields


class UnknownEventType(Exception):
    """No class of this name is in the catalogue."""


class NewerSchemaVersion(Exception):
    """The event was written by a newer program than this one."""


@dataclass(frozen=True, slots=True)
class Meta:
    """Who did it, for which organisation, and in what conversation. `actor` is a subject of an identity provider."""

    actor: str
    org: str
    correlation: str
    causation: str | None = None
    traceparent: str | None = None

    def as_json(self) -> str:
        """The stored form; absent parts are left out."""
        said = {name: getattr(self, name) for name in _META}
        return orjson.dumps({name: value for name, value in said.items() if value is not None}).decode()

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Meta":
        """Read tolerantly: metadata of later programs may carry more."""
        return cls(
            actor=stored.get("actor", ""),
            org=stored.get("org", ""),
            correlation=stored.get("correlation", ""),
            causation=stored.get("causation"),
            traceparent=stored.get("traceparent"),
        )


_META = tuple(Meta.__dataclass_fields__)


@cache
def published_class(event_class: type[Event]) -> type[Event]:
    """The event as other services see it: private fields are None, fields they do not know are ignored."""
    hidden: dict[str, Any] = dict.fromkeys(private_fields(event_class), (Any, None))
    model: type[Event] = create_model(event_class.__name__, __base__=event_class, **hidden)
    model.model_config = ConfigDict(frozen=True, extra="ignore", strict=True)
    model.model_rebuild(force=True)
    return model


class Catalogue:
    """The event classes a service knows, by name."""

    def __init__(self, classes: Iterable[type[Event]]) -> None:
        self._classes = {event_class.__name__: event_class for event_class in classes}
        self.without_private_fields = frozenset(name for name, one in self._classes.items() if not _hidden(one))

    def __contains__(self, type_name: str) -> bool:
        return type_name in self._classes

    def decode(self, type_name: str, schema_version: int, data: str | bytes) -> Event:
        """A stored event. Raises UnknownEventType, NewerSchemaVersion, or pydantic's ValidationError."""
        return _read(self.event_class(type_name), schema_version, data)

    def decode_published(self, type_name: str, schema_version: int, data: str | bytes) -> Event:
        """A published event, read tolerantly; raises as `decode` does."""
        return _read(published_class(self.event_class(type_name)), schema_version, data)

    def event_class(self, type_name: str) -> type[Event]:
        """The class of this name; UnknownEventType otherwise."""
        try:
            return self._classes[type_name]
        except KeyError:
            raise UnknownEventType(type_name) from None


def _read(event_class: type[Event], schema_version: int, data: str | bytes) -> Event:
    if schema_version != event_class.schema_version:
        data = _upcast(event_class, schema_version, data)
    # What model_validate_json does, without its wrapping: every event of every load and feed comes through here.
    event: Event = event_class.__pydantic_validator__.validate_json(data)
    return event


def _upcast(event_class: type[Event], schema_version: int, data: str | bytes) -> str:
    if schema_version > event_class.schema_version:
        raise NewerSchemaVersion(f"{event_class.__name__} v{schema_version}")
    fields = json.loads(data)
    for version in range(schema_version, event_class.schema_version):
        fields = event_class.upcasters[version](fields)
    return json.dumps(fields)


def publishable(event_class: type[Event], data: str) -> str:
    """The stored JSON of an event without its private fields."""
    hidden = _hidden(event_class)
    if not hidden:
        return data
    return json.dumps({name: value for name, value in json.loads(data).items() if name not in hidden})


@cache
def _hidden(event_class: type[Event]) -> frozenset[str]:
    return private_fields(event_class)
