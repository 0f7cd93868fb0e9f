"""The organisations this installation knows, for showing names and checking codes."""

import os

from deploy.stack.environment import ORGANISATIONS
from deploy.stack.settings import StackSettings
from shared.kernel.organisations import Organisations


def known_organisations(settings: StackSettings) -> Organisations:
    """From ACS_ORGANISATIONS_FILE, else of the demonstration; none when the file cannot be read."""
    from shared.service import read_organisations  # late: it brings the whole database layer along

    file = settings.root / (os.environ.get("ACS_ORGANISATIONS_FILE", "") or ORGANISATIONS)
    try:
        return read_organisations(file)
    except (OSError, ValueError, KeyError):
        return Organisations(())
