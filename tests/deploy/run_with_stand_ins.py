"""`acs up` with stand-ins in the place of the services; run by test_supervisor.py as a process of its own."""

import asyncio
import sys
from pathlib import Path

import typer
from rich.console import Console

from deploy.cli.clear import clear
from deploy.cli.up import run_alliance
from deploy.stack.settings import stack_settings

STAND_IN = str(Path(__file__).with_name("stand_in.py"))


def stand_in(service: str, action: str) -> list[str]:
    """The command line of a stand-in."""
    return [sys.executable, "-I", "-S", STAND_IN, service, action]


@clear
def main() -> None:
    """Until it is told to stop."""
    asyncio.run(run_alliance(stack_settings(), Console(width=200), demo=False, program=stand_in))


if __name__ == "__main__":
    typer.run(main)
