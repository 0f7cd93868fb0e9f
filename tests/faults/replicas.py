"""More processes of one service, on its database and on ports of their own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import httpx

from deploy.stack.environment import service_command, service_environment
from deploy.stack.process import Process
from shared.eventstore.published import SERVICE_TOKEN_HEADER
from shared.web.tokens import ServiceSigner
from tests.kit.apps import Client
from tests.kit.ports import own_port
from tests.kit.rig import ROOT, Rig, eventually


@dataclass
class Replica:
    """One more process of `name`."""

    rig: Rig
    name: str
    url: str
    process: Process
    http: httpx.AsyncClient

    async def ready(self) -> None:
        """Wait until it says it is."""

        async def it_is() -> bool:
            try:
                return (await self.http.get("/readyz")).status_code == 200
            except httpx.TransportError:
                return False

        await eventually(it_is)

    def client(self, *roles: str, org: str = "07L", sub: str = "tester") -> Client:
        """Somebody who talks to it as the gateway would."""
        signer = ServiceSigner("gateway", self.rig.settings.keys_dir / "service.jwk")
        headers = {SERVICE_TOKEN_HEADER: signer.token_for(self.name)}
        return Client(self.http, self.rig.token(*roles, org=org, sub=sub), headers)


@asynccontextmanager
async def another(rig: Rig, name: str, number: int = 2, *, module: str = "") -> AsyncIterator[Replica]:
    """One more, ready; `module` runs it instead of its own program."""
    settings = replace(rig.settings, ports={**rig.settings.ports, name: own_port()})
    environment = service_environment(settings, name, "serve", rig.databases[name])
    environment |= {"ACS_KAFKA": rig.broker.bootstrap, **rig.environment}
    command = service_command(name, "serve")
    if module:
        command[2:] = [module, name, "serve"]
    process = Process(f"{name}-{number}", command, logs=settings.logs_dir, env=environment, cwd=ROOT)
    process.start()
    url = settings.local_url(name)
    async with httpx.AsyncClient(base_url=url, timeout=20) as http:
        replica = Replica(rig, name, url, process, http)
        try:
            await replica.ready()
            yield replica
        finally:
            process.resume()
            process.kill()
