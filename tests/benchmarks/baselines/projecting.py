"""A projection of the `eventsourcing` library into a table of PostgreSQL, as its documentation shows it."""

import time
from functools import singledispatchmethod
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresDatastore, PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.sql import SQL, Identifier

from tests.benchmarks.baselines.library import Tallies, Tally

NAME = "eventsourcing ProjectionRunner"


class TallyView(PostgresTrackingRecorder):
    """A row per tally."""

    def __init__(self, datastore: PostgresDatastore, *, tracking_table_name: str = "", **arguments: Any) -> None:
        super().__init__(datastore, tracking_table_name=tracking_table_name, **arguments)
        table = Identifier(self.datastore.schema), Identifier("tally_view")
        self.sql_create_statements.append(
            SQL("CREATE TABLE IF NOT EXISTS {0}.{1} (tally_id uuid PRIMARY KEY, total bigint)").format(*table)
        )
        self._raise = SQL(
            "INSERT INTO {0}.{1} AS v VALUES (%s, %s) ON CONFLICT (tally_id) DO UPDATE SET total = v.total + %s"
        ).format(*table)

    def raise_by(self, tally_id: UUID, by: int, tracking: Tracking) -> None:
        """One event's effect, in one transaction with the place it came from."""
        with self.datastore.get_connection() as connection, connection.transaction(), connection.cursor() as cursor:
            cursor.execute(self._raise, (tally_id, by, by), prepare=True)
            self._insert_tracking(cursor, tracking)


class TallyProjection(Projection[TallyView]):
    """What becomes of the events."""

    name = "tallyprojection"
    topics = ()

    @singledispatchmethod
    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        """Anything."""
        raise TypeError(type(domain_event).__name__)

    @process_event.register
    def _(self, opened: Tally.Created, tracking: Tracking) -> None:
        self.view.raise_by(opened.originator_id, 0, tracking)

    @process_event.register
    def _(self, raised: Tally.Raised, tracking: Tracking) -> None:  # type: ignore[name-defined]  # made by @event
        self.view.raise_by(raised.originator_id, raised.by, tracking)


def projected_per_second(owner_url: str, events: int) -> float:
    """Events a second, of a log of so many, from the first to the last."""
    address = urlsplit(owner_url)
    environment = {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": address.path[1:],
        "POSTGRES_HOST": str(address.hostname),
        "POSTGRES_PORT": str(address.port),
        "POSTGRES_USER": str(address.username),
        "POSTGRES_PASSWORD": str(address.password),
    }
    begun = time.perf_counter()
    with ProjectionRunner(
        application_class=Tallies, projection_class=TallyProjection, view_class=TallyView, env=environment
    ) as runner:
        runner.wait(events, timeout=120)
        return events / (time.perf_counter() - begun)
