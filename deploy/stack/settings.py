"""Where the stack keeps its data and on which ports its parts listen."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from deploy.stack.problem import StackProblem

LOOPBACK = "127.0.0.1"
SERVICES = ("contracts", "budgets", "referrals", "gateway")
PORT_VARIABLES = {
    "postgres": ("ACS_POSTGRES_PORT", 5433),
    "broker": ("ACS_KAFKA_PORT", 19092),
    "gateway": ("ACS_GATEWAY_PORT", 8000),
    "contracts": ("ACS_CONTRACTS_PORT", 8001),
    "budgets": ("ACS_BUDGETS_PORT", 8002),
    "referrals": ("ACS_REFERRALS_PORT", 8003),
}
"""Part of the stack → the variable that moves it, and the port it has without."""


@dataclass(frozen=True)
class StackSettings:
    """`root` is the checkout, `local` the directory of everything that is kept between runs (ACS_LOCAL_DIR)."""

    root: Path
    local: Path
    ports: Mapping[str, int]
    environment: str = "local"
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    """Service → where it answers when it is not part of this stack (ACS_<SERVICE>_URL)."""

    @property
    def postgres_dir(self) -> Path:
        """The data directory of PostgreSQL."""
        return self.local / "postgres"

    @property
    def keys_dir(self) -> Path:
        """Keys and passwords made on the first run."""
        return self.local / "keys"

    @property
    def logs_dir(self) -> Path:
        """One log file per part, and the one before it."""
        return self.local / "logs"

    @property
    def run_dir(self) -> Path:
        """Which processes this run has started."""
        return self.local / "run"

    def local_url(self, service: str) -> str:
        """Where a service of this stack answers."""
        return f"http://{LOOPBACK}:{self.ports[service]}"

    def url(self, service: str) -> str:
        """Where a command finds a service: elsewhere when the environment says so, else in this stack."""
        return self.elsewhere.get(service) or self.local_url(service)

    @property
    def gateway_url(self) -> str:
        """The one address users need."""
        return self.url("gateway")


def checkout() -> Path:
    """The directory this code was checked out into, or the working directory of an installed copy."""
    root = Path(__file__).resolve().parents[2]
    return root if (root / "pyproject.toml").exists() else Path.cwd()


def stack_settings(environ: Mapping[str, str] = os.environ) -> StackSettings:
    """The settings an environment asks for; a port that is no port is a `StackProblem` naming its variable."""
    root = checkout()
    ports = {part: _port(environ, variable, default) for part, (variable, default) in PORT_VARIABLES.items()}
    _all_different(ports)
    local = Path(environ.get("ACS_LOCAL_DIR", "") or root / ".local").absolute()
    elsewhere = {service: environ.get(f"ACS_{service.upper()}_URL", "").rstrip("/") for service in SERVICES}
    return StackSettings(root, local, ports, environ.get("ACS_ENV", "local"), elsewhere)


def _port(environ: Mapping[str, str], variable: str, default: int) -> int:
    text = environ.get(variable, "") or str(default)
    if not text.isdecimal() or not 1 <= int(text) <= 65_535:
        raise StackProblem(f"{variable} is {text!r}, which is no port.", advice="Give a number from 1 to 65535.")
    return int(text)


def _all_different(ports: Mapping[str, int]) -> None:
    seen: dict[int, str] = {}
    for part, port in ports.items():
        if port in seen:
            first, second = PORT_VARIABLES[seen[port]][0], PORT_VARIABLES[part][0]
            raise StackProblem(f"{first} and {second} are both {port}.", advice="Give each part its own port.")
        seen[port] = part
