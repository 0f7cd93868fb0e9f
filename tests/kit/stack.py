"""Embedded PostgreSQL and brokers for tests: started in a directory, killed, paused, restarted at will."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from deploy.stack.broker import Broker
from deploy.stack.databases import Database, drop_databases, ensure_databases, roles
from deploy.stack.postgres import Postgres
from tests.kit.kafka import Kafka, kafka_for_tests
from tests.kit.ports import own_port

PASSWORD = "test"
CHEAP = {"shared_buffers": "64MB", "io_method": "sync"}


def embedded_postgres(directory: Path, *, durable: bool = False) -> Postgres:
    """A server on a free port, not started; `durable=True` where a test is about durability.

    start, stop, kill, pause and resume block; it keeps its port over restarts.
    """
    return Postgres(
        directory / "postgres", own_port(), PASSWORD, logs=directory / "logs", durable=durable, options=CHEAP
    )


def embedded_broker(directory: Path) -> Broker:
    """The embedded broker on a free port, not started; a restart wipes it."""
    return Broker(own_port(), logs=directory / "logs")


@contextmanager
def running_postgres(directory: Path, *, durable: bool = False) -> Iterator[Postgres]:
    """A server for the length of the body; for session fixtures."""
    postgres = embedded_postgres(directory, durable=durable)
    postgres.start()
    try:
        yield postgres
    finally:
        postgres.stop()


@contextmanager
def broker_for_tests(directory: Path) -> Iterator[Kafka]:
    """The broker of the suite: ACS_TEST_KAFKA's, a real one (for `make test-kafka`), else the embedded one.

    What it gives has `bootstrap` (host:port); all but a named one can be killed and started again.
    """
    if os.environ.get("ACS_TEST_KAFKA") or os.environ.get("ACS_REQUIRE_KAFKA"):
        with kafka_for_tests(directory) as kafka:
            yield kafka
        return
    broker = embedded_broker(directory)
    broker.start()
    try:
        yield broker
    finally:
        broker.stop()


async def create_databases(postgres: Postgres, *services: str) -> dict[str, Database]:
    """A fresh, empty database per service with roles of its own, by service."""
    suffix = uuid4().hex[:8]
    names = {service: f"{service}_{suffix}" for service in services}
    passwords = {role: PASSWORD for name in names.values() for role in roles(name)}
    made = await ensure_databases(postgres, list(names.values()), passwords)
    return dict(zip(names, made, strict=True))


async def remove_databases(postgres: Postgres, databases: Sequence[Database]) -> None:
    """Drop them with their roles, whoever is still connected."""
    await drop_databases(postgres, [database.name for database in databases])
