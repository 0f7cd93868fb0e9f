"""What an event says has one form of bytes, before PostgreSQL's jsonb and after it; its digest is made of them."""

import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

import asyncpg
import orjson
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some

from deploy.stack.postgres import Postgres
from shared.eventstore import chain

STORABLE = some.characters(exclude_categories=["Cs"], exclude_characters="\0")
TEXT = some.text(STORABLE)
NUMBERS = some.one_of(
    some.integers(-(10**40), 10**40).map(str),
    some.floats(allow_nan=False, allow_infinity=False).map(repr),
    some.from_regex(r"-?(0|[1-9][0-9]{0,25})(\.[0-9]{1,12})?([eE][+-]?[0-9]{1,2})?", fullmatch=True),
    some.sampled_from(["1.0", "1e2", "-0.0", "-0", "1E400", "0e5", "9223372036854775808", "18446744073709551616"]),
)
LEAVES = some.one_of(some.just("null"), some.booleans().map(json.dumps), NUMBERS, TEXT.map(json.dumps))


def _nested(inside: some.SearchStrategy[str]) -> some.SearchStrategy[str]:
    lists = some.lists(inside, max_size=5).map(lambda parts: f"[{', '.join(parts)}]")
    objects = some.dictionaries(TEXT, inside, max_size=5).map(
        lambda parts: "{" + ",".join(f"{json.dumps(name)}:{value}" for name, value in parts.items()) + "}"
    )
    return lists | objects


JSON = some.recursive(LEAVES, _nested, max_leaves=20)
EVENT = UUID("01980000-0000-7000-8000-000000000001")
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def digest(**changes: Any) -> bytes:
    facts = {"event_id": EVENT, "type_name": "Opened", "schema_version": 1, "data": "{}", "metadata": "{}"}
    place = {"before": chain.START, "position": 1, "stream_id": "tally-1", "version": 1}
    what = chain.said(**(facts | {"occurred_at": NOON} | {k: v for k, v in changes.items() if k not in place}))  # type: ignore[arg-type]  # as named
    return chain.link(**(place | {k: v for k, v in changes.items() if k in place}), what=what)  # type: ignore[arg-type]  # as named


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=JSON)
@example(text='{"b":1.0,"a":1e2,"c":-0.0,"ä":"\\u00e4","é":[18446744073709551616,0.10]}')
async def test_the_form_survives_what_jsonb_does_to_a_text(stored: asyncpg.Connection, text: str) -> None:
    kept = await stored.fetchval("SELECT $1::jsonb", text)
    assert chain.canonical(text) == chain.canonical(kept)


@pytest.fixture(scope="module")
async def stored(postgres: Postgres) -> Any:
    connection = await asyncpg.connect(postgres.url("postgres"))
    yield connection
    await connection.close()


@given(text=JSON)
def test_the_form_says_the_same_as_the_text(text: str) -> None:
    exact = partial(json.loads, parse_float=Decimal, parse_int=Decimal)
    assert exact(chain.canonical(text)) == exact(text)


@given(numbers=some.lists(some.integers(-(2**63), 2**64 - 1)))
def test_whole_numbers_have_one_form_beside_fractions_and_alone(numbers: list[int]) -> None:
    alone = chain.canonical(orjson.dumps(numbers))
    assert chain.canonical(orjson.dumps([*numbers, 0.5])) == (alone[:-1] + (b",0.5]" if numbers else b"0.5]"))


@pytest.mark.parametrize(
    ("number", "plain"),
    [
        ("1.0", "1"),
        ("1e2", "100"),
        ("1.50E1", "15"),
        ("-0.0", "0"),
        ("0.10", "0.1"),
        ("1e-3", "0.001"),
        ("-12.5e-2", "-0.125"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
    ],
)
def test_a_number_has_one_form(number: str, plain: str) -> None:
    assert chain.plain_digits(number) == plain


@pytest.mark.parametrize("text", ["", "{", "NaN", '"\\ud800"', '{"a":1,}'])
def test_what_is_no_json_in_utf8_has_no_form(text: str) -> None:
    with pytest.raises(chain.NotCanonical):
        chain.canonical(text)


@pytest.mark.parametrize(
    "change",
    [
        {"before": bytes([1, *bytes(31)])},
        {"position": 2},
        {"stream_id": "tally-2"},
        {"version": 2},
        {"event_id": UUID(int=EVENT.int + 1)},
        {"type_name": "Closed"},
        {"schema_version": 2},
        {"data": '{"by": 1}'},
        {"metadata": '{"actor": "x"}'},
        {"occurred_at": NOON + timedelta(microseconds=1)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_digest_depends_on_everything_an_event_says(change: dict[str, Any]) -> None:
    assert digest(**change) != digest()


def test_a_moment_is_the_same_in_every_zone() -> None:
    assert digest(occurred_at=NOON.astimezone(timezone(timedelta(hours=1)))) == digest()


def test_the_form_is_as_it_is_written_down() -> None:
    """A change here would make every stored digest wrong."""
    assert digest(data='{"b": 1.50, "a": "ä"}', metadata='{"org": "07L"}').hex() == EXPECTED


EXPECTED = "010de709a2dc9ef7608a8d91a4cabfab14aa1fa7d602d59858a3605f5a371bd5"
