"""A process with an answer that has no end; python -m tests.services.gateway.stream.endless <port>"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI

from services.gateway.stream.leaving import Leaving
from services.gateway.stream.response import EventStream

leaving = Leaving()


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """As the gateway begins and ends."""
    leaving.start()
    yield
    leaving.stop()


app = FastAPI(lifespan=lifespan)


@app.get("/")
async def follow() -> EventStream:
    """One event, then nothing."""

    async def events() -> AsyncIterator[bytes]:
        yield b"data: 1\n\n"
        await asyncio.sleep(3_600)
        yield b"data: never sent\n\n"

    return EventStream(events(), leaving.asked, lambda: None)


if __name__ == "__main__":
    uvicorn.run(app, port=int(sys.argv[1]), log_level="error", timeout_graceful_shutdown=20)
