"""Asks a part of the stack whether it is ready."""

import httpx

from deploy.stack.ports import answers

PROBE_TIMEOUT_S = 2.0


async def http_ready(url: str) -> bool:
    """Whether `url` answers 200 within two seconds."""
    try:
        async with httpx.AsyncClient(timeout=PROBE_TIMEOUT_S, trust_env=False) as client:
            return (await client.get(url)).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


async def tcp_ready(port: int) -> bool:
    """Whether somebody accepts connections on this machine's port."""
    return answers(port)
