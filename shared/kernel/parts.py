"""Parts that many events share: texts of bounded length, money, shares, evidence."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from shared.kernel.message import Message

NO_BLANK = r"[^\s\x85]"
"""A character that is no blank, in any dialect: to some of them U+0085 is none."""


@dataclass(frozen=True)
class Words:
    """A text of 1 to `most` characters, the blanks around it aside; blanks alone are none, and its schema says so."""

    most: int

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.str_schema(strip_whitespace=True, min_length=1, max_length=self.most)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(schema), "pattern": NO_BLANK}


MOST_PENCE = 10**15
"""The most anything here may be worth. Twelve times as much still is a 64-bit integer."""

Pence = Annotated[int, Field(ge=0, le=MOST_PENCE)]
SignedPence = Annotated[int, Field(ge=-MOST_PENCE, le=MOST_PENCE)]
BasisPoints = Annotated[int, Field(ge=0, le=10_000)]
Name = Annotated[str, Words(200)]
Prose = Annotated[str, Words(4_000)]
Ref = Annotated[str, Words(60)]
Cpv = Annotated[str, Field(pattern=r"^\d{8}-\d$", examples=["85100000-0"])]


class Part(Message):
    """A part of an event or a body."""


class Evidence(Part):
    """What a statement rests on (R2)."""

    kind: Annotated[str, Words(60)]
    uri: Annotated[str, Words(500)]
    period: Annotated[str, Words(40)]
