"""What has come of a file so far, whatever it is cut into."""

_BOM = b"\xef\xbb\xbf"


class Fragments:
    """Bytes that are still to be cut, without the byte order mark a file may begin with."""

    def __init__(self) -> None:
        self._rest = b""
        self._at_start = True

    def _append(self, piece: bytes) -> bool:
        """Whether there is something to look at: the first bytes alone may be the beginning of a mark."""
        self._rest += piece
        if self._at_start:
            if len(self._rest) < len(_BOM):
                return False
            self._rest = self._rest.removeprefix(_BOM)
            self._at_start = False
        return True
