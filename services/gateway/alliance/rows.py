"""What every remembered thing has."""

from sqlalchemy import Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel


class ThingRow(SQLModel):
    """A thing of another service: its stream's version here, whom it concerns, and where."""

    version: int
    parties: list[str] = Field(sa_type=ARRAY(Text))
    localities: list[str] = Field(sa_type=ARRAY(Text))
