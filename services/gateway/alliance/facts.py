"""What is remembered of a thing to count it: JSON values by name."""

from collections.abc import Mapping

from pydantic import JsonValue

Facts = Mapping[str, JsonValue]


def numbers(facts: Facts, which: str) -> list[JsonValue]:
    """A remembered list, empty when there is none."""
    remembered = facts[which]
    return remembered if isinstance(remembered, list) else []
