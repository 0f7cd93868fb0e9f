"""A database dumped and restored into another server, as an operator does it with PostgreSQL's own programs."""

import os
import subprocess
from pathlib import Path

from deploy.stack.databases import Database, drop_databases, ensure_databases, roles
from deploy.stack.postgres import Postgres
from deploy.stack.postgres_files import server_binary
from tests.kit.stack import PASSWORD

SECONDS = 60


def dump(postgres: Postgres, name: str, file: Path) -> None:
    """pg_dump in its own format."""
    _run("pg_dump", "--format=custom", f"--file={file}", postgres.url(name))


async def restore(postgres: Postgres, name: str, file: Path) -> Database:
    """pg_restore into a database of this name, in place of one that may be there."""
    await drop_databases(postgres, [name])
    (database,) = await ensure_databases(postgres, [name], dict.fromkeys(roles(name), PASSWORD))
    _run("pg_restore", "--exit-on-error", f"--dbname={postgres.url(name)}", str(file))
    return database


def _run(program: str, *arguments: str) -> None:
    binary = server_binary(program)
    done = subprocess.run(  # noqa: S603  # a program of the wheel
        [str(binary), *arguments], capture_output=True, text=True, timeout=SECONDS, check=False, env=dict(os.environ)
    )
    assert done.returncode == 0, done.stderr
