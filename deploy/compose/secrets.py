"""Makes keys and passwords on the first `docker compose up`: python -m deploy.compose.secrets DIRECTORY."""

import os
import secrets
import sys
from pathlib import Path

from deploy.stack.databases import roles
from deploy.stack.keys import ensure_keys
from deploy.stack.settings import SERVICES

SUPERUSER = "postgres"


def ensure_secrets(root: Path) -> None:
    """Make what is missing under `root`; what is there stays, for the data is sealed and the roles are made with it.

    keys/ and vault/ as `ensure_keys` makes them; passwords/<service>/<service> for each runtime role;
    passwords/postgres/postgres; passwords/owners/<service>_owner. Each directory is a volume of its own: a container
    sees what it needs and no more.
    """
    ensure_keys(root / "keys", vault=root / "vault")
    for service in SERVICES:
        owner, runtime = roles(service)
        _ensure_password(password_file(root, service, runtime), mode=0o400)
        _ensure_password(password_file(root, "owners", owner), mode=0o400)
    # PostgreSQL's own image reads this under another user id; its volume is mounted nowhere else but where it is used.
    _ensure_password(password_file(root, SUPERUSER, SUPERUSER), mode=0o444)


def password_file(root: Path, volume: str, role: str) -> Path:
    """Where the password of a role is kept."""
    return root / "passwords" / volume / role


def _ensure_password(path: Path, mode: int) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(24))
        file.flush()
        os.fsync(file.fileno())
    draft.chmod(mode)
    draft.replace(path)


if __name__ == "__main__":
    ensure_secrets(Path(sys.argv[1]))
