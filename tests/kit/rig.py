"""The alliance as real processes on free ports, each of which can be killed, paused and started again."""

import asyncio
import importlib
import signal
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from deploy.stack.databases import Database
from deploy.stack.environment import service_command, service_environment
from deploy.stack.keys import ensure_keys
from deploy.stack.postgres import Postgres
from deploy.stack.process import Process
from deploy.stack.settings import SERVICES, StackSettings
from shared.eventstore.published import SERVICE_TOKEN_HEADER
from shared.migrations import migrate
from shared.web.tokens import ServiceSigner
from tests.kit.apps import Client
from tests.kit.kafka import Kafka
from tests.kit.ports import own_port
from tests.kit.stack import create_databases
from tests.kit.tokens import sign_user

ROOT = Path(__file__).parents[2]
START_SECONDS = 60.0
PATIENT = {"ACS_KAFKA_FETCH_WAIT_MS": "50"}
"""Many tests leave an alliance idle beside them; what is asked seldom costs little."""
ENDED_BY_ITSELF = (0, -signal.SIGTERM)


class Rig:
    """`services` run on one PostgreSQL and one broker, which the test may harm as well."""

    def __init__(
        self, directory: Path, postgres: Postgres, broker: Kafka, services: Sequence[str] = SERVICES, **environment: str
    ) -> None:
        ports = {name: own_port() for name in (*SERVICES, "postgres", "broker")}
        self.settings = StackSettings(ROOT, directory, ports)
        self.postgres = postgres
        self.broker = broker
        self.names = tuple(services)
        self.databases: dict[str, Database] = {}
        self.processes: dict[str, Process] = {}
        self._environment = PATIENT | environment
        self._own: dict[str, dict[str, str]] = {}
        self.modules: dict[str, str] = {}
        self._http = httpx.AsyncClient(timeout=20)
        self._clients: dict[str, httpx.AsyncClient] = {}
        self._supervising: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Databases, migrations, processes, readiness."""
        ensure_keys(self.settings.keys_dir)
        self.databases = await create_databases(self.postgres, *self.names)
        for name, database in self.databases.items():
            await migrate(importlib.import_module(f"services.{name}.app").card, database.owner_url, database.url)
        for name in self.names:
            self.processes[name] = self.process(name, "serve")
            self.processes[name].start()
        await asyncio.gather(*(self.ready(name) for name in self.names))
        self._supervising = asyncio.create_task(self._supervise())

    async def _supervise(self) -> None:
        """Start again what ended by itself, as a watchdog lets it; what a test has killed stays dead."""
        while True:
            for process in self.processes.values():
                if process.exit_code in ENDED_BY_ITSELF:
                    process.start()
            await asyncio.sleep(0.2)

    async def stop(self) -> None:
        """End every process."""
        if self._supervising is not None:
            self._supervising.cancel()
        for process in self.processes.values():
            process.ask_to_stop()
        for process in self.processes.values():
            await asyncio.to_thread(process.wait_gone, 10)
        for http in (self._http, *self._clients.values()):
            await http.aclose()

    def process(self, name: str, action: str) -> Process:
        """`python -m services.<name> <action>` as it would be run beside the others, not started yet."""
        environment = service_environment(self.settings, name, action, self.databases[name])
        environment |= {"ACS_KAFKA": self.broker.bootstrap} | self._environment | self._own.get(name, {})
        command = service_command(name, action)
        if name in self.modules:
            command[2:] = [self.modules[name], name, action]
        return Process(
            f"{name}-{action}",
            command,
            logs=self.settings.logs_dir,
            env=environment,
            cwd=ROOT,
        )

    async def ready(self, name: str, within_seconds: float = START_SECONDS) -> None:
        """Wait until a service says it is ready."""
        deadline = time.monotonic() + within_seconds
        while True:
            try:
                if (await self._http.get(f"{self.url(name)}/readyz")).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            assert time.monotonic() < deadline, f"{name} is not ready:\n{self.processes[name].log_tail()}"
            await asyncio.sleep(0.05)

    async def restart(self, name: str, **environment: str) -> None:
        """Start a killed service again, with variables of its own and its program of `modules`, and wait for it."""
        self._own[name] = environment
        self.processes[name] = self.process(name, "serve")
        self.processes[name].start()
        await self.ready(name)

    @property
    def environment(self) -> Mapping[str, str]:
        """What every process is told beside its own."""
        return self._environment

    def url(self, name: str) -> str:
        """Where a service answers."""
        return self.settings.local_url(name)

    def token(self, *roles: str, org: str = "07L", sub: str = "tester") -> str:
        """A user's token."""
        return sign_user(self.settings.keys_dir, sub=sub, org=org, roles=list(roles))

    def client(self, name: str, *roles: str, org: str = "07L", sub: str = "tester") -> Client:
        """Somebody who talks to a service directly, as the gateway would, or to the gateway."""
        headers = {}
        if name != "gateway":
            signer = ServiceSigner("gateway", self.settings.keys_dir / "service.jwk")
            headers[SERVICE_TOKEN_HEADER] = signer.token_for(name)
        if name not in self._clients:
            self._clients[name] = httpx.AsyncClient(base_url=self.url(name), timeout=20)
        return Client(self._clients[name], self.token(*roles, org=org, sub=sub), headers)


@asynccontextmanager
async def running_rig(
    directory: Path, postgres: Postgres, broker: Kafka, services: Sequence[str] = SERVICES, **environment: str
) -> AsyncIterator[Rig]:
    """A rig for the length of the body."""
    rig = Rig(directory, postgres, broker, services, **environment)
    try:
        await rig.start()
        yield rig
    finally:
        await rig.stop()


async def eventually(ask: Any, *, within_seconds: float = 60.0, every_seconds: float = 0.05) -> Any:
    """What `ask` answers once it answers something true; the assertion fails with its last answer."""
    deadline = time.monotonic() + within_seconds
    while True:
        answer = await ask()
        if answer:
            return answer
        assert time.monotonic() < deadline, f"still not after {within_seconds} s"
        await asyncio.sleep(every_seconds)
