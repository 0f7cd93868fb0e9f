"""`acs verify`: does every service still keep what was promised?"""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from deploy.cli.operations import ended, reason_in
from deploy.stack.problem import StackProblem
from deploy.stack.settings import SERVICES, StackSettings
from shared.verify.kept import KeptDigestsUnreadable, read_kept

VIOLATED = 1
"""The exit code of python -m services.<name> verify that says so; others say that it could not be verified."""


def verify_all(settings: StackSettings, services: Sequence[str], kept: Path | None, console: Console) -> bool:
    """Verify one after another, told as it goes; whether no violation was found. StackProblem when one could not be."""
    violated, unverified = [], []
    options = ["--kept", str(_readable(kept).absolute())] if kept else []
    for service in services or SERVICES:
        result = ended(settings, service, "verify", *options)
        if result.returncode == VIOLATED and not result.stderr.strip():
            violated.append(service)
        elif result.returncode != 0:
            reason = reason_in(result.stderr) or f"exit code {result.returncode}"
            unverified.append(reason if reason.startswith(f"{service} ") else f"{service}: {reason}")
    if violated:
        console.print(f"[bold red]✗[/] Not as it must be: {', '.join(violated)}.")
    elif not unverified:
        console.print("[green]✓[/] Everything is as it must be.")
    if unverified:
        raise StackProblem("Not everything could be verified.", detail="\n".join(unverified))
    return not violated


def _readable(kept: Path) -> Path:
    try:
        read_kept(kept, "")
    except KeptDigestsUnreadable as trouble:
        raise StackProblem(f"{trouble}.") from None
    return kept
