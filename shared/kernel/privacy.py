"""Marks on event fields: `Sealed` for personal data, `Confidential` for commercial secrets; neither is published."""

from functools import cache
from typing import Annotated, Generic, TypeVar, get_args

from pydantic import BaseModel, ConfigDict
from pydantic.fields import FieldInfo

T = TypeVar("T")


class Sealed(BaseModel, Generic[T]):
    """`Sealed[str]`: text about a person, encrypted under that person's own key.

    `person_ref`: whose key; `box`: base64 of nonce and AES-GCM ciphertext. Made and opened by the vault alone, at
    the edge of a service, so commands, events, views, caches and backups hold nothing readable once the key is
    destroyed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    person_ref: str
    box: str

    def __repr__(self) -> str:
        return "[sealed]"

    __str__ = __repr__


class ConfidentialMark:
    """Marks a field that stays inside its service."""


Confidential = Annotated[T, ConfidentialMark()]
"""`Confidential[int]`: an int that is stored, and never published."""


def is_private(field: FieldInfo) -> bool:
    """Whether a field of an event is left out of what is published."""
    if any(isinstance(mark, ConfidentialMark) for mark in field.metadata):
        return True
    return _is_sealed(field)


def _is_sealed(field: FieldInfo) -> bool:
    parts = (field.annotation, *get_args(field.annotation))
    return any(isinstance(part, type) and issubclass(part, Sealed) for part in parts)


@cache
def _sealed_fields(message: type[BaseModel]) -> tuple[str, ...]:
    return tuple(name for name, field in message.model_fields.items() if _is_sealed(field))


def sealed_under(message: BaseModel) -> str | None:
    """Whose key the sealed texts of a message need, None when it has none; a message is about one person."""
    for name in _sealed_fields(type(message)):
        if isinstance(text := getattr(message, name), Sealed):
            return text.person_ref
    return None


def private_fields(message: type[BaseModel]) -> frozenset[str]:
    """The names of the fields of an event class that are never published."""
    return frozenset(name for name, field in message.model_fields.items() if is_private(field))
