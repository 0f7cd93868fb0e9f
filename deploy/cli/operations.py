"""Commands on a service's own data: migrate, rebuild, forget."""

import asyncio
import os
import shutil
import subprocess

from rich.console import Console

from deploy.cli.board import Board
from deploy.stack.alliance import Alliance, embedded_postgres, stack_passwords
from deploy.stack.claim import claim
from deploy.stack.databases import database_of
from deploy.stack.environment import service_command, service_environment
from deploy.stack.leftovers import end_leftovers
from deploy.stack.ports import answers
from deploy.stack.postgres_files import end_servers_of
from deploy.stack.problem import StackProblem
from deploy.stack.settings import SERVICES, StackSettings


def run_action(settings: StackSettings, service: str, action: str, *arguments: str) -> None:
    """Run `python -m services.<service> <action> …` in this terminal; a `StackProblem` when it fails.

    Its database is the one the environment names (`<SERVICE>_OWNER_DATABASE_URL`), else the embedded one.
    """
    _known(service)
    result = subprocess.run(  # noqa: S603 - our own service
        service_command(service, action, *arguments),
        env=_environment(settings, service, action),
        cwd=settings.root,
        check=False,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    )
    if result.returncode != 0:
        said = [line for line in result.stderr.splitlines() if line.strip()]  # the last line of a trace is the error
        because = f": {said[-1].strip()}" if said else f" (exit code {result.returncode})."
        raise StackProblem(f"{service} {action} failed{because}")


def migrate_all(settings: StackSettings, console: Console) -> None:
    """Migrate every service, starting PostgreSQL for it when the alliance is not running."""
    if _server_named() or answers(settings.ports["postgres"]):
        for service in SERVICES:
            run_action(settings, service, "migrate")
    else:
        asyncio.run(_migrate_alone(settings, console))
    console.print("[green]✓[/] Migrated.")


def forget_all(settings: StackSettings) -> None:
    """Delete data, keys and logs; a `StackProblem` while the alliance is running on them."""
    with claim(settings):
        end_leftovers(settings.run_dir)
        end_servers_of(settings.postgres_dir)
        for directory in (settings.postgres_dir, settings.keys_dir, settings.logs_dir):
            shutil.rmtree(directory, ignore_errors=True)


async def _migrate_alone(settings: StackSettings, console: Console) -> None:
    with claim(settings):
        alliance = Alliance(settings, Board(console))
        try:
            await alliance.migrate()
        finally:
            await alliance.down()


def _environment(settings: StackSettings, service: str, action: str) -> dict[str, str]:
    if f"{service.upper()}_OWNER_DATABASE_URL" in os.environ:
        return dict(os.environ)
    if not answers(settings.ports["postgres"]):
        raise StackProblem(
            f"PostgreSQL does not answer on port {settings.ports['postgres']}.", advice="Start it with: make run"
        )
    passwords = stack_passwords(settings)
    database = database_of(embedded_postgres(settings, passwords), service, passwords)
    return service_environment(settings, service, action, database)


def _server_named() -> bool:
    return all(f"{service.upper()}_OWNER_DATABASE_URL" in os.environ for service in SERVICES)


def _known(service: str) -> None:
    if service not in SERVICES:
        raise StackProblem(f"There is no service {service!r}.", advice=f"Choose one of: {', '.join(SERVICES)}")
