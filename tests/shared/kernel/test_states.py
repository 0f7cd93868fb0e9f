"""States written down and read again: nothing is lost, and a state of another shape is not taken for one of today's."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, make_dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from random import Random
from typing import Any, Literal, TypedDict
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from services.budgets.app import card as budgets
from services.contracts.app import card as contracts
from services.referrals.app import card as referrals
from shared.kernel.privacy import Sealed
from shared.kernel.states import NotAState, StateCodec
from tests.kit.family import tally_decider
from tests.services.gateway.histories import some_lives

DECIDERS = {
    capability.decider.category: capability.decider
    for card in (contracts, budgets, referrals)
    for capability in card.capabilities
}
AN_ID = UUID("01980000-0000-7000-8000-000000000001")


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Address(TypedDict):
    street: str
    since: date | None


class Note(BaseModel):
    text: str
    on: date


@dataclass(frozen=True)
class Walked:
    miles: int


@dataclass(frozen=True)
class Flew:
    miles: int


@dataclass(frozen=True)
class Everything:
    colour: Colour
    side: Literal["left", "right"]
    at: datetime
    address: Address
    notes: tuple[Note, ...] = ()
    pair: tuple[int, str] = (0, "")
    ids: frozenset[UUID] = frozenset()
    by_pair: Mapping[tuple[str, UUID], int] = field(default_factory=dict)
    by_id: Mapping[UUID, Walked] = field(default_factory=dict)
    moved: Walked | Flew | None = None
    secret: Sealed[str] | None = None


FULL = Everything(
    colour=Colour.BLUE,
    side="right",
    at=datetime(2026, 1, 5, 9, 30, 0, 123456, tzinfo=UTC),
    address={"street": "High Street", "since": date(2020, 2, 29)},
    notes=(Note(text="so, “quoted”", on=date(2026, 1, 1)),),
    pair=(7, "seven"),
    ids=frozenset({AN_ID}),
    by_pair={("b,a", AN_ID): 1, ("a", AN_ID): 2},
    by_id={AN_ID: Walked(3)},
    moved=Flew(4),
    secret=Sealed[str](person_ref="p-1", box="Ym94"),
)


def codec_of(state: Any, evolution: int = 1) -> StateCodec:
    def evolve(before: Any, event: Any) -> Any:
        return before

    evolve.__annotations__["return"] = state
    return StateCodec(replace(tally_decider, evolve=evolve, evolution=evolution))


def fingerprint(state: Any, evolution: int = 1) -> str:
    return codec_of(state, evolution).fingerprint


def test_a_state_of_every_kind_of_part_comes_back_the_same() -> None:
    codec = codec_of(Everything | None)
    read = codec.load(codec.dump(FULL))
    assert read == FULL
    assert list(read.by_pair) == list(FULL.by_pair)
    assert type(read.moved) is Flew
    assert type(read.colour) is Colour
    assert codec.load(codec.dump(None)) is None


def test_what_is_sealed_stays_sealed() -> None:
    codec = codec_of(Everything)
    assert FULL.secret is not None
    assert f'"box":"{FULL.secret.box}"' in codec.dump(FULL)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**9))
def test_from_any_point_of_any_life_the_rest_leads_to_the_same_state(seed: int) -> None:
    rng = Random(seed)  # noqa: S311  # made-up lives
    for _, stream_id, events in some_lives(rng, 12):
        decider = DECIDERS[stream_id[:-37]]
        codec = StateCodec(decider)
        cut = rng.randint(0, len(events))
        kept = codec.dump(decider.fold(events[:cut]))
        assert codec.load(kept) == decider.fold(events[:cut])
        assert decider.fold(events[cut:], codec.load(kept)) == decider.fold(events)


@pytest.mark.parametrize("category", DECIDERS)
def test_the_state_of_every_capability_can_be_kept(category: str) -> None:
    codec = StateCodec(DECIDERS[category])
    assert codec.load(codec.dump(None)) is None


def changed(name: str, kind: Any) -> Any:
    return make_dataclass("Thing", [("count", int), (name, kind)], frozen=True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (changed("more", str), changed("most", str)),
        (changed("more", int), changed("more", str)),
        (changed("more", str), changed("more", str | None)),
        (changed("more", Mapping[str, int]), changed("more", Mapping[UUID, int])),
        (changed("more", tuple[int, ...]), changed("more", frozenset[int])),
        (changed("more", Literal["a"]), changed("more", Literal["a", "b"])),
        (changed("more", Walked | Flew), changed("more", Flew | Walked)),
        (changed("more", Walked), changed("more", make_dataclass("Walked", [("miles", int), ("on", date)]))),
        (changed("more", Colour), changed("more", StrEnum("Colour", {"RED": "red"}))),
        (changed("more", Address), changed("more", Note)),
    ],
)
def test_a_state_of_another_shape_has_another_fingerprint(one: Any, other: Any) -> None:
    assert fingerprint(one) != fingerprint(other)


def test_the_same_shape_has_the_same_fingerprint() -> None:
    assert fingerprint(changed("more", str)) == fingerprint(changed("more", str))


def test_another_way_to_evolve_has_another_fingerprint() -> None:
    assert fingerprint(Everything, evolution=1) != fingerprint(Everything, evolution=2)


@pytest.mark.parametrize("kind", [Any, list[int], object, Callable[[], int], bytes])
def test_a_state_is_not_made_of_what_nobody_said_how_to_write_down(kind: Any) -> None:
    with pytest.raises(NotAState):
        codec_of(changed("more", kind))


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:-1],
        lambda text: text.replace('"miles":3', '"miles":"3"'),
        lambda text: text.replace('"miles":3', '"miles":true'),
        lambda text: text.replace('"blue"', '"green"'),
        lambda text: text.replace('"pair":', '"triple":'),
        lambda text: text.replace("[7,", "[7,7,"),
        lambda text: text.replace(str(AN_ID), "nobody"),
        lambda text: text.replace("[1,{", "[9,{"),
        lambda text: "[]",
        lambda text: "null",
    ],
)
def test_a_damaged_text_is_not_read_as_a_state(damage: Callable[[str], str]) -> None:
    codec = codec_of(Everything)
    text = codec.dump(FULL)
    assert damage(text) != text
    with pytest.raises((ValueError, TypeError, LookupError, AttributeError)):
        codec.load(damage(text))
