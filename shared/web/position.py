"""The position token: which version of which stream a write has reached, so that a later read can wait for it."""

import base64
from dataclasses import dataclass

from shared.web.problems import Malformed


@dataclass(frozen=True)
class Position:
    """A version of a stream of a source."""

    source: str
    stream_id: str
    version: int


def position_token(source: str, stream_id: str, version: int) -> str:
    """Opaque to clients; the value of the ACS-Position header."""
    return base64.urlsafe_b64encode(f"{source}|{stream_id}|{version}".encode()).decode().rstrip("=")


def read_position(token: str) -> Position:
    """What a token says; Malformed when it says nothing."""
    try:
        text = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode("ascii")
        source, stream_id, version = text.split("|")
        return Position(source, stream_id, int(version))
    except ValueError:
        raise Malformed("ACS-Position is the value a write was answered with.", field="ACS-Position") from None
