"""The tables every service has beside its views. `grants` says what the service's own role may do with each."""

from collections.abc import Mapping

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

store_metadata = MetaData()

INSTANT = DateTime(timezone=True)

events = Table(
    "events",
    store_metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("stream_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("event_id", Uuid, nullable=False, unique=True),
    Column("type", Text, nullable=False),
    Column("schema_version", SmallInteger, nullable=False),
    Column("data", JSONB, nullable=False),
    Column("metadata", JSONB, nullable=False),
    Column("occurred_at", INSTANT, nullable=False),
    Column("recorded_at", INSTANT, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    UniqueConstraint("stream_id", "version", name="uq_events_stream_version"),
)

receipts = Table(
    "receipts",
    store_metadata,
    Column("key", Text, primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("status", SmallInteger, nullable=False),
    Column("body", Text, nullable=False),
    Column("location", Text),
    Column("stream_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("answered_at", INSTANT, nullable=False),
)

progress = Table(
    "progress",
    store_metadata,
    Column("source", Text, primary_key=True),
    Column("stream_id", Text, primary_key=True),
    Column("version", Integer, nullable=False),
)

checkpoints = Table(
    "checkpoints",
    store_metadata,
    Column("name", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
)

parked = Table(
    "parked",
    store_metadata,
    Column("source", Text, primary_key=True),
    Column("stream_id", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("message", JSONB, nullable=False),
    Column("reason", Text, nullable=False),
    Column("parked_at", INSTANT, nullable=False),
)

person_keys = Table(
    "person_keys",
    store_metadata,
    Column("person_ref", Text, primary_key=True),
    Column("wrapped_key", LargeBinary),
    Column("created_at", INSTANT, nullable=False),
    Column("destroyed_at", INSTANT),
)

snapshots = Table(
    "snapshots",
    store_metadata,
    Column("stream_id", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("shape", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
)

daily_digests = Table(
    "daily_digests",
    store_metadata,
    Column("day", Date, primary_key=True),
    Column("events", BigInteger, nullable=False),
    Column("last_position", BigInteger, nullable=False),
    Column("digest", LargeBinary, nullable=False),
)

access_log = Table(
    "access_log",
    store_metadata,
    Column("entry_id", Uuid, primary_key=True),
    Column("read_at", INSTANT, nullable=False),
    Column("actor", Text, nullable=False),
    Column("org", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("stream_id", Text, nullable=False),
    Column("person_ref", Text, nullable=False),
    Column("request_id", Text, nullable=False),
    Index("ix_access_log_person_ref", "person_ref"),
    Index("ix_access_log_stream_id", "stream_id"),
)

timers = Table(
    "timers",
    store_metadata,
    Column("timer_id", Text, primary_key=True),
    Column("stream_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("due_on", Date, nullable=False),
    Index("ix_timers_due_on", "due_on", "timer_id"),
)

rebuilds = Table(
    "rebuilds",
    store_metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("view", Text, nullable=False),
    Column("rebuilt_at", INSTANT, nullable=False),
)

APPEND_ONLY = "SELECT, INSERT"
READ_WRITE = "SELECT, INSERT, UPDATE, DELETE"

grants: Mapping[str, str] = {
    "events": APPEND_ONLY,
    "receipts": APPEND_ONLY,
    "progress": READ_WRITE,
    "checkpoints": READ_WRITE,
    "parked": READ_WRITE,
    "person_keys": "SELECT, INSERT, UPDATE",
    "snapshots": READ_WRITE,
    "daily_digests": APPEND_ONLY,
    "access_log": APPEND_ONLY,
    "rebuilds": "SELECT",
}
