"""Every kind of thing there is, by the path of its list, read from the services' cards; and one of each, standing."""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from uuid_utils import compat

from shared.capability import Capability
from shared.eventstore.items import Item
from shared.kernel.message import Event
from shared.views import Recorded
from tests.e2e.asking import Thing
from tests.kit.past import past_event, writing
from tests.kit.rig import Rig
from tests.kit.samples import sample_of

BY_HAND = ("/contracts", "/pools", "/pathways", "/referrals", "/erasures", "/known-contracts")
"""Made through the gateway, or not to be read by anybody."""
NOBODY = "F82005"


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
    """One thing of each kind that is not made by hand, as its stored sample says it began, and who speaks of it."""
    things: dict[str, Thing] = {}
    casts: dict[str, tuple[str, str, str]] = {}
    for kind in KINDS.values():
        if kind.capability.path not in BY_HAND:
            key = compat.uuid7()
            row = await _begin(rig, kind, key, {KINDS[name].key: thing.key for name, thing in things.items()})
            things[kind.name] = Thing(f"/api/v1/{kind.name}/{key}", '"1"', row.model_dump(mode="json"), "")
            casts[kind.name] = cast(row)
    return things, casts


async def _begin(rig: Rig, kind: Kind, key: UUID, others: Mapping[str, str]) -> Any:
    capability = kind.capability
    event = _renamed(capability, sample_of(capability.decider.events[0]), key, others)
    stream_id = capability.decider.stream_id(key)
    recorded = Recorded(event, stream_id, 1, compat.uuid7(), datetime.now(UTC), "past", "07L")
    row = capability.resource.project(None, recorded)
    rows = [view.write(one, view.project(None, recorded)) for view in capability.views for one in view.keys(recorded)]
    stored = past_event(event, recorded.event_id, recorded.occurred_at)
    async with writing(rig, kind.service) as writer:
        await writer.write(Item(stream_id, 0, (stored,), tuple(rows)))
    return row


def _renamed(capability: Capability, event: Event, key: UUID, others: Mapping[str, str]) -> Event:
    """The event of another thing: it says this id where it said its own, and those of things that stand already."""
    before = capability.resource.project(
        None, Recorded(event, capability.decider.stream_id(key), 1, key, datetime.now(UTC), "past", "07L")
    )
    own = getattr(before, capability.resource.shape.key)
    named = {name: UUID(others[name]) for name, value in event if name in others and value is not None}
    named |= {name: key for name, value in event if value == own}
    return event.model_copy(update=named)
