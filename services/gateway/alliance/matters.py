"""What else the contracts service tells of, from places to procurements: one row each, whom and where it concerns.

The first event of each names its parties and localities, later ones those that have changed. What the overview counts
of a kind is remembered as `facts`, by the functions of `matter_facts`.
"""

from typing import Any
from uuid import UUID, uuid5

from pydantic import JsonValue
from sqlalchemy import Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.gateway.alliance.figures import Figures
from services.gateway.alliance.matter_facts import COUNTED
from services.gateway.alliance.rows import ThingRow
from shared.views import Recorded, View

MATTERS = UUID("0d7a3f52-55a4-5a0e-8f6f-acc0acc0acc1")
"""The namespace of their keys."""


class KnownMatterRow(ThingRow):
    """A thing of the contracts service beside its contracts; its stream is named `kind`-`thing_id`.

    Several kinds may have the same `thing_id`: a contract's management and what is published of it have the contract's.
    """

    matter_id: UUID = Field(primary_key=True)
    thing_id: UUID
    kind: str = Field(sa_type=Text)
    facts: dict[str, JsonValue] = Field(sa_type=JSONB)


class KnownMatterTable(KnownMatterRow, table=True):
    """The table behind it."""

    __tablename__ = "alliance_matters"


def matter_id(stream_id: str) -> UUID:
    """One for each stream, the same in every installation and after every rebuild."""
    return uuid5(MATTERS, stream_id)


def project_matter(row: KnownMatterRow | None, recorded: Recorded[Any]) -> KnownMatterRow:
    """The matter after one more event."""
    event, kind = recorded.event, recorded.stream_id[:-37]
    counted = COUNTED.get(kind)
    facts = row.facts if row else {}
    return KnownMatterRow(
        matter_id=matter_id(recorded.stream_id),
        thing_id=UUID(recorded.stream_id[-36:]),
        version=recorded.version,
        kind=kind,
        parties=list(getattr(event, "parties", row.parties if row else ())),
        localities=list(getattr(event, "localities", row.localities if row else ())),
        facts={**facts, **counted.facts(facts, event)} if counted else facts,
    )


def matter_figures(row: KnownMatterRow) -> Figures:
    """What one matter adds."""
    counted = COUNTED.get(row.kind)
    return counted.figures(str(row.thing_id), row.facts) if counted else {}


known_matter_view: View[KnownMatterRow] = View(table=KnownMatterTable, row=KnownMatterRow, project=project_matter)
