"""What a batch of events does to the read models: pure, from the rows before it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from services.gateway.alliance.figures import Figure, Figures, changes, figure_id
from services.gateway.alliance.things import CATALOGUE, CONCERNED, THING_OF, Thing
from shared.eventstore.codec import UnknownEventType
from shared.eventstore.published import PublishedEvent
from shared.kernel.message import Event
from shared.views import Recorded

Rows = dict[tuple[Thing, UUID], Any]
"""Things as they are remembered, by kind and id."""

Contribution = tuple[UUID, datetime, UUID, int]
"""As the columns of `contributions`."""

Entry = tuple[UUID, datetime, datetime, str, str, int, str, str, str, Sequence[str], Sequence[str]]
"""As the columns of `timeline`."""


class Told(NamedTuple):
    """An event read: what it says, and which thing it is about, if it adds to any figure at all."""

    published: PublishedEvent
    event: Event
    about: tuple[Thing, UUID] | None


@dataclass
class Effects:
    """Everything a batch writes. `figures` are what is to be added to each."""

    rows: Rows = field(default_factory=dict)
    figures: dict[Figure, int] = field(default_factory=lambda: defaultdict(int))
    contributions: list[Contribution] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)


def read(events: Iterable[PublishedEvent]) -> list[Told]:
    """The events that mean something here. Raises NewerSchemaVersion, or pydantic's ValidationError."""
    told = []
    for published in events:
        try:
            event = CATALOGUE.decode_published(published.type, published.schema_version, published.data)
        except UnknownEventType:
            continue
        thing = THING_OF.get(published.type)
        told.append(Told(published, event, (thing, thing.key(published.stream_id)) if thing else None))
    return told


def effects_of(told: Iterable[Told], rows: Mapping[tuple[Thing, UUID], Any]) -> Effects:
    """What the events, in order, do to `rows` and add to the figures."""
    effects = Effects()
    standing: dict[tuple[Thing, UUID], Figures] = {}
    for published, event, about in told:
        row: Any = None
        if about is not None:
            thing = about[0]
            before = effects.rows.get(about) or rows.get(about)
            if about not in standing:
                standing[about] = thing.figures(before) if before is not None else {}
            row = thing.view.project(before, _recorded(published, event))
            after = thing.figures(row) if row is not None else {}
            _contribute(effects, published, standing[about], after)
            effects.rows[about], standing[about] = row, after
        effects.entries.append(_entry(published, event, row))
    return effects


def _contribute(effects: Effects, published: PublishedEvent, before: Figures, after: Figures) -> None:
    for figure, amount in changes(before, after):
        effects.figures[figure] += amount
        effects.contributions.append((figure_id(figure), published.recorded_at, published.event_id, amount))


def _recorded(published: PublishedEvent, event: Event) -> Recorded[Any]:
    return Recorded(
        event=event,
        stream_id=published.stream_id,
        version=published.version,
        event_id=published.event_id,
        occurred_at=published.occurred_at,
        actor="",
        org=published.org,
    )


def _entry(published: PublishedEvent, event: Event, row: Any) -> Entry:
    organisations: Sequence[str] = ()
    localities: Sequence[str] = ()
    if row is not None:
        organisations, localities = row.parties, row.localities
    elif concerned := CONCERNED.get(published.type):
        organisations = concerned(event)
    return (
        published.event_id,
        published.recorded_at,
        published.occurred_at,
        published.source,
        published.stream_id,
        published.version,
        published.type,
        event.tell(),
        published.org,
        list(organisations),
        list(localities),
    )
