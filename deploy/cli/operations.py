"""Commands on a service's own data: migrate, rebuild, forget."""

import asyncio
import os
import shutil
import subprocess
import sys

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

TRACE = "Traceback (most recent call last):"


def run_action(settings: StackSettings, service: str, action: str, *arguments: str) -> None:
    """Run `python -m services.<service> <action> …` in this terminal; a `StackProblem` when it fails.

    Its database is the one the environment names (`<SERVICE>_OWNER_DATABASE_URL`), else the embedded one.
    """
    result = ended(settings, service, action, *arguments)
    if result.returncode != 0:
        if TRACE in result.stderr or result.stderr.startswith("\n"):  # it ended in the middle of a line of progress
            sys.stdout.write("\n")
            sys.stdout.flush()
        because = reason_in(result.stderr) or f"exit code {result.returncode}"
        raise StackProblem(
            f"{service} {action} failed: {because}", advice=_kept(settings, service, action, result.stderr)
        )


def ended(settings: StackSettings, service: str, action: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """The same, for those who know what its exit codes mean; what it said on stderr is kept."""
    _known(service)
    return subprocess.run(  # noqa: S603 - our own service
        service_command(service, action, *arguments),
        env=_environment(settings, service, action),
        cwd=settings.root,
        check=False,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    )


def reason_in(stderr: str) -> str:
    """What a program said last: its message, or the error under its trace without the trace."""
    _, traced, after = stderr.rpartition(TRACE)
    lines = [line for line in after.splitlines() if line.strip()]
    if traced:
        lines = [line for line in lines if not line[0].isspace()][:1]
    return lines[-1].strip() if lines else ""


def _kept(settings: StackSettings, service: str, action: str, stderr: str) -> str:
    """Where a trace was put for whoever mends it; nothing when there is none."""
    if TRACE not in stderr:
        return ""
    log = settings.logs_dir / f"{service}-{action}-failed.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(stderr)
    except OSError:
        return ""
    return f"All it said is in {log}"


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
