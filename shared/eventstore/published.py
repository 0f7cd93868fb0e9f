"""An event as it travels: over Kafka and over the feed alike."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from pydantic import BaseModel, ConfigDict, JsonValue

SERVICE_TOKEN_HEADER = "ACS-Service-Token"  # noqa: S105  # the name of a header
"""Where a service's own token stands in its requests to its peers, beside the user's in Authorization."""


class PublishedEvent(NamedTuple):
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
