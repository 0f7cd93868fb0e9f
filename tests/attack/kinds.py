"""Every kind of thing there is, by the path of its list, read from the services' cards; and one of each, standing."""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from uuid_utils import compat

from shared.capability import Capability
from shared.events.contracts.procurement_awards import RepresentationReceived
from shared.events.contracts.procurements import (
    BidReceived,
    ProcurementAssessmentBegan,
    ProcurementEvaluated,
    ProcurementLaunched,
)
from shared.eventstore.items import Item, RowWrite
from shared.kernel.message import Event
from shared.views import Key, Recorded
from tests.e2e.asking import Thing
from tests.kit.past import past_event, writing
from tests.kit.rig import Rig
from tests.kit.samples import sample_of

BY_HAND = ("/contracts", "/pools", "/pathways", "/referrals", "/erasures", "/known-contracts")
"""Made through the gateway, or not to be read by anybody."""
NOBODY = "F82005"
GOES_ON: Mapping[str, tuple[type[Event], ...]] = {
    "/procurements": (
        ProcurementLaunched,
        BidReceived,
        ProcurementAssessmentBegan,
        ProcurementEvaluated,
        RepresentationReceived,
    ),
}
"""What happened to a thing after its beginning, by the path of its list: parts of it have routes of their own."""


@dataclass(frozen=True)
class Kind:
    """`name` is the path without its slash; `param` is the path parameter that names one."""

    service: str
    name: str
    capability: Capability

    @property
    def category(self) -> str:
        """What begins the names of its streams."""
        return self.capability.decider.category

    @property
    def key(self) -> str:
        """The field of a row that names it."""
        return self.capability.resource.shape.key


def kinds() -> Mapping[str, Kind]:
    """Those with a list of their own, by name."""
    found = {}
    for service in ("contracts", "budgets", "referrals"):
        for capability in importlib.import_module(f"services.{service}.app").card.capabilities:
            if capability.path != "/known-contracts":
                name = capability.path.removeprefix("/")
                found[name] = Kind(service, name, capability)
    return found


KINDS = kinds()


def kind_of(path: str) -> Kind | None:
    """The kind whose things a path below it is about: the longest that fits."""
    fitting = [kind for kind in KINDS.values() if f"{path}/".startswith(f"/{kind.name}/")]
    return max(fitting, key=lambda kind: len(kind.name), default=None)


def cast(row: Any) -> tuple[str, str, str]:
    """Who speaks of a thing: an organisation that owns it, one that is a party to it without, if any, and another."""
    owners = list(getattr(row, "owners", row.parties))
    related = [code for code in row.parties if code not in owners]
    return owners[0], related[0] if related else owners[-1], NOBODY


async def stand(rig: Rig) -> tuple[dict[str, Thing], dict[str, tuple[str, str, str]]]:
    """One thing of each kind that is not made by hand, as its stored samples say it went, and who speaks of it."""
    things: dict[str, Thing] = {}
    casts: dict[str, tuple[str, str, str]] = {}
    for kind in KINDS.values():
        if kind.capability.path not in BY_HAND:
            key = compat.uuid7()
            history = _history(kind.capability, key, {KINDS[name].key: thing.key for name, thing in things.items()})
            await _write(rig, kind, history)
            row: Any = kind.capability.resource.fold(history)
            path, etag = f"/api/v1/{kind.name}/{key}", f'"{len(history)}"'
            things[kind.name] = Thing(path, etag, row.model_dump(mode="json"), "")
            casts[kind.name] = cast(row)
    return things, casts


def _history(capability: Capability, key: UUID, others: Mapping[str, str]) -> list[Recorded[Event]]:
    samples = [sample_of(one) for one in (capability.decider.events[0], *GOES_ON.get(capability.path, ()))]
    stream_id = capability.decider.stream_id(key)

    def recorded(event: Event, version: int) -> Recorded[Event]:
        return Recorded(event, stream_id, version, compat.uuid7(), datetime.now(UTC), "past", "07L")

    own = getattr(capability.resource.project(None, recorded(samples[0], 1)), capability.resource.shape.key)
    renamed = [_renamed(event, own, key, others) for event in samples]
    return [recorded(event, version) for version, event in enumerate(renamed, start=1)]


async def _write(rig: Rig, kind: Kind, history: list[Recorded[Event]]) -> None:
    rows: dict[tuple[str, Key], RowWrite] = {}
    for view in kind.capability.views:
        made: dict[Key, Any] = {}
        for one in history:
            made |= {key: view.project(made.get(key), one) for key in view.keys(one)}
        rows |= {(view.shape.name, key): view.write(key, row) for key, row in made.items()}
    stored = tuple(past_event(one.event, one.event_id, one.occurred_at) for one in history)
    async with writing(rig, kind.service) as writer:
        await writer.write(Item(history[0].stream_id, 0, stored, tuple(rows.values())))


def _renamed(event: Event, own: UUID, key: UUID, others: Mapping[str, str]) -> Event:
    """The event of another thing: it says this id where it said its own, and those of things that stand already."""
    named = {name: UUID(others[name]) for name, value in event if name in others and value is not None}
    named |= {name: key for name, value in event if value == own}
    return event.model_copy(update=named)
