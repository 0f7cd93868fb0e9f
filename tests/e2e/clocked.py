"""A service on a day that a file names: python -m tests.e2e.clocked <service> <action>, with ACS_TEST_DAY_FILE.

Only its business clock is moved; tokens, leases and waits go by the machine's.
"""

import importlib
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from shared.service import Service


def of_the_file(service: Service) -> datetime:
    """The moment the file names, or now without one."""
    file = Path(os.environ["ACS_TEST_DAY_FILE"])
    return datetime.fromisoformat(file.read_text()).replace(tzinfo=UTC) if file.exists() else datetime.now(UTC)


if __name__ == "__main__":
    Service.now = of_the_file  # type: ignore[method-assign,assignment]  # of this process alone
    service = sys.argv.pop(1)
    importlib.import_module(f"services.{service}.__main__")
