"""A small family of events, its decider and its view, for tests of the kernel itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, assert_never
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from shared.capability import Capability
from shared.kernel.decider import Decider
from shared.kernel.message import Command, Event
from shared.kernel.refusals import Duplicate, NotFound, Refused
from shared.views import Recorded, ResourceRow, View


class TallyOpened(Event):
    sentence: ClassVar[str] = "Tally {name} was opened"
    tally_id: UUID
    name: str


class TallyRaised(Event):
    sentence: ClassVar[str] = "The tally rose by {by}"
    tally_id: UUID
    by: int


TallyEvent = TallyOpened | TallyRaised


class OpenTally(Command):
    tally_id: UUID
    name: str


class RaiseTally(Command):
    by: int


class NotRaised(Refused):
    rule = "A tally only rises"


class NameTaken(Duplicate):
    rule = "A tally's name is unique"


@dataclass(frozen=True)
class Tally:
    tally_id: UUID
    total: int


def decide(command: OpenTally | RaiseTally, tally: Tally | None) -> Sequence[TallyEvent]:
    match command:
        case OpenTally():
            if tally is not None:
                raise NameTaken("It is open.")
            return [TallyOpened(tally_id=command.tally_id, name=command.name)]
        case RaiseTally():
            if tally is None:
                raise NotFound("There is no such tally.")
            if command.by < 0:
                raise NotRaised("It cannot fall.")
            return [TallyRaised(tally_id=tally.tally_id, by=command.by)] if command.by else []
    assert_never(command)


def evolve(tally: Tally | None, event: TallyEvent) -> Tally | None:
    match event:
        case TallyOpened():
            return Tally(event.tally_id, 0)
        case TallyRaised():
            return None if tally is None else Tally(tally.tally_id, tally.total + event.by)
    assert_never(event)


class TallyRow(ResourceRow):
    tally_id: UUID = Field(primary_key=True)
    name: str
    total: int


class TallyTable(TallyRow, table=True):
    __tablename__ = "tallies"
    __table_args__ = (UniqueConstraint("name", name="uq_tallies_name"),)


def project_tally(row: TallyRow | None, recorded: Recorded[TallyEvent]) -> TallyRow | None:
    event = recorded.event
    match event:
        case TallyOpened():
            return TallyRow(
                version=recorded.version,
                parties=[recorded.org],
                changed_at=recorded.occurred_at,
                tally_id=event.tally_id,
                name=event.name,
                total=0,
            )
        case TallyRaised():
            if row is None:
                return None
            changes = {"version": recorded.version, "total": row.total + event.by, "changed_at": recorded.occurred_at}
            return row.model_copy(update=changes)
    assert_never(event)


tally_decider: Decider[OpenTally | RaiseTally, Tally | None, TallyEvent] = Decider(
    category="tally", events=(TallyOpened, TallyRaised), initial=None, decide=decide, evolve=evolve
)
tally_view: View[TallyRow] = View(table=TallyTable, row=TallyRow, project=project_tally)
tallies = Capability(
    decider=tally_decider,
    resource=tally_view,
    views=(tally_view,),
    path="/tallies",
    taken={"uq_tallies_name": partial(NameTaken, "Another tally has this name.")},
)
