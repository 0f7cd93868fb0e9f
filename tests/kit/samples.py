"""The stored samples of events, one file for each schema version there ever was."""

from functools import cache
from pathlib import Path
from typing import TypeVar

from shared.kernel.message import Event

SAMPLES = Path(__file__).parents[1] / "shared" / "events" / "samples"
E = TypeVar("E", bound=Event)


def name_of(event_class: type[Event], version: int) -> str:
    """Of the file with the sample of a schema version."""
    return f"{event_class.__name__}.v{version}.json"


def stored_sample(event_class: type[Event]) -> str:
    """As one of today's schema version was stored."""
    return _read(name_of(event_class, event_class.schema_version))


def sample_of(event_class: type[E]) -> E:
    """The event of today's schema version."""
    return event_class.model_validate_json(stored_sample(event_class))


@cache
def _read(name: str) -> str:
    return (SAMPLES / name).read_text(encoding="utf-8")
