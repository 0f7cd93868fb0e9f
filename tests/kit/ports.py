"""Ports nobody else takes: kept from other test runs, and apart from those the system gives to connections."""

import fcntl
import os
import random
from pathlib import Path
from tempfile import gettempdir

from deploy.stack.ports import is_free

FIRST, LAST = 18_000, 32_000
"""Below what Linux and macOS give to outgoing connections, which come and go while a server is being restarted."""

_kept: list[int] = []
"""The locks, held for as long as this process lives."""


def own_port() -> int:
    """A port of this process alone, whoever else runs tests on this machine."""
    directory = Path(gettempdir()) / "acs-test-ports"
    directory.mkdir(exist_ok=True)
    for port in random.sample(range(FIRST, LAST), LAST - FIRST):
        lock = os.open(directory / str(port), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            continue
        if is_free(port):
            _kept.append(lock)
            return port
        os.close(lock)
    raise RuntimeError("every port is taken")
