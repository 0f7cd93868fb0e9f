"""The position token: which version of which stream a write has reached, so that a later read can wait for it.

Signed with the key of the cursors, which all services share: a made-up one would have a read wait for nothing.
"""

import base64
from dataclasses import dataclass

from shared.web.paging import SIGNATURE_BYTES, Cursors
from shared.web.problems import Malformed

PURPOSE = "position"


@dataclass(frozen=True)
class Position:
    """A version of a stream of a source."""

    source: str
    stream_id: str
    version: int


def position_token(cursors: Cursors, source: str, stream_id: str, version: int) -> str:
    """Opaque to clients; the value of the ACS-Position header."""
    return cursors.make(PURPOSE, f"{source}|{stream_id}|{version}")


def read_position(cursors: Cursors, token: str) -> Position:
    """What a token says; Malformed when no write was answered with it."""
    try:
        return _read(cursors.read(PURPOSE, token))
    except (Malformed, ValueError):
        raise Malformed("ACS-Position is the value a write was answered with.", field="ACS-Position") from None


def position_told(token: str) -> Position:
    """What a token says, for who has had it from a service's own answer: nobody looks who signed it."""
    return _read(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))[SIGNATURE_BYTES:].decode())


def _read(text: str) -> Position:
    source, stream_id, version = text.split("|")
    return Position(source, stream_id, int(version))
