"""What is said in the alliance: commands ask, events state facts; both are frozen, strict and closed."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from string import Formatter
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, ValidationError
from pydantic_core import CoreSchema, core_schema

M = TypeVar("M", bound="Message")
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
"""The escape of NUL, unless its own backslash is escaped."""


class Message(BaseModel):
    """Base of everything said: immutable, unknown fields refused, no silent conversion of types."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


@dataclass(frozen=True)
class JsonText:
    """A JSON text that is still to be read."""

    raw: bytes


class NotThisShape(Exception):
    """A JSON text is not what a body asks for; `errors` are pydantic's."""

    def __init__(self, errors: Sequence[Any]) -> None:
        super().__init__("the JSON text is not of this shape")
        self.errors = errors


class Body(Message):
    """What a client sends. A command extends its body with the facts the caller may not choose."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        # Only reading the JSON text itself keeps strictness: parsed first, a date would be a mere string.
        schema = handler(source)
        read = core_schema.no_info_wrap_validator_function(cls._read, schema)
        return core_schema.json_or_python_schema(json_schema=schema, python_schema=read)

    @classmethod
    def _read(cls, value: Any, handler: core_schema.ValidatorFunctionWrapHandler) -> Any:
        if isinstance(value, bytes):
            raise NotThisShape([{"loc": ("Content-Type",), "msg": "A body is JSON: send it as application/json"}])
        if not isinstance(value, JsonText):
            return handler(value)
        if _NUL.search(value.raw):
            raise NotThisShape([{"loc": (), "msg": "Text must not hold the NUL character: it cannot be stored"}])
        try:
            return cls.model_validate_json(value.raw)
        except ValidationError as wrong:
            raise NotThisShape(_first_causes(wrong)) from None

    def given(self, command: type[M], **facts: object) -> M:
        """The command made of this body and of `facts`: ids, times and what other sources know."""
        said = {name: getattr(self, name) for name in type(self).model_fields}
        return command.model_validate(said | facts)


def _first_causes(wrong: ValidationError) -> Sequence[Any]:
    """Without what only follows: a list whose items are all wrong is told to be too short as well."""
    errors = wrong.errors(include_url=False, include_input=False, include_context=False)
    within = {error["loc"][:depth] for error in errors for depth in range(len(error["loc"]))}
    return [error for error in errors if error["type"] != "too_short" or error["loc"] not in within]


class Command(Message):
    """A wish in the imperative; time, ids and foreign facts come in as its fields."""


class Event(Message):
    """A fact in the past tense, stored and published under its class name and `schema_version`.

    `sentence` is a format string over the event's own fields, read by people in the timeline; it must not
    use a sealed or confidential field, because readers of published events do not have them. `upcasters` turn the
    stored fields of schema version n, their key, into those of n + 1.
    """

    schema_version: ClassVar[int] = 1
    upcasters: ClassVar[Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {}
    sentence: ClassVar[str]

    def tell(self) -> str:
        """The event in one sentence. Absent fields read as an en dash."""
        return self.sentence.format_map({name: _readable(self.told(name)) for name in _told(self.sentence)})

    def told(self, name: str) -> object:
        """A field as it stands in the sentence."""
        value: object = getattr(self, name)
        return value


@cache
def _told(sentence: str) -> frozenset[str]:
    """The fields a sentence speaks of: of "{money.pence} for {ref}" it is money and ref."""
    named = (name for _, name, _, _ in Formatter().parse(sentence) if name)
    return frozenset(re.split(r"[.\[]", name)[0] for name in named)


def _readable(value: object) -> object:
    if value is None:
        return "–"
    if isinstance(value, tuple | list) and all(isinstance(part, str) for part in value):
        return ", ".join(value)
    return value
