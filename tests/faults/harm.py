"""A rig whose every connection passes a proxy, whose processes have movable clocks, and which may run replicas."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from deploy.stack.environment import service_command, service_environment
from deploy.stack.postgres import Postgres
from deploy.stack.process import Process
from deploy.stack.settings import LOOPBACK, SERVICES, StackSettings
from tests.faults.clock import Clock
from tests.faults.proxy import Commands, Commits, Proxy
from tests.kit.apps import Client
from tests.kit.kafka import Kafka
from tests.kit.ports import own_port
from tests.kit.rig import ROOT, Rig, eventually

UNHURRIED = {"GATEWAY_RATE_PER_ADDRESS": "100000/minute", "GATEWAY_RATE_PER_PRINCIPAL": "100000/minute"}
"""All people of these tests come from one address, and ask again ten times a second."""


class HarmedRig(Rig):
    """`to_database` and `to_service` by service: what lies before its database, and before its own port."""

    def __init__(self, directory: Path, postgres: Postgres, broker: Kafka) -> None:
        super().__init__(directory, postgres, broker, **UNHURRIED)
        self.to_database = {name: Proxy(postgres.port, ear=Commits) for name in SERVICES}
        self.to_service = {name: Proxy(self.settings.ports[name], ear=Commands) for name in SERVICES}
        self.clocks = {name: Clock(directory / "clocks" / name) for name in SERVICES}
        self.replicas: dict[str, Process] = {}

    @property
    def proxies(self) -> list[Proxy]:
        """All of them."""
        return [*self.to_database.values(), *self.to_service.values()]

    async def start(self) -> None:
        """The proxies first: processes are told their ports."""
        for proxy in self.proxies:
            await proxy.start()
        await super().start()

    async def stop(self) -> None:
        """End every process and proxy."""
        for replica in self.replicas.values():
            replica.kill()
        await super().stop()
        for proxy in self.proxies:
            await proxy.stop()

    def client(self, name: str, *roles: str, org: str = "07L", sub: str = "tester") -> Client:
        """Who talks to the gateway does so through the proxy before it."""
        if name == "gateway" and name not in self._clients:
            address = f"http://{LOOPBACK}:{self.to_service[name].port}"
            self._clients[name] = httpx.AsyncClient(base_url=address, timeout=20)
        return super().client(name, *roles, org=org, sub=sub)

    async def add_replica(self, name: str) -> None:
        """A second process of a service on the same database; new connections go to both in turn."""
        port = own_port()
        settings = replace(self.settings, ports={**self.settings.ports, name: port})
        replica = self.process(name, "serve", settings=settings, called=f"{name}-replica")
        self.replicas[name] = replica
        replica.start()

        async def it_is_ready() -> bool:
            try:
                return (await self._http.get(f"{settings.local_url(name)}/readyz")).status_code == 200
            except httpx.TransportError:
                return False

        await eventually(it_is_ready)
        self.to_service[name].targets.append(port)

    def end_replica(self, name: str) -> None:
        """kill -9; the first process is the only one again."""
        del self.to_service[name].targets[1:]
        self.replicas.pop(name).kill()

    def process(self, name: str, action: str, *, settings: StackSettings | None = None, called: str = "") -> Process:
        """The same through the proxies, `settings` and `called` for a replica."""
        environment = service_environment(settings or self.settings, name, action, self.databases[name])
        environment |= {"ACS_KAFKA": self.broker.bootstrap} | self._environment | self._through_proxies(name)
        if action == "serve":
            environment |= self.clocks[name].environment
        logs = self.settings.logs_dir
        return Process(
            called or f"{name}-{action}", service_command(name, action), logs=logs, env=environment, cwd=ROOT
        )

    def _through_proxies(self, name: str) -> dict[str, str]:
        url = urlsplit(self.databases[name].url)
        user, _ = url.netloc.rsplit("@", 1)
        proxied = url._replace(netloc=f"{user}@{LOOPBACK}:{self.to_database[name].port}").geturl()
        peers = {f"ACS_{other.upper()}_URL": f"http://{LOOPBACK}:{self.to_service[other].port}" for other in SERVICES}
        return {f"{name.upper()}_DATABASE_URL": proxied} | peers
