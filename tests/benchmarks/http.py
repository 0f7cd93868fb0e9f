"""HTTP commands and reads: a service against plain programs, and the gateway against the service."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

import httpx

from tests.benchmarks.load import FRESH, Job
from tests.benchmarks.programs import ROLES, alliance, loaded, plain_program, request, some_seconds
from tests.benchmarks.rows import Row
from tests.benchmarks.stage import Stage
from tests.services.contracts.register.test_api import a_contract

SECONDS = 2.0
CONNECTIONS = 16
A_ROW = {
    "ref": FRESH,
    "title": "Community nursing",
    "start": "2024-04-01",
    "end": "2029-03-31",
    "original_lifetime_value_pence": 400_000_000,
}
COMMAND = "HTTP command at the service: auth, idempotency key, one event, view row"
READ = "HTTP read of one view row at the service"


async def at_the_service(stage: Stage) -> Sequence[Row]:
    """One worker each, 16 connections; the service publishes what it commits meanwhile, the plain programs do not."""
    async with (
        plain_program(stage, "plain") as plain,
        plain_program(stage, "raw") as raw,
        alliance(stage, "contracts") as rig,
    ):
        contracts = rig.client("contracts", *ROLES)
        headers = {"Authorization": f"Bearer {contracts.token}"} | contracts.headers
        port, path = rig.settings.ports["contracts"], await _registered(contracts)
        commands = await stage.interleaved(
            _rate(stage, port, _command("/contracts", headers), 201),
            _rate(stage, plain, request("POST", "/contracts", {}, A_ROW), 201),
            _rate(stage, raw, request("POST", "/contracts", {}, A_ROW), 201),
        )
        reads = await stage.interleaved(
            _rate(stage, port, request("GET", path, headers), 200),
            _rate(stage, plain, request("GET", await _plain_path(plain), {}), 200),
        )
    return [
        Row(COMMAND, "/s", commands[0], "FastAPI + SQLModel POST of one row", commands[1], 1.5),
        Row("the same", "/s", commands[0], "FastAPI route with one raw asyncpg INSERT", commands[2], 0.6),
        Row(READ, "/s", reads[0], "FastAPI + SQLModel GET", reads[1], 1.5),
    ]


async def through_the_gateway(stage: Stage) -> Sequence[Row]:
    """The same requests, sent to the gateway and straight to the service; gateway, relay and consumer run for both."""
    async with alliance(stage, "contracts", "gateway") as rig:
        contracts = rig.client("contracts", *ROLES)
        path = await _registered(contracts)
        user = {"Authorization": f"Bearer {contracts.token}"}
        port, gateway = rig.settings.ports["contracts"], rig.settings.ports["gateway"]
        commands = await stage.interleaved(
            _rate(stage, gateway, _command("/api/v1/contracts", user), 201),
            _rate(stage, port, _command("/contracts", user | contracts.headers), 201),
        )
        reads = await stage.interleaved(
            _rate(stage, gateway, request("GET", f"/api/v1{path}", user), 200),
            _rate(stage, port, request("GET", path, user | contracts.headers), 200),
        )
    return [
        Row("the command through the gateway", "/s", commands[0], "direct", commands[1], 0.5),
        Row("the read through the gateway", "/s", reads[0], "direct", reads[1], 0.5),
    ]


def _rate(stage: Stage, port: int, sent: str, status: int) -> Callable[[], Awaitable[float]]:
    job = Job(port, sent, CONNECTIONS, some_seconds(stage, SECONDS), stage.seconds(0.5))
    return partial(_per_second, job, status)


async def _per_second(job: Job, status: int) -> float:
    return (await loaded(job, status=status)).per_second


def _command(path: str, headers: dict[str, str]) -> str:
    return request("POST", path, headers | {"Idempotency-Key": FRESH}, a_contract(ref=FRESH))


async def _registered(contracts: Any) -> str:
    answer = await contracts.post("/contracts", a_contract())
    assert answer.status == 201, answer.body
    return str(answer.headers["location"])


async def _plain_path(port: int) -> str:
    async with httpx.AsyncClient() as http:
        answer = await http.post(f"http://127.0.0.1:{port}/contracts", json=A_ROW | {"ref": "one to be read"})
    assert answer.status_code == 201, answer.text
    return f"/contracts/{answer.json()['contract_id']}"
