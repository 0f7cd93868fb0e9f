"""Our CloudEvents are those of the CloudEvents library."""

import json
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from cloudevents.core.bindings.kafka import KafkaMessage, from_binary, to_binary
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

from shared.eventstore.published import FeedEvent, FeedPage, PublishedEvent
from shared.messaging.cloudevents import Undecodable, from_record, to_message
from shared.messaging.feed import event_json, from_feed, page_json

EVENT = PublishedEvent(
    source="contracts",
    stream_id="contract-01980000-0000-7000-8000-000000000001",
    version=3,
    position=77,
    event_id=UUID("01980000-0000-7000-8000-000000000002"),
    type="ContractExtended",
    schema_version=1,
    data='{"until": "2027-03-31", "note": "St Luke\\u2019s \\"ward\\""}',
    org="07L",
    correlation="c-1",
    causation="e-1",
    occurred_at=datetime(2026, 1, 5, 9, 0, 0, 250_000, tzinfo=UTC),
    recorded_at=datetime(2026, 1, 5, 10, 0, tzinfo=timezone(timedelta(hours=1))),
)


def test_the_library_writes_the_same_headers() -> None:
    attributes = {
        "id": str(EVENT.event_id),
        "source": "/acs/contracts",
        "type": EVENT.type,
        "subject": EVENT.stream_id,
        "time": EVENT.occurred_at,
        "specversion": "1.0",
        "datacontenttype": "application/json",
        "streamversion": "3",
        "position": "77",
        "schemaversion": "1",
        "org": "07L",
        "correlationid": "c-1",
        "causationid": "e-1",
        "recordedtime": "2026-01-05T09:00:00Z",
    }
    theirs = to_binary(CloudEvent(attributes, json.loads(EVENT.data)), JSONFormat(), lambda event: event.get_subject())
    ours = to_message(EVENT)
    assert dict(ours.headers) == theirs.headers
    assert ours.key.decode() == theirs.key
    assert json.loads(ours.value) == json.loads(theirs.value)


def test_the_library_reads_ours() -> None:
    message = to_message(EVENT)
    read = from_binary(KafkaMessage(dict(message.headers), message.key, message.value), JSONFormat())
    assert read.get_id() == str(EVENT.event_id)
    assert read.get_time() == EVENT.occurred_at
    assert read.get_data() == json.loads(EVENT.data)


def test_what_is_written_is_read_back() -> None:
    message = to_message(EVENT)
    assert from_record([*message.headers, ("later", b"unknown")], message.value) == EVENT


@pytest.mark.parametrize("value", [None, b"", b"{", b"[]", b"\xff", b"[" * 100_000])
def test_broken_data_is_undecodable_and_names_its_version(value: bytes | None) -> None:
    with pytest.raises(Undecodable) as caught:
        from_record(to_message(EVENT).headers, value)
    assert caught.value.version == 3


@pytest.mark.parametrize("missing", ["ce_id", "ce_type", "ce_source", "ce_subject", "ce_streamversion", "ce_position"])
def test_a_missing_header_is_undecodable(missing: str) -> None:
    message = to_message(EVENT)
    with pytest.raises(Undecodable):
        from_record([header for header in message.headers if header[0] != missing], message.value)


def test_the_feed_shows_the_same_event() -> None:
    assert from_feed("contracts", FeedEvent.model_validate_json(event_json(EVENT))) == EVENT
    page = FeedPage.model_validate_json(page_json("contracts", 80, [EVENT, EVENT]))
    assert (page.source, page.head, len(page.events)) == ("contracts", 80, 2)
