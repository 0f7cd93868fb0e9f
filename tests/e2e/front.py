"""The gateway in the place of one service: what that service's tests do, done from outside."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e.alliance import Alliance
from tests.e2e.asking import API
from tests.kit.apps import Answer, Client


class ThroughTheGateway(Client):
    """Paths as the service has them, asked of the gateway."""

    async def send(self, method: str, path: str, **arguments: Any) -> Answer:
        """Under the API's prefix."""
        return await super().send(method, path if path.startswith(API) else f"{API}{path}", **arguments)


@dataclass(frozen=True)
class Front:
    """Stands where the tests of one service have that service; people are told apart by their `sub`."""

    alliance: Alliance
    day: Path

    def on(self, day: str) -> None:
        """It is that day for the contracts service."""
        self.day.write_text(day)

    def client(self, *roles: str, org: str = "07L", sub: str = "tester") -> Client:
        asking = self.alliance.rig.client("gateway", *roles, org=org, sub=sub)
        return ThroughTheGateway(asking.http, asking.token, asking.headers)
