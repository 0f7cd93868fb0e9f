"""A database and a name of one's own for each test; a broker for the session, and one that may be hurt."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import create_mock_engine

from deploy.stack.postgres import Postgres
from shared.background import Background
from shared.eventstore.database import Database
from shared.eventstore.tables import store_metadata
from shared.messaging.kafka import KafkaSettings
from tests.kit.kafka import Kafka, NamedKafka, RealKafka
from tests.kit.stack import embedded_broker
from tests.messaging.world import EFFECTS, Broker, EmbeddedBroker, Source, WipeableKafka, kafka_settings

MakeSource = Callable[..., Awaitable[Source]]
MakeDatabase = Callable[[], Awaitable[Database]]
Start = Callable[[str, Callable[[], Coroutine[Any, Any, None]]], None]


def _schema() -> str:
    statements: list[str] = []

    def collect(sql: Any, *_: object, **__: object) -> None:
        statements.append(str(sql.compile(dialect=engine.dialect)))

    engine = create_mock_engine("postgresql+asyncpg://", collect)
    store_metadata.create_all(engine, checkfirst=False)
    return ";".join(statements) + ";" + EFFECTS


@pytest.fixture(scope="session")
async def template(postgres: Postgres) -> str:
    """A database with the tables, to be copied."""
    connection = await asyncpg.connect(postgres.url())
    await connection.execute("CREATE DATABASE messaging_template")
    await connection.close()
    connection = await asyncpg.connect(postgres.url("messaging_template"))
    await connection.execute(_schema())
    await connection.close()
    return "messaging_template"


@asynccontextmanager
async def fresh_database(postgres: Postgres, template: str) -> AsyncIterator[Database]:
    """A copy of the template, dropped at the end."""
    name = f"m_{uuid4().hex}"
    admin = await asyncpg.connect(postgres.url())
    await admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    database = Database(postgres.url(name), connections=6)
    await database.open()
    try:
        yield database
    finally:
        await database.close()
        await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
        await admin.close()


@pytest.fixture
async def make_database(postgres: Postgres, template: str) -> AsyncIterator[MakeDatabase]:
    """As many as a test needs."""
    opened = []

    async def make() -> Database:
        context = fresh_database(postgres, template)
        opened.append(context)
        return await context.__aenter__()

    yield make
    for context in reversed(opened):
        await context.__aexit__(None, None, None)


@pytest.fixture
async def here(make_database: MakeDatabase) -> Database:
    """The database of the reader."""
    return await make_database()


@pytest.fixture
async def make_source(make_database: MakeDatabase) -> AsyncIterator[MakeSource]:
    """Services with a store; each has a name nobody else uses, so that tests do not meet on Kafka."""
    writers = []

    async def make(on_commit: Callable[[], None] = lambda: None) -> Source:
        source = await Source.begin(f"notes-{uuid4().hex[:12]}", await make_database(), on_commit)
        writers.append(source.writer)
        return source

    yield make
    for writer in writers:
        await writer.stop()


@pytest.fixture
async def start() -> AsyncIterator[Start]:
    """Runs things beside the test and stops them at its end."""
    background = Background()
    yield background.start
    await background.stop()


@pytest.fixture
def kafka(broker: Kafka) -> KafkaSettings:
    """How to reach the broker of the session."""
    return settings_of(broker)


def settings_of(broker: Kafka | Broker) -> KafkaSettings:
    """Idempotent where the broker can."""
    return kafka_settings(broker.bootstrap, idempotence=isinstance(broker, WipeableKafka | NamedKafka | RealKafka))


@pytest.fixture
def hurt(broker: Kafka, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    """A broker that may be killed, paused and wiped: a fresh embedded one, or the session's own real one."""
    if isinstance(broker, NamedKafka):
        pytest.skip("the broker belongs to somebody else")
    if isinstance(broker, RealKafka):
        yield WipeableKafka(broker)
        broker.resume()
        broker.start()
        return
    fresh = EmbeddedBroker(embedded_broker(Path(tmp_path_factory.mktemp("broker"))))
    fresh.start()
    yield fresh
    fresh.kill()


async def on_broker(deed: Callable[[], None]) -> None:
    """What is done to a broker blocks; the clients under test share the loop."""
    await asyncio.to_thread(deed)
