"""The `eventsourcing` library with its PostgreSQL module, the established event-sourcing library for Python."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import urlsplit
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

THREADS = 8
NAME = "eventsourcing 9.5"


class Tally(Aggregate):
    """The tally of tests/kit/family.py, as the library's tutorial would write it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.total = 0

    @event("Raised")
    def raise_by(self, by: int) -> None:
        """One event."""
        self.total += by


class Tallies(Application[UUID]):
    """Default transcoding to JSON, no compression, no encryption, no snapshots."""


@contextmanager
def library(owner_url: str, section: int, *, functions: bool = False) -> Iterator[Tallies]:
    """An application on PostgreSQL, configured as documented: a pool as large as its threads; notifications are read
    in sections of `section`.

    With `functions`, an option that its own speed runs use and its documentation leaves out, events are inserted by
    functions in the database, in one round trip.
    """
    address = urlsplit(owner_url)
    tallies = Tallies(
        env={
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_DBNAME": address.path[1:],
            "POSTGRES_HOST": str(address.hostname),
            "POSTGRES_PORT": str(address.port),
            "POSTGRES_USER": str(address.username),
            "POSTGRES_PASSWORD": str(address.password),
            "POSTGRES_POOL_SIZE": str(THREADS),
            "POSTGRES_ENABLE_DB_FUNCTIONS": "y" if functions else "n",
        }
    )
    tallies.notification_log.section_size = section
    try:
        yield tallies
    finally:
        tallies.close()


def saved_per_second(tallies: Tallies, seconds: float) -> float:
    """Events a second by 8 threads, each with an aggregate in its hands: nothing is loaded, one event per save."""

    def work(_: int) -> int:
        mine = Tally(name="mine")
        tallies.save(mine)
        end = time.perf_counter() + seconds
        done = 0
        while time.perf_counter() < end:
            mine.raise_by(1)
            tallies.save(mine)
            done += 1
        return done

    with ThreadPoolExecutor(THREADS) as threads:
        return sum(threads.map(work, range(THREADS))) / seconds


def long_stream(tallies: Tallies, events: int) -> UUID:
    """An aggregate with this many events."""
    tally = Tally(name="long")
    for _ in range(events - 1):
        tally.raise_by(1)
    tallies.save(tally)
    return tally.id


def load_seconds(tallies: Tallies, key: UUID) -> float:
    """Reading one aggregate from its events."""
    begun = time.perf_counter()
    tallies.repository.get(key)
    return time.perf_counter() - begun


def read_per_second(tallies: Tallies, section: int) -> float:
    """Events of the whole notification log, mapped to objects, a second."""
    begun = time.perf_counter()
    start, read = 1, 0
    while notifications := tallies.notification_log.select(start, section):
        for notification in notifications:
            tallies.mapper.to_domain_event(notification)
        read += len(notifications)
        start = notifications[-1].id + 1
    return read / (time.perf_counter() - begun)
