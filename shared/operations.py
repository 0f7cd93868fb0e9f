"""What operators are told by a running service, and what they ask of it: known to its routes and to `acs` alike."""

from datetime import datetime

from pydantic import AwareDatetime, BaseModel, Field

from shared.eventstore.published import FeedEvent
from shared.kernel.message import Body

STORABLE = r"^[^\x00]*$"
"""PostgreSQL's text holds no NUL."""


class DeadLetter(BaseModel):
    """A parked stream: its first event that was not applied and why, and how many wait with it."""

    source: str
    stream_id: str
    version: int
    reason: str
    parked_at: datetime
    waiting: int


class DeadLetterList(BaseModel):
    """Of one consumer; `total` counts those that are not shown as well."""

    consumer: str
    total: int
    items: list[DeadLetter]


class DeadLetterEvent(BaseModel):
    """`event` as it was published; null when the record was no event at all."""

    version: int
    reason: str
    parked_at: datetime
    event: FeedEvent | None


class DeadLetterStream(BaseModel):
    """What waits of one stream, in order; `waiting` counts what is not shown as well."""

    consumer: str
    source: str
    stream_id: str
    waiting: int
    items: list[DeadLetterEvent]


class RetryDeadLettersBody(Body):
    """The stream to be tried again."""

    source: str = Field(max_length=100, pattern=STORABLE, examples=["contracts"])
    stream_id: str = Field(max_length=500, pattern=STORABLE, examples=["contract-01980000-0000-7000-8000-000000000001"])


class Retried(BaseModel):
    """`done` when the retry has ended; `waiting` events are still parked, none when the stream goes on."""

    consumer: str
    source: str
    stream_id: str
    done: bool
    waiting: int


class RelayStatus(BaseModel):
    """`leading`: the replica that answers publishes; `led`: some replica does."""

    service: str
    leading: bool
    led: bool
    cursor: int = Field(description="Position of the last event known to be on Kafka")
    head: int = Field(description="Position of the last event in the store")
    lag_events: int
    lag_seconds: float = Field(description="Age of the oldest event that is not on Kafka; 0 when all are")
    last_published_at: AwareDatetime | None = Field(description="By the replica that answers, since it was started")
    kafka_reachable: bool
