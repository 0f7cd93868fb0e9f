"""Every event as it was stored once: whatever the programs become, they read these for ever.

`samples/<Event>.v<schema version>.json` is the content of the store's `data`. A sample is never changed: a new
schema version gets a file beside the old one.
"""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

import pytest

from shared.eventstore.codec import Catalogue, publishable
from shared.kernel.message import Event
from shared.kernel.privacy import private_fields
from tests.architecture.test_events import CLASSES
from tests.kit.samples import SAMPLES, name_of

FILES = sorted(SAMPLES.glob("*.json"))
_NAME = re.compile(r"(?P<type>[A-Z][A-Za-z0-9]+)\.v(?P<version>[1-9][0-9]*)\.json")


def missing(classes: Iterable[type[Event]], names: Iterable[str]) -> list[str]:
    """The samples there should be and are not: one for each schema version a class has ever had."""
    wanted = {name_of(one, version) for one in classes for version in range(1, one.schema_version + 1)}
    return sorted(wanted - set(names))


def read(file: Path) -> tuple[type[Event], int, dict[str, Any]]:
    named = _NAME.fullmatch(file.name)
    assert named, f"{file.name} is not named after an event and its schema version"
    fields: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return Catalogue(CLASSES).event_class(named["type"]), int(named["version"]), fields


def test_every_event_has_a_sample_of_each_schema_version() -> None:
    assert missing(CLASSES, (file.name for file in FILES)) == []


class NobodyThoughtOfASample(Event):
    sentence: ClassVar[str] = "An event was added"


class SecondEdition(Event):
    schema_version: ClassVar[int] = 2
    sentence: ClassVar[str] = "An event was changed"


def test_an_event_or_a_schema_version_without_a_sample_is_missed() -> None:
    names = [*(file.name for file in FILES), "SecondEdition.v1.json"]
    lacking = missing([*CLASSES, NobodyThoughtOfASample, SecondEdition], names)
    assert lacking == ["NobodyThoughtOfASample.v1.json", "SecondEdition.v2.json"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
class TestEachSample:
    def test_is_read_as_it_was_stored(self, file: Path) -> None:
        event_class, version, fields = read(file)
        event = Catalogue(CLASSES).decode(event_class.__name__, version, json.dumps(fields))
        assert type(event) is event_class
        assert event.tell()
        if version == event_class.schema_version:
            again = json.loads(event.model_dump_json())
            assert {name: again.get(name) for name in fields} == fields

    def test_is_read_as_it_was_published_by_a_reader_who_knows_less(self, file: Path) -> None:
        event_class, version, fields = read(file)
        published = json.loads(publishable(event_class, json.dumps(fields)))
        assert not private_fields(event_class) & set(published)
        later = published | {"a_field_of_years_to_come": 1}
        event = Catalogue(CLASSES).decode_published(event_class.__name__, version, json.dumps(later))
        assert event.tell()
        assert all(getattr(event, name) is None for name in private_fields(event_class))
        if version == event_class.schema_version:
            again = json.loads(event.model_dump_json())
            assert {name: again.get(name) for name in published} == published

    def test_shows_its_private_fields_filled(self, file: Path) -> None:
        event_class, _, fields = read(file)
        assert not [name for name in private_fields(event_class) if name in fields and not fields[name]]
