"""A small TCP proxy: passes on what is said, and can lose an answer at the very moment it matters."""

import asyncio
import re
import struct
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from deploy.stack.settings import LOOPBACK

CHUNK = 65_536
SSL_REQUEST, GSS_REQUEST = 80_877_103, 80_877_104
READY_FOR_QUERY = b"Z\x00\x00\x00\x05"
"""The last message of every answer, followed by one byte (PostgreSQL, Message Formats)."""

_COMMIT = re.compile(rb"(?:^|[;\x00])\s*COMMIT\b", re.IGNORECASE)
_COMMAND = re.compile(rb"(?:POST|PUT|PATCH|DELETE) /")


class Ear(Protocol):
    """Listens to one connection."""

    def asked(self, said: bytes) -> bool:
        """Whether something was asked here whose answer is worth losing."""

    def answered(self, heard: bytes) -> bool:
        """Whether what was asked has been done, by what the server says."""


class Commits:
    """Hears COMMIT on a connection to PostgreSQL, as a simple query or as a statement being parsed."""

    def __init__(self) -> None:
        self._rest = b""
        self._started = False

    def asked(self, said: bytes) -> bool:
        """Whether a COMMIT came to its end in this piece."""
        self._rest += said
        found = False
        while message := self._message():
            found |= message[:1] in (b"Q", b"P") and _COMMIT.search(message[5:]) is not None
        return found

    def answered(self, heard: bytes) -> bool:
        """Whether the server waits for the next query."""
        return heard[-6:-1] == READY_FOR_QUERY

    def _message(self) -> bytes:
        """The next whole message, type first; of the first one of a connection only that it is over."""
        kind = 1 if self._started else 0
        if len(self._rest) < kind + 8 - 4 * kind:
            return b""
        (length,) = struct.unpack_from("!i", self._rest, kind)
        if len(self._rest) < kind + length:
            return b""
        message, self._rest = self._rest[: kind + length], self._rest[kind + length :]
        if not self._started:
            (code,) = struct.unpack_from("!i", message, 4)
            self._started = code not in (SSL_REQUEST, GSS_REQUEST)
            return b"-" + message
        return message


class Commands:
    """Hears a request that changes something on a connection of HTTP/1.1."""

    def asked(self, said: bytes) -> bool:
        """Whether such a request begins here."""
        return _COMMAND.match(said) is not None

    def answered(self, heard: bytes) -> bool:
        """A server begins to answer when it is done."""
        return bool(heard)


class Nothing:
    """Hears nothing: for a proxy that only cuts."""

    def asked(self, said: bytes) -> bool:
        """Never."""
        return False

    def answered(self, heard: bytes) -> bool:
        """Always."""
        return True


class Proxy:
    """Listens on `port`; new connections go to the ports in `targets` in turn. Runs on the loop that started it."""

    def __init__(self, *targets: int, ear: Callable[[], Ear] = Nothing) -> None:
        self.targets = list(targets)
        self.port = 0
        self.lost_answers = 0
        self.lost_requests = 0
        self._ear = ear
        self._answers_to_lose = 0
        self._requests_to_lose = 0
        self._turn = 0
        self._server: asyncio.Server | None = None
        self._open: set[_Connection] = set()
        self._flowing = asyncio.Event()
        self._flowing.set()

    async def start(self) -> None:
        """Listen on a free port."""
        self._server = await asyncio.start_server(self._serve, LOOPBACK, 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Close everything."""
        if self._server is not None:
            self._server.close()
        self.cut()
        self._flowing.set()

    def lose_answers(self, count: int = 1) -> None:
        """Let the next `count` commands (or COMMITs) be done, and drop their connection instead of the answer."""
        self._answers_to_lose = count

    def lose_requests(self, count: int = 1) -> None:
        """Drop the connection instead of passing on the next `count` commands (or COMMITs)."""
        self._requests_to_lose = count

    def lose_nothing(self) -> None:
        """As before."""
        self._answers_to_lose = self._requests_to_lose = 0

    def hold(self) -> None:
        """Keep back everything, connections open, as a network that swallows packets; `flow` goes on."""
        self._flowing.clear()

    def flow(self) -> None:
        """Pass on what was kept back."""
        self._flowing.set()

    def cut(self) -> int:
        """Drop every connection there is; answers how many."""
        connections = list(self._open)
        for connection in connections:
            connection.drop()
        return len(connections)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._turn += 1
        target = self.targets[self._turn % len(self.targets)]
        try:
            server = await asyncio.open_connection(LOOPBACK, target)
        except OSError:
            writer.transport.abort()
            return
        connection = _Connection(self._ear(), (reader, writer), server)
        self._open.add(connection)
        there = asyncio.create_task(self._ask(connection))
        back = asyncio.create_task(self._answer(connection))
        try:
            await asyncio.wait({there, back}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._open.discard(connection)
            connection.drop()
            for task in (there, back):
                task.cancel()
            await asyncio.gather(there, back, return_exceptions=True)

    async def _ask(self, connection: "_Connection") -> None:
        with suppress(OSError):
            while said := await connection.from_client.read(CHUNK):
                await self._flowing.wait()
                if connection.ear.asked(said) and self._is_lost(connection):
                    return
                connection.to_server.write(said)
                await connection.to_server.drain()

    def _is_lost(self, connection: "_Connection") -> bool:
        if self._requests_to_lose:
            self._requests_to_lose -= 1
            self.lost_requests += 1
            return True
        if self._answers_to_lose:
            self._answers_to_lose -= 1
            connection.loses_answer = True
        return False

    async def _answer(self, connection: "_Connection") -> None:
        with suppress(OSError):
            while heard := await connection.from_server.read(CHUNK):
                await self._flowing.wait()
                if connection.loses_answer:
                    if connection.ear.answered(heard):
                        self.lost_answers += 1
                        return
                    continue
                connection.to_client.write(heard)
                await connection.to_client.drain()


Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class _Connection:
    def __init__(self, ear: Ear, client: Streams, server: Streams) -> None:
        self.ear = ear
        self.from_client, self.to_client = client
        self.from_server, self.to_server = server
        self.loses_answer = False

    def drop(self) -> None:
        self.to_client.transport.abort()
        self.to_server.transport.abort()
