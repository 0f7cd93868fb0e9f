"""Streams do not keep a process that was asked to stop."""

import asyncio
import signal
import sys
from pathlib import Path

import httpx
import pytest

from tests.kit.ports import own_port

ROOT = Path(__file__).parents[4]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_an_open_stream_ends_in_good_order_and_the_process_with_it(number: signal.Signals) -> None:
    port = own_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.services.gateway.stream.endless", str(port), cwd=ROOT
    )
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
            await _up(http)
            async with http.stream("GET", "/") as answer:
                lines = answer.aiter_lines()
                assert await anext(lines) == "data: 1"
                process.send_signal(number)
                async with asyncio.timeout(3):
                    assert [line async for line in lines] == [""]
            async with asyncio.timeout(3):
                await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _up(http: httpx.AsyncClient) -> None:
    for _ in range(200):
        try:
            await http.get("/nothing")
        except httpx.ConnectError:
            await asyncio.sleep(0.05)
        else:
            return
    raise AssertionError("the process does not answer")
