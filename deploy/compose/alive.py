"""The health check of a service's container: python -m deploy.compose.alive SERVICE; exit 0 when it is ready."""

import os
import sys
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

TIMEOUT_SECONDS = 4


def is_ready(port: int) -> bool:
    """Whether /readyz on this machine answers 2xx within 4 s, never through a proxy that the environment names."""
    try:
        with build_opener(ProxyHandler({})).open(f"http://127.0.0.1:{port}/readyz", timeout=TIMEOUT_SECONDS):
            return True
    except (URLError, TimeoutError, ConnectionError):
        return False


if __name__ == "__main__":
    sys.exit(0 if is_ready(int(os.environ[f"{sys.argv[1].upper()}_PORT"])) else 1)
