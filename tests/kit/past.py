"""Events of the past, written by the writer into a service's store without any command."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import UUID

from uuid_utils import compat

from shared.eventstore.codec import Meta
from shared.eventstore.database import Database
from shared.eventstore.items import NewEvent
from shared.eventstore.writer import Writer
from shared.kernel.message import Event
from tests.kit.rig import Rig

META = Meta(actor="past", org="07L", correlation="past").as_json()


def past_event(event: Event, event_id: UUID | None = None, occurred_at: datetime | None = None) -> NewEvent:
    """As it goes into the store."""
    kind = type(event)
    return NewEvent(
        event_id or compat.uuid7(),
        kind.__name__,
        kind.schema_version,
        event.model_dump_json(),
        META,
        occurred_at or datetime.now(UTC),
    )


@asynccontextmanager
async def writing(rig: Rig, service: str) -> AsyncIterator[Writer]:
    """A writer of a service's store."""
    database = Database(rig.databases[service].url)
    await database.open()
    writer = Writer(database)
    await writer.start()
    try:
        yield writer
    finally:
        await writer.stop()
        await database.close()
