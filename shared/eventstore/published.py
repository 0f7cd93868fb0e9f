"""An event as it travels: over Kafka and over the feed alike."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, JsonValue

SERVICE_TOKEN_HEADER = "ACS-Service-Token"  # noqa: S105  # the name of a header
"""Where a service's own token stands in its requests to its peers, beside the user's in Authorization."""


@dataclass(frozen=True, slots=True)
class PublishedEvent:
    """One event without its private fields. `data` is JSON text.

    `position` counts in the source, `version` in the stream.
    `actor` is left out: who in an organisation did a thing stays in the service that owns it.
    """

    source: str
    stream_id: str
    version: int
    position: int
    event_id: UUID
    type: str
    schema_version: int
    data: str
    org: str
    correlation: str
    causation: str | None
    occurred_at: datetime
    recorded_at: datetime


class FeedEvent(BaseModel):
    """The same on the wire of the feed."""

    model_config = ConfigDict(frozen=True)

    position: int
    stream_id: str
    version: int
    event_id: UUID
    type: str
    schema_version: int
    data: dict[str, JsonValue]
    org: str
    correlation: str
    causation: str | None = None
    occurred_at: datetime
    recorded_at: datetime


class FeedPage(BaseModel):
    """Events after a position, oldest first; `head` is the last position of the source when it was asked."""

    source: str
    head: int
    events: list[FeedEvent]


class StreamHead(BaseModel):
    """How far one stream has come."""

    stream_id: str
    version: int


class FeedHeads(BaseModel):
    """The streams that changed in (`after`, `upto`], each with its latest version in that range."""

    source: str
    head: int
    upto: int
    streams: list[StreamHead]


def from_record(source: str, record: Any, data: str) -> PublishedEvent:
    """A stored row (with `meta_org`, `meta_correlation`, `meta_causation`) and its publishable data."""
    return PublishedEvent(
        source=source,
        stream_id=record["stream_id"],
        version=record["version"],
        position=record["position"],
        event_id=record["event_id"],
        type=record["type"],
        schema_version=record["schema_version"],
        data=data,
        org=record["meta_org"] or "",
        correlation=record["meta_correlation"] or "",
        causation=record["meta_causation"],
        occurred_at=record["occurred_at"],
        recorded_at=record["recorded_at"],
    )
