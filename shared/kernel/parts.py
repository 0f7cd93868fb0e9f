"""Parts that many events share: texts of bounded length, money, shares, evidence."""

from typing import Annotated

from pydantic import Field, StringConstraints

from shared.kernel.message import Message

MOST_PENCE = 10**15
"""The most anything here may be worth. Twelve times as much still is a 64-bit integer."""

Pence = Annotated[int, Field(ge=0, le=MOST_PENCE)]
SignedPence = Annotated[int, Field(ge=-MOST_PENCE, le=MOST_PENCE)]
BasisPoints = Annotated[int, Field(ge=0, le=10_000)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4_000)]
Ref = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Cpv = Annotated[str, Field(pattern=r"^\d{8}-\d$", examples=["85100000-0"])]


class Part(Message):
    """A part of an event or a body."""


class Evidence(Part):
    """What a statement rests on (R2)."""

    kind: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
    uri: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
    period: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
