"""The programs of the HTTP benchmarks: the alliance, the plain ones beside it, and the load from a third process."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict
from uuid import uuid4

from deploy.stack.broker import FETCH_WAIT_MS
from deploy.stack.ports import answers
from deploy.stack.process import Process
from deploy.stack.settings import LOOPBACK
from tests.benchmarks.load import Job, Report
from tests.benchmarks.stage import Stage
from tests.kit.ports import own_port
from tests.kit.rig import ROOT, Rig, eventually, running_rig
from tests.kit.stack import broker_for_tests

UNLIMITED = "100000000/minute"
ROLES = ("CONTRACT_MANAGER", "COMMISSIONER", "JCB_APPROVER")
"""Of the one who asks: may register and read contracts, and read the overview."""


@asynccontextmanager
async def alliance(stage: Stage, *services: str) -> AsyncIterator[Rig]:
    """Services of their own, one worker each, as they are deployed but for the limit on rates.

    Their broker is their own too: nobody has to read what an earlier benchmark has published.
    """
    directory = stage.directory / uuid4().hex[:8]
    limits = {"GATEWAY_RATE_PER_PRINCIPAL": UNLIMITED, "ACS_KAFKA_FETCH_WAIT_MS": str(FETCH_WAIT_MS)}
    with broker_for_tests(directory / "broker") as broker:
        async with running_rig(directory, stage.postgres, broker, services, **limits) as rig:
            yield rig


@asynccontextmanager
async def plain_program(stage: Stage, name: str) -> AsyncIterator[int]:
    """One of `baselines` on uvicorn, one worker, without its access log, on a database of its own; its port."""
    port = own_port()
    command = [sys.executable, "-m", "uvicorn", f"tests.benchmarks.baselines.{name}:app", "--port", str(port)]
    async with stage.database("plain") as address:
        environment = os.environ | {"BASELINE_DATABASE_URL": address.owner_url}
        program = Process(
            name,
            [*command, "--no-access-log", "--log-level", "warning"],
            logs=stage.directory / "logs",
            env=environment,
            cwd=ROOT,
        )
        (stage.directory / "logs").mkdir(parents=True, exist_ok=True)
        program.start()
        try:
            await eventually(lambda: asyncio.to_thread(answers, port))
            yield port
        finally:
            program.ask_to_stop()
            await asyncio.to_thread(program.wait_gone, 10)


def request(method: str, path: str, headers: Mapping[str, str], body: object = None) -> str:
    """A request as it goes on the wire; `FRESH` may stand in it."""
    content = "" if body is None else json.dumps(body)
    framing = {"Content-Type": "application/json", "Content-Length": str(len(content))} if content else {}
    head = {"Host": LOOPBACK, "Accept": "*/*", **headers, **framing}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items()), "", content]
    return "\r\n".join(lines)


def some_seconds(stage: Stage, full: float) -> float:
    """To scale, and long enough for an answer on any machine."""
    return max(0.5, stage.seconds(full))


async def loaded(job: Job, *, status: int) -> Report:
    """What a load reports; every answer must be of `status`."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.benchmarks.load", stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    )
    written, _ = await process.communicate(json.dumps(asdict(job)).encode())
    report = Report(**json.loads(written))
    assert report.statuses.keys() <= {str(status)}, report.statuses
    return report
