"""The proxy drops a connection exactly between a COMMIT (or a command) that was done and its answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import httpx
import pytest

from deploy.stack.postgres import Postgres
from deploy.stack.settings import LOOPBACK
from tests.faults.proxy import Commands, Commits, Proxy

DROPPED = (OSError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError)


@asynccontextmanager
async def between(*targets: int, **how: Any) -> AsyncIterator[Proxy]:
    proxy = Proxy(*targets, **how)
    await proxy.start()
    yield proxy
    await proxy.stop()


@pytest.fixture
async def proxy(postgres: Postgres) -> AsyncIterator[Proxy]:
    async with between(postgres.port, ear=Commits) as proxy:
        yield proxy


@pytest.fixture
async def looking(postgres: Postgres) -> AsyncIterator[Any]:
    connection = await asyncpg.connect(postgres.url())
    await connection.execute("CREATE TABLE IF NOT EXISTS commits (n int); TRUNCATE commits")
    yield connection
    await connection.execute("DROP TABLE commits")
    await connection.close()


def through(postgres: Postgres, proxy: Proxy) -> str:
    return postgres.url().replace(f":{urlsplit(postgres.url()).port}/", f":{proxy.port}/")


async def insert(connection: Any) -> None:
    await connection.execute("BEGIN; SELECT 1")
    await connection.execute("INSERT INTO commits VALUES ($1)", 1)
    await connection.execute("COMMIT")


async def insert_in_a_block(connection: Any) -> None:
    async with connection.transaction():
        await connection.execute("INSERT INTO commits VALUES (1)")


async def insert_at_once(connection: Any) -> None:
    await connection.execute("BEGIN; INSERT INTO commits VALUES (1); COMMIT")


WAYS = [insert, insert_in_a_block, insert_at_once]


@pytest.mark.parametrize("way", WAYS)
async def test_a_lost_answer_leaves_the_commit_done(proxy: Proxy, postgres: Postgres, looking: Any, way: Any) -> None:
    connection = await asyncpg.connect(through(postgres, proxy))
    proxy.lose_answers()
    with pytest.raises(DROPPED):
        await way(connection)
    assert (await looking.fetchval("SELECT count(*) FROM commits"), proxy.lost_answers) == (1, 1)
    connection.terminate()


@pytest.mark.parametrize("way", WAYS)
async def test_a_lost_request_leaves_nothing_done(proxy: Proxy, postgres: Postgres, looking: Any, way: Any) -> None:
    connection = await asyncpg.connect(through(postgres, proxy))
    proxy.lose_requests()
    with pytest.raises(DROPPED):
        await way(connection)
    assert (await looking.fetchval("SELECT count(*) FROM commits"), proxy.lost_requests) == (0, 1)
    connection.terminate()


@pytest.mark.parametrize("way", WAYS)
async def test_what_is_not_to_be_lost_passes(proxy: Proxy, postgres: Postgres, looking: Any, way: Any) -> None:
    connection = await asyncpg.connect(through(postgres, proxy))
    for _ in range(3):
        await way(connection)
    proxy.lose_answers()
    assert await connection.fetchval("SELECT count(*) FROM commits") == 3
    assert await connection.fetchval("SELECT repeat('x', 300000)") == "x" * 300_000
    assert proxy.lost_answers == 0
    await connection.close()


async def test_a_cut_drops_every_connection_and_a_hold_keeps_them_waiting(proxy: Proxy, postgres: Postgres) -> None:
    connection = await asyncpg.connect(through(postgres, proxy))
    proxy.hold()
    asked = asyncio.create_task(connection.fetchval("SELECT 1"))
    done, _ = await asyncio.wait({asked}, timeout=0.2)
    assert not done
    proxy.flow()
    assert await asked == 1
    assert proxy.cut() == 1
    with pytest.raises(DROPPED):
        await connection.fetchval("SELECT 1")


class Counter:
    """A server that counts what it is asked to do, and says its name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.done = 0
        self.port = 0

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, LOOPBACK, 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            while head := await reader.readuntil(b"\r\n\r\n"):
                self.done += head.startswith(b"POST")
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%s" % (len(self.name), self.name.encode()))
        writer.close()

    def stop(self) -> None:
        self._server.close()


@pytest.fixture
async def counters() -> AsyncIterator[list[Counter]]:
    made = [Counter("one"), Counter("two")]
    for one in made:
        await one.start()
    yield made
    for one in made:
        one.stop()


@pytest.mark.promise(number=1)
async def test_a_command_is_done_and_its_answer_lost_while_reads_are_answered(counters: list[Counter]) -> None:
    counter, _ = counters
    async with between(counter.port, ear=Commands) as proxy, httpx.AsyncClient() as http:
        address = f"http://{LOOPBACK}:{proxy.port}/things"
        proxy.lose_answers()
        assert (await http.get(address)).text == "one"
        with pytest.raises(httpx.TransportError):
            await http.post(address)
        assert (await http.post(address)).text == "one"
    assert (counter.done, proxy.lost_answers) == (2, 1)


async def test_two_replicas_are_asked_in_turn(counters: list[Counter]) -> None:
    async with between(*(one.port for one in counters)) as proxy:
        names = set()
        for _ in range(4):
            async with httpx.AsyncClient() as http:
                names.add((await http.get(f"http://{LOOPBACK}:{proxy.port}/")).text)
    assert names == {"one", "two"}
