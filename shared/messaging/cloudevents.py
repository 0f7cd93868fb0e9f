"""Published events as Kafka records in CloudEvents 1.0 binary mode, and back.

Written by hand because it runs for every event; a test holds it against the cloudevents library.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

import orjson

from shared.eventstore.published import PublishedEvent
from shared.messaging.kafka import Message

SPEC = ("ce_specversion", b"1.0")
CONTENT_TYPE = ("content-type", b"application/json")


class Undecodable(Exception):
    """A record that is no published event. `version` is its place in the stream where it names one, else 0."""

    def __init__(self, reason: str, version: int = 0) -> None:
        super().__init__(reason)
        self.version = version


def to_message(event: PublishedEvent) -> Message:
    """The record of an event: keyed by stream, so that a stream stays in one partition."""
    stream = event.stream_id.encode()
    headers = [
        SPEC,
        ("ce_id", str(event.event_id).encode()),
        ("ce_source", b"/acs/" + event.source.encode()),
        ("ce_type", event.type.encode()),
        ("ce_subject", stream),
        ("ce_time", _time(event.occurred_at)),
        CONTENT_TYPE,
        ("ce_streamversion", b"%d" % event.version),
        ("ce_position", b"%d" % event.position),
        ("ce_schemaversion", b"%d" % event.schema_version),
        ("ce_org", event.org.encode()),
        ("ce_correlationid", event.correlation.encode()),
        ("ce_recordedtime", _time(event.recorded_at)),
    ]
    if event.causation is not None:
        headers.append(("ce_causationid", event.causation.encode()))
    timestamp_ms = int(event.recorded_at.timestamp() * 1000)
    return Message(stream, event.data.encode(), headers, timestamp_ms)


def from_record(headers: Iterable[tuple[str, bytes]], value: bytes | None) -> PublishedEvent:
    """The event of a record; unknown headers are ignored. Raises Undecodable."""
    said = dict(headers)
    version = 0
    try:
        version = _version(said["ce_streamversion"])
        data = (value or b"").decode()
        if not isinstance(orjson.loads(data), dict):
            raise TypeError("data is no object")
        if "\\u0000" in data or b"\0" in b"".join(said.values()):
            raise ValueError("a text holds NUL, which PostgreSQL cannot store")
        causation = said.get("ce_causationid")
        return PublishedEvent(
            source=said["ce_source"].decode().removeprefix("/acs/"),
            stream_id=said["ce_subject"].decode(),
            version=version,
            position=int(said["ce_position"]),
            event_id=UUID(said["ce_id"].decode()),
            type=said["ce_type"].decode(),
            schema_version=int(said["ce_schemaversion"]),
            data=data,
            org=said.get("ce_org", b"").decode(),
            correlation=said.get("ce_correlationid", b"").decode(),
            causation=None if causation is None else causation.decode(),
            occurred_at=_moment(said["ce_time"]),
            recorded_at=_moment(said["ce_recordedtime"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError) as broken:
        raise Undecodable(type(broken).__name__, version) from broken


def _version(text: bytes) -> int:
    version = int(text)
    if not 1 <= version < 2**31:
        raise ValueError("no version of a stream")
    return version


def _time(moment: datetime) -> bytes:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z").encode()


def _moment(text: bytes) -> datetime:
    moment = datetime.fromisoformat(text.decode())
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    return moment
