"""Places where a test kills the process: each is named, and does nothing unless ACS_CRASH_AT names it."""

import os
import signal
from typing import Final, Literal

Place = Literal[
    "before-commit",
    "after-commit",
    "between-send-and-cursor",
    "between-effect-and-offset",
]
"""Before a batch of commands commits; after it, before anybody is answered; between the relay's sending and moving its
cursor; between a consumer's commit and its telling Kafka."""

_AT: Final = os.environ.get("ACS_CRASH_AT") if os.environ.get("ACS_ENV") == "local" else None


def crash_here(place: Place) -> None:
    """Die at once, as by kill -9, if a test wants to see what happens then; only with ACS_ENV=local."""
    if place == _AT:
        os.kill(os.getpid(), signal.SIGKILL)
