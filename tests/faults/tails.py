"""Readers who follow the alliance while it is harmed, and remember in which order they were told."""

import asyncio
import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

import httpx

from shared.messaging.feed_client import FeedClient
from shared.messaging.kafka import TROUBLE, KafkaSettings, consuming
from shared.messaging.topics import topic_of
from shared.messaging.trouble import FeedUnreachable
from tests.e2e.asking import API
from tests.kit.apps import Client

FEED_SECONDS = 0.25
AGAIN = b"1"
REPEATED = "acs-test-repeated"
"""The header of a record that a test has produced again, which says nothing of the relay's order."""


class Told(NamedTuple):
    """An event, as a reader heard of it; `position` is None where the reader is not told."""

    source: str
    stream_id: str
    version: int
    event_id: str
    position: int | None = None


@dataclass
class Tail:
    """What one reader was told. `epochs` begin anew where what it reads was lost: a wiped topic, a lost database.

    `repeats`: whether the same may be told again. `from_start`: whether an epoch begins with the first version.
    `gaps`: whether something may be passed over for good: the embedded broker, when it was wiped, acknowledges for a
    moment what it throws away, and readers of its topics ask the feed.
    """

    name: str
    source: str | None = None
    repeats: bool = False
    from_start: bool = True
    gaps: bool = False
    epochs: list[list[Told]] = field(default_factory=lambda: [[]])

    def begin_anew(self) -> None:
        """What was told so far says nothing about what comes."""
        self.epochs.append([])

    def hear(self, told: Told) -> None:
        """One more."""
        self.epochs[-1].append(told)


def disorder(tail: Tail) -> Iterable[str]:
    """Where a reader was told a later event of a stream before an earlier one, or one twice that comes once."""
    for heard in tail.epochs:
        last: dict[tuple[str, str], int] = {}
        passed_over: set[tuple[str, str, int]] = set()
        position = None
        for told in heard:
            stream = (told.source, told.stream_id)
            before = last.get(stream, 0 if tail.from_start else told.version - 1)
            if (*stream, told.version) in passed_over:
                yield f"{tail.name}: {told.stream_id} told version {told.version} only after {before}"
            if told.version > before + 1 and tail.gaps:
                passed_over |= {(*stream, version) for version in range(before + 1, told.version)}
            elif told.version > before + 1:
                yield f"{tail.name}: {told.stream_id} went from version {before} to {told.version}"
            elif told.version <= before and not tail.repeats:
                yield f"{tail.name}: {told.stream_id} told version {told.version} after {before}"
            last[stream] = max(before, told.version)
            if told.position is not None:
                if position is not None and told.position != position + 1:
                    yield f"{tail.name}: position {told.position} came after {position}"
                position = told.position


async def follow_feed(tail: Tail, feed: FeedClient) -> None:
    """The feed of a service, for ever."""
    position = 0
    while True:
        with suppress(FeedUnreachable):
            page = await feed.page(position)
            for event in page.events:
                told = Told(event.source, event.stream_id, event.version, str(event.event_id), event.position)
                tail.hear(told)
                position = event.position
        await asyncio.sleep(FEED_SECONDS)


async def follow_topic(tail: Tail, kafka: KafkaSettings, source: str) -> None:
    """The topic of a service, for ever; whoever wipes the broker tells the tail."""
    while True:
        with suppress(*TROUBLE):
            async with consuming(kafka, None, [topic_of(source)]) as consumer:
                tail.begin_anew()
                while True:
                    fetched = await asyncio.wait_for(consumer.getmany(timeout_ms=200), 5)
                    for records in fetched.values():
                        for record in records:
                            headers = dict(record.headers)
                            if REPEATED not in headers:
                                version, event_id = int(headers["ce_streamversion"]), headers["ce_id"].decode()
                                tail.hear(Told(source, record.key.decode(), version, event_id))
        await asyncio.sleep(0.3)


async def follow_stream(tail: Tail, reader: Callable[[], Client]) -> None:
    """The gateway's server-sent events, for ever, as EventSource does: from the last id seen."""
    place = "0"
    while True:
        who = reader()  # with a fresh token: an alliance may outlive one
        headers = {"Authorization": f"Bearer {who.token}", "Last-Event-ID": place}
        with suppress(httpx.TransportError):
            timeout = httpx.Timeout(5.0, read=20.0)
            async with who.http.stream("GET", f"{API}/alliance/stream", headers=headers, timeout=timeout) as answer:
                if answer.status_code == 200:
                    said: dict[str, str] = {}
                    async for line in answer.aiter_lines():
                        if line:
                            name, _, value = line.partition(": ")
                            said[name] = value
                            continue
                        place = said.get("id", place)
                        _hear_one(tail, said)
                        if said.get("event") == "reset":
                            place = "0"
                            break
                        said = {}
        await asyncio.sleep(0.2)


def _hear_one(tail: Tail, said: dict[str, str]) -> None:
    if said.get("event") == "reset":
        tail.begin_anew()
    elif "data" in said:
        entry = json.loads(said["data"])
        tail.hear(Told(entry["source"], entry["stream_id"], entry["version"], entry["event_id"]))
