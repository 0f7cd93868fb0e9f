"""What each service is told by its environment; each is given its own database alone."""

import os
import sys
from collections.abc import Mapping

from deploy.stack.broker import FETCH_WAIT_MS, IDEMPOTENT_PRODUCERS
from deploy.stack.databases import Database
from deploy.stack.settings import LOOPBACK, SERVICES, StackSettings

ORGANISATIONS = "deploy/demo/bhr/organisations.csv"
OWNER_ACTIONS = frozenset({"migrate", "rebuild", "verify"})
"""What needs the owner of the tables; a serving process never sees the owner's password."""


def service_environment(
    settings: StackSettings, service: str, action: str, database: Database, environ: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """The variables of `python -m services.<service> <action>`, on top of what this process was given."""
    prefix = service.upper()
    databases = tuple(f"{other.upper()}_{which}DATABASE_" for other in SERVICES for which in ("", "OWNER_"))
    inherited = {name: value for name, value in environ.items() if not name.startswith(databases)}
    own = {
        "ACS_ENV": settings.environment,
        "ACS_KAFKA": f"{LOOPBACK}:{settings.ports['broker']}",
        "ACS_KAFKA_IDEMPOTENCE": str(IDEMPOTENT_PRODUCERS).lower(),
        "ACS_KAFKA_FETCH_WAIT_MS": str(FETCH_WAIT_MS),
        "ACS_KEYS_DIR": str(settings.keys_dir),
        f"{prefix}_DATABASE_URL": database.url,
        f"{prefix}_HOST": LOOPBACK,
        f"{prefix}_PORT": str(settings.ports[service]),
        "ACS_ORGANISATIONS_FILE": environ.get("ACS_ORGANISATIONS_FILE", str(settings.root / ORGANISATIONS)),
    }
    own |= {f"ACS_{other.upper()}_URL": settings.local_url(other) for other in SERVICES}
    if action in OWNER_ACTIONS:
        own[f"{prefix}_OWNER_DATABASE_URL"] = database.owner_url
    return inherited | own


def service_command(service: str, action: str, *arguments: str) -> list[str]:
    """`python -m services.<service> <action> …` with the interpreter in use."""
    return [sys.executable, "-m", f"services.{service}", action, *arguments]
