"""Whoever changes, removes or adds something behind the product's back is shown by verifying, with its place named."""

import asyncio
from collections import Counter
from contextlib import suppress
from typing import Any
from uuid import UUID

import pytest

from shared.eventstore import chain
from shared.service import Card
from shared.verify.engine import verify_service
from shared.verify.findings import Finding
from tests.kit.family import RaiseTally, tallies
from tests.kit.kernel import Kernel, as_owner

CARD = Card(name="tallies", title="Tallies", capabilities=(tallies,))
Told = tuple[str, str, str | None, int | None, int | None]
"""Check, damage, stream, version, position."""


async def verified(kernel: Kernel, **options: Any) -> list[Finding]:
    return await verify_service(CARD, kernel.address.url, **options)


async def told(kernel: Kernel, **options: Any) -> list[Told]:
    found = await verified(kernel, **options)
    return [(one.check, one.damage, one.stream_id, one.version, one.position) for one in found]


async def as_attacker(kernel: Kernel, *statements: str) -> None:
    """With the rights of the tables' owner, constraints out of the way."""
    owner = await as_owner(kernel.address)
    await owner.execute("ALTER TABLE events DROP CONSTRAINT IF EXISTS uq_events_stream_version")
    for statement in statements:
        assert not (await owner.execute(statement)).endswith(" 0"), f"nothing was done: {statement}"
    await owner.close()


@pytest.fixture
async def streams(kernel: Kernel) -> list[str]:
    """Three streams of three events, taking turns: the first has the positions 1, 4 and 7."""
    keys = [await kernel.opened() for _ in range(3)]
    for by in (1, 2):
        for key in keys:
            await kernel.do(key, RaiseTally(by=by))
    return [f"tally-{key}" for key in keys]


@pytest.mark.usefixtures("streams")
async def test_an_untouched_store_has_nothing_to_tell(kernel: Kernel) -> None:
    assert await told(kernel) == []


async def test_a_store_is_verified_while_it_is_written_to(kernel: Kernel, streams: list[str]) -> None:
    async def writing(stream: str) -> None:
        while True:
            await kernel.do(UUID(stream[-36:]), RaiseTally(by=1))
            await kernel.opened()

    tasks = [asyncio.create_task(writing(stream)) for stream in streams]
    found = [one for _ in range(5) for one in await told(kernel)]
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    assert found == []
    assert await kernel.store.head() > 20


ALTERATIONS = (
    """data = jsonb_set(data, '{by}', '7')""",
    """metadata = jsonb_set(metadata, '{actor}', '"somebody else"')""",
    "occurred_at = occurred_at - interval '1 microsecond'",
    "event_id = gen_random_uuid()",
    "schema_version = 0",
    "digest = sha256(digest)",
)


async def test_an_altered_event_is_named_whatever_of_it_was_altered(kernel: Kernel) -> None:
    keys = [await kernel.opened() for _ in ALTERATIONS]
    for key in keys:
        await kernel.do(key, RaiseTally(by=1))
    last = range(len(keys) + 1, 2 * len(keys) + 1)
    for position, change in zip(last, ALTERATIONS, strict=True):
        await as_attacker(kernel, f"UPDATE events SET {change} WHERE position = {position}")  # noqa: S608  # written above
    found = [one for one in await verified(kernel) if one.check == "chain"]
    assert [(one.damage, one.stream_id, one.version, one.position, one.type) for one in found] == [
        ("altered", f"tally-{key}", 2, position, "TallyRaised") for key, position in zip(keys, last, strict=True)
    ]


async def test_the_first_altered_event_is_named_first(kernel: Kernel, streams: list[str]) -> None:
    await as_attacker(kernel, "UPDATE events SET metadata = '{}' WHERE position IN (8, 6, 4)")
    assert [one[-1] for one in await told(kernel) if one[0] == "chain"] == [4, 6, 8]


async def test_an_event_moved_to_another_stream_is_named(kernel: Kernel, streams: list[str]) -> None:
    await as_attacker(kernel, f"UPDATE events SET stream_id = '{streams[1]}', version = 4 WHERE position = 7")  # noqa: S608  # a name we made
    assert ("chain", "altered", streams[1], 4, 7) in await told(kernel)


async def test_swapped_events_of_a_stream_are_named(kernel: Kernel, streams: list[str]) -> None:
    await as_attacker(kernel, "UPDATE events SET version = 5 - version WHERE position IN (4, 7)")
    altered = [one for one in await told(kernel) if one[0] == "chain"]
    assert altered[:2] == [("chain", "altered", streams[0], 3, 4), ("chain", "altered", streams[0], 2, 7)]


async def test_swapped_contents_are_named(kernel: Kernel, streams: list[str]) -> None:
    swap = """UPDATE events a SET data = b.data, event_id = gen_random_uuid(), digest = b.digest FROM events b
              WHERE a.position IN (4, 7) AND b.position = 11 - a.position"""
    await as_attacker(kernel, swap)
    assert ("chain", "altered", streams[0], 2, 4) in await told(kernel)


async def test_a_deleted_event_is_named(kernel: Kernel, streams: list[str]) -> None:
    await as_attacker(kernel, "DELETE FROM events WHERE position = 4")
    found = await told(kernel)
    assert ("positions", "missing", None, None, 4) in found
    assert ("versions", "missing", streams[0], 3, 7) in found


async def test_the_deleted_last_event_of_a_stream_is_missed_by_its_position(kernel: Kernel, streams: list[str]) -> None:
    await as_attacker(kernel, "DELETE FROM events WHERE position = 7")
    found = await told(kernel)
    assert ("positions", "missing", None, None, 7) in found
    assert [one[:2] for one in found] == [("positions", "missing"), ("views", "different")]


