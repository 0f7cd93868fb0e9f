"""Texts of bounded length: blanks alone are none, and the schema says what the rule asks."""

import re
from typing import Annotated

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.kernel.parts import Words

SHORT = TypeAdapter(Annotated[str, Words(3)])


@pytest.mark.parametrize(("said", "kept"), [("a", "a"), ("abc", "abc"), (" abc\n", "abc"), ("a c", "a c")])
def test_blanks_around_a_text_are_left_out(said: str, kept: str) -> None:
    assert SHORT.validate_python(said) == kept


@pytest.mark.parametrize("said", ["", " ", "\t\n", "\u00a0", "\u0085", "abcd", 5, None])
def test_no_text_and_one_too_long_are_refused(said: object) -> None:
    with pytest.raises(ValidationError):
        SHORT.validate_python(said)


@pytest.mark.parametrize("said", ["", " ", "\t\n", "\u00a0", "\u0085", "a", "abc", "abcd"])
def test_the_schema_takes_what_the_rule_takes(said: str) -> None:
    schema = SHORT.json_schema()
    by_schema = schema["minLength"] <= len(said) <= schema["maxLength"] and re.search(schema["pattern"], said)
    try:
        SHORT.validate_python(said)
    except ValidationError:
        assert not by_schema
    else:
        assert by_schema
