"""A view made by the rules' own evolve: the same state, with version, parties, time and what is derived."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from shared.folded import folded_view
from shared.kernel.message import Event
from shared.kernel.parts import Part
from shared.views import Recorded, ResourceRow

KEY = UUID(int=7)
THEN = datetime(2026, 4, 1, tzinfo=UTC)


class Stop(Part):
    name: str
    minutes: int


class JourneyBegan(Event):
    sentence: ClassVar[str] = "It began"
    journey_id: UUID
    parties: tuple[str, ...]


class StopMade(Event):
    sentence: ClassVar[str] = "It stopped at {stop.name}"
    stop: Stop


class JourneyForgotten(Event):
    sentence: ClassVar[str] = "It was forgotten"


@dataclass(frozen=True)
class Journey:
    journey_id: UUID
    parties: tuple[str, ...]
    stops: tuple[Stop, ...] = ()


def evolve(journey: Journey | None, event: Event) -> Journey | None:
    match event:
        case JourneyBegan():
            return Journey(event.journey_id, event.parties)
        case StopMade() if journey is not None:
            return replace(journey, stops=(*journey.stops, event.stop))
        case _:
            return None


class JourneyRow(ResourceRow):
    journey_id: UUID = Field(primary_key=True)
    stops: list[Stop] = Field(sa_type=JSONB)
    minutes: int


class JourneyTable(JourneyRow, table=True):
    __tablename__ = "journeys_under_test"


view = folded_view(
    JourneyTable, JourneyRow, Journey, evolve, lambda journey: {"minutes": sum(one.minutes for one in journey.stops)}
)


def recorded(event: Event, version: int) -> Recorded[Event]:
    return Recorded(event, f"journey-{KEY}", version, UUID(int=version), THEN, "ann", "07L")


HISTORY = [
    recorded(JourneyBegan(journey_id=KEY, parties=("07L",)), 1),
    recorded(StopMade(stop=Stop(name="Ilford", minutes=4)), 2),
    recorded(StopMade(stop=Stop(name="Romford", minutes=3)), 3),
]


def test_a_row_says_what_the_state_says_and_what_is_derived_from_it() -> None:
    row = view.fold(HISTORY)
    assert row is not None
    assert (row.version, row.parties, row.changed_at, row.minutes) == (3, ["07L"], THEN, 7)
    assert [stop.name for stop in row.stops] == ["Ilford", "Romford"]


def test_a_row_read_from_the_database_goes_on_where_it_stood() -> None:
    row = view.fold(HISTORY[:2])
    assert row is not None
    stored = view.read(row.model_dump_json())
    assert view.project(stored, HISTORY[2]) == view.fold(HISTORY)


def test_what_is_no_more_has_no_row() -> None:
    assert view.fold([*HISTORY, recorded(JourneyForgotten(), 4)]) is None
