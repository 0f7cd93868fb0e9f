"""One run at a time: who holds the lock of a data directory runs on it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from deploy.stack.problem import StackProblem
from deploy.stack.settings import StackSettings


@contextmanager
def claim(settings: StackSettings) -> Iterator[None]:
    """Hold the stack; a `StackProblem` when another process does. The lock ends with its process, however it ends."""
    try:
        settings.run_dir.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(settings.run_dir / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    except PermissionError:
        raise _not_ours(settings) from None
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _already_running(settings, os.read(descriptor, 20).decode().strip()) from None
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        yield
        os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _already_running(settings: StackSettings, pid: str) -> StackProblem:
    return StackProblem(
        f"The alliance is already running (process {pid or 'unknown'}) on {settings.local}.",
        advice=f"Use it at {settings.gateway_url}, or stop it: Ctrl-C in its terminal, or kill {pid or '<process>'}",
    )


def _not_ours(settings: StackSettings) -> StackProblem:
    return StackProblem(
        f"{settings.local} belongs to another user.",
        advice="Run as that user, or keep other data: ACS_LOCAL_DIR=<directory> make run",
    )
