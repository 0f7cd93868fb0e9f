"""What is told of a body that is not of the right form: each first cause, and nothing that only follows from it."""

import json
from typing import Annotated, Any

import pytest
from pydantic import Field

from shared.kernel.message import Body, JsonText, NotThisShape
from shared.kernel.parts import Name, Part, Pence


class Line(Part):
    name: Name
    pence: Pence


class Order(Body):
    title: Name
    lines: Annotated[tuple[Line, ...], Field(min_length=1)]


GOOD: dict[str, Any] = {"name": "beds", "pence": 1}


def told(**body: Any) -> set[tuple[str, str]]:
    with pytest.raises(NotThisShape) as refused:
        Order.model_validate(JsonText(json.dumps({"title": "Spring"} | body).encode()))
    return {(".".join(map(str, error["loc"])), error["type"]) for error in refused.value.errors}


def test_a_list_whose_items_are_all_wrong_is_not_too_short_as_well() -> None:
    assert told(lines=[{"name": "beds", "pence": "1"}]) == {("lines.0.pence", "int_type")}
    assert told(lines=[{"name": " ", "pence": 1}, GOOD]) == {("lines.0.name", "string_too_short")}


def test_an_empty_list_is() -> None:
    assert told(lines=[]) == {("lines", "too_short")}
    assert told(lines=[], title="") == {("lines", "too_short"), ("title", "string_too_short")}
