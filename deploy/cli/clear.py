"""Errors of commands as one clear line on stderr and an exit code, never a stack trace."""

import traceback
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import wraps
from typing import ParamSpec

import typer
from rich.console import Console
from rich.markup import escape

from deploy.stack.problem import StackProblem
from deploy.stack.settings import StackSettings, stack_settings

P = ParamSpec("P")
FAILED = 1
INTERRUPTED = 130


def clear(command: Callable[P, None]) -> Callable[P, None]:
    """A command whose problems are told, not raised: exit code 1, or 130 after Ctrl-C."""

    @wraps(command)
    def told(*args: P.args, **kwargs: P.kwargs) -> None:
        errors = Console(stderr=True, highlight=False)
        try:
            return command(*args, **kwargs)
        except StackProblem as problem:
            tell_problem(errors, problem)
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None
        except (typer.Exit, typer.Abort):
            raise
        except Exception as error:  # whatever it is, a user gets one line and the trace goes to a log
            tell_problem(errors, _unforeseen(error))
        raise typer.Exit(FAILED)

    return told


def tell_problem(console: Console, problem: StackProblem) -> None:
    """What is wrong, the end of the log behind it, what to do."""
    console.print(f"[bold red]✗[/] {escape(problem.message)}", soft_wrap=True)
    if problem.detail:
        console.print("\n".join(f"  [dim]│ {escape(line)}[/]" for line in problem.detail.splitlines()), soft_wrap=True)
    if problem.advice:
        console.print(f"  {escape(problem.advice)}", soft_wrap=True)


def fail_with(problems: Sequence[StackProblem]) -> None:
    """Tell each, but those that say the same (a gateway answers nobody) once, and fail if there are any."""
    for problem in {(one.message, one.detail): one for one in problems}.values():
        tell_problem(Console(stderr=True, highlight=False), problem)
    if problems:
        raise typer.Exit(FAILED)


def _unforeseen(error: Exception) -> StackProblem:
    """A fault of ours: the trace goes to a log for whoever mends it."""
    summary = f"Unforeseen: {type(error).__name__}: {error}".splitlines()[0]
    try:
        settings: StackSettings = stack_settings()
        settings.logs_dir.mkdir(parents=True, exist_ok=True)
        log = settings.logs_dir / "acs.log"
        with log.open("a") as file:
            file.write(f"{datetime.now(UTC).isoformat()}\n{traceback.format_exc()}\n")
    except (OSError, StackProblem):
        return StackProblem(summary)
    return StackProblem(summary, advice=f"Please report it with {log}")