@pytest.mark.usefixtures("streams")
async def test_a_deleted_whole_stream_is_missed_by_its_positions_and_its_row(kernel: Kernel) -> None:
    await as_attacker(kernel, "DELETE FROM events WHERE position IN (1, 4, 7)")
    found = await told(kernel)
    assert [one[-1] for one in found if one[0] == "positions"] == [1, 4, 7]
    assert [one[:2] for one in found if one[0] == "views"] == [("views", "inserted")]


async def test_an_inserted_event_is_named(kernel: Kernel, streams: list[str]) -> None:
    insert = """INSERT INTO events SELECT {position}, stream_id, {version}, gen_random_uuid(), type, schema_version,
                data, metadata, occurred_at, recorded_at, digest FROM events WHERE position = 9"""
    await as_attacker(kernel, insert.format(position=10, version=4), insert.format(position=11, version=2))
    found = await told(kernel)
    assert ("chain", "altered", streams[2], 4, 10) in found
    assert ("versions", "inserted", streams[2], 2, 11) in found


async def test_an_event_id_that_stands_twice_is_named(kernel: Kernel, streams: list[str]) -> None:
    owner = await as_owner(kernel.address)
    await owner.execute("ALTER TABLE events DROP CONSTRAINT events_event_id_key")
    await owner.execute(
        "UPDATE events SET event_id = (SELECT event_id FROM events WHERE position = 2) WHERE position = 5"
    )
    await owner.close()
    assert ("events", "inserted", None, None, 2) in await told(kernel)


async def test_a_step_back_in_time_is_named(kernel: Kernel, streams: list[str]) -> None:
    await as_attacker(kernel, "UPDATE events SET recorded_at = recorded_at - interval '1 hour' WHERE position = 5")
    assert ("positions", "reversed", streams[1], 2, 5) in await told(kernel)


async def test_an_event_nobody_can_read_is_named(kernel: Kernel, streams: list[str]) -> None:
    await as_attacker(kernel, "UPDATE events SET type = 'TallyBurnt' WHERE position = 6")
    found = await told(kernel)
    assert ("chain", "altered", streams[2], 2, 6) in found
    assert ("events", "unreadable", streams[2], 2, 6) in found


async def test_rows_that_are_not_what_their_events_make_are_named(kernel: Kernel, streams: list[str]) -> None:
    different, later, gone = (stream[-36:] for stream in streams)
    await as_attacker(
        kernel,
        f"UPDATE tallies SET total = 99 WHERE tally_id = '{different}'",  # noqa: S608  # an id we made
        f"UPDATE tallies SET changed_at = now() WHERE tally_id = '{later}'",  # noqa: S608  # an id we made
        "INSERT INTO tallies SELECT version, parties, changed_at, gen_random_uuid(), 'x', 1 FROM tallies LIMIT 1",
        f"DELETE FROM tallies WHERE tally_id = '{gone}'",  # noqa: S608  # an id we made
    )
    found = await verified(kernel)
    assert Counter(one.damage for one in found) == {"different": 2, "missing": 1, "inserted": 1}
    told = {one.damage: one.text for one in found if one.damage != "different"}
    assert gone in told["missing"]
    assert "1 rows of tallies are made by no event, such as" in told["inserted"]
    assert {key for key in (different, later) for one in found if key in one.text} == {different, later}


async def test_an_answer_about_an_event_that_is_gone_is_named(kernel: Kernel, streams: list[str]) -> None:
    receipt = """INSERT INTO receipts (key, fingerprint, status, body, stream_id, version, answered_at)
                 SELECT 'k', 'f', 200, '', stream_id, 4, now() FROM events WHERE position = 1"""
    await as_attacker(kernel, receipt)
    assert await told(kernel) == [("receipts", "missing", streams[0], 4, None)]


@pytest.mark.usefixtures("streams")
async def test_a_parked_stream_is_a_warning_with_its_number(kernel: Kernel) -> None:
    parked = """INSERT INTO parked (source, stream_id, version, message, reason, parked_at)
                SELECT 'contracts', 'contract-' || n % 2, n, '{}', 'for a test', now() FROM generate_series(1, 3) n"""
    await as_attacker(kernel, parked)
    (found,) = await verified(kernel)
    assert found.warning
    assert "2 streams of contracts with 3 events" in found.text


async def test_more_findings_than_anybody_reads_are_counted(kernel: Kernel, streams: list[str]) -> None:
    key = UUID(streams[0][-36:])
    for _ in range(30):
        await kernel.do(key, RaiseTally(by=1))
    await as_attacker(kernel, "UPDATE events SET metadata = '{}'")
    found = [one for one in await verified(kernel) if one.check == "chain"]
    assert [one.position for one in found[:3]] == [1, 2, 3]
    assert "and 19 more" in found[-1].text


async def made_anew(kernel: Kernel, stream: str) -> None:
    """What somebody who knows how digests are made does after changing a stream."""
    owner = await as_owner(kernel.address)
    digest = chain.START
    for event in await owner.fetch("SELECT * FROM events WHERE stream_id = $1 ORDER BY version", stream):
        what = chain.said(
            event["event_id"],
            event["type"],
            event["schema_version"],
            event["data"],
            event["metadata"],
            event["occurred_at"],
        )
        digest = chain.link(digest, event["position"], stream, event["version"], what)
        await owner.execute("UPDATE events SET digest = $2 WHERE position = $1", event["position"], digest)
    await owner.close()


async def test_a_stream_chained_anew_is_not_shown_by_its_chain(kernel: Kernel, streams: list[str]) -> None:
    """Which is why somebody else should keep the daily digests."""
    await as_attacker(kernel, """UPDATE events SET metadata = '{"actor": "nobody"}' WHERE position = 4""")
    await made_anew(kernel, streams[0])
    assert await told(kernel) == []
