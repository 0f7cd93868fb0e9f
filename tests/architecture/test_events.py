"""The language of the alliance keeps its own rules."""

import importlib
import pkgutil
import string
from typing import Any, get_args

import pytest
from pydantic import BaseModel

import shared.events
from shared.eventstore.codec import published_class
from shared.kernel.message import Event
from shared.kernel.privacy import Sealed, is_private, private_fields


def event_classes() -> list[type[Event]]:
    found: set[type[Event]] = set()
    for module in pkgutil.walk_packages(shared.events.__path__, "shared.events."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, type) and issubclass(value, Event) and hasattr(value, "sentence"):
                found.add(value)
    return sorted(found, key=lambda event_class: event_class.__name__)


CLASSES = event_classes()


def test_there_are_events() -> None:
    assert len(CLASSES) > 40


def test_each_name_means_one_event() -> None:
    names = [event_class.__name__ for event_class in CLASSES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("event_class", CLASSES, ids=lambda event_class: event_class.__name__)
class TestEach:
    def test_has_a_sentence_of_its_own_public_fields(self, event_class: type[Event]) -> None:
        named = {
            name.split(".")[0].split("[")[0] for _, name, _, _ in string.Formatter().parse(event_class.sentence) if name
        }
        if event_class.tell is Event.tell:
            assert named <= set(event_class.model_fields), event_class.sentence
        assert not named & private_fields(event_class)

    def test_hides_private_fields_only_at_the_top(self, event_class: type[Event]) -> None:
        for name, field in event_class.model_fields.items():
            if not is_private(field):
                assert not nested_private(field.annotation), name

    def test_is_readable_by_others_without_them(self, event_class: type[Event]) -> None:
        fields = published_class(event_class).model_fields
        assert all(not fields[name].is_required() for name in private_fields(event_class))

    def test_upcasts_from_every_earlier_version(self, event_class: type[Event]) -> None:
        assert set(event_class.upcasters) == set(range(1, event_class.schema_version))

    def test_holds_money_as_whole_pence_and_shares_as_basis_points(self, event_class: type[Event]) -> None:
        floats = [
            name
            for name, field in event_class.model_fields.items()
            if float in (field.annotation, *get_args(field.annotation))
        ]
        assert not floats


def nested_private(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if issubclass(annotation, Sealed):
            return True
        return any(is_private(field) or nested_private(field.annotation) for field in annotation.model_fields.values())
    return any(nested_private(part) for part in get_args(annotation))
