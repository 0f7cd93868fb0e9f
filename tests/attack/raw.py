"""Bytes on a socket: what no client library would send."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Heard:
    """Everything that came back, and whether the other side closed."""

    raw: bytes
    closed: bool

    @property
    def statuses(self) -> list[int]:
        """Of each answer in it."""
        lines = [line for line in self.raw.split(b"\r\n") if line.startswith(b"HTTP/1.1 ")]
        return [int(line.split()[1]) for line in lines]


async def say(url: str, *parts: bytes, listen_seconds: float = 5.0, pause_seconds: float = 0.0) -> Heard:
    """Send the parts and listen until the other side closes, or says nothing for so long."""
    address = urlsplit(url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    heard, closed = b"", False
    try:
        with suppress(ConnectionError):
            for part in parts:
                writer.write(part)
                await writer.drain()
                await asyncio.sleep(pause_seconds)
        try:
            while True:
                async with asyncio.timeout(listen_seconds):
                    more = await reader.read(65_536)
                if not more:
                    closed = True
                    break
                heard += more
        except TimeoutError:
            pass
        except ConnectionError:
            closed = True
    finally:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
    return Heard(heard, closed)


def request(target: str, *headers: str, method: str = "GET", body: bytes = b"") -> bytes:
    """A request, with Host and Connection: close unless they are among the headers."""
    named = {header.split(":")[0].lower() for header in headers}
    more = [line for name, line in (("host", "Host: here"), ("connection", "Connection: close")) if name not in named]
    return "\r\n".join([f"{method} {target} HTTP/1.1", *more, *headers, "", ""]).encode("latin-1") + body
