"""Makes the services' databases on a running PostgreSQL: python -m deploy.compose.databases HOST DIRECTORY."""

import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path

from deploy.compose.secrets import SUPERUSER, password_file
from deploy.stack.databases import ensure_databases, roles
from deploy.stack.problem import StackProblem
from deploy.stack.settings import SERVICES

PORT = 5432


@dataclass(frozen=True)
class RunningServer:
    """A PostgreSQL at `host`, whose superuser's password we know."""

    host: str
    superuser_password: str
    port: int = PORT

    def url(self, database: str = SUPERUSER, user: str = SUPERUSER, password: str | None = None) -> str:
        """`postgresql://user:password@host:port/database`."""
        secret = self.superuser_password if password is None else password
        return f"postgresql://{user}:{secret}@{self.host}:{self.port}/{database}"


async def make_databases(host: str, root: Path, port: int = PORT) -> None:
    """Can be run again at any time: adds what a new release needs, and sets each role's password to its file's."""
    server = RunningServer(host, password_file(root, SUPERUSER, SUPERUSER).read_text(), port)
    passwords: dict[str, str] = {}
    for service in SERVICES:
        owner, runtime = roles(service)
        passwords[owner] = password_file(root, "owners", owner).read_text()
        passwords[runtime] = password_file(root, service, runtime).read_text()
    await ensure_databases(server, SERVICES, passwords)


def main(host: str, root: Path, port: int = PORT) -> None:
    """Ends the process with a sentence when the volumes of data and of passwords are not from the same installation."""
    try:
        asyncio.run(make_databases(host, root, port))
    except StackProblem:
        sys.exit(
            "The superuser's password does not open the database: the volumes of PostgreSQL and of its password "
            "are not from the same installation. Put the password volume back from a copy."
        )


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
