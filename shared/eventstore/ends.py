"""Where the store and its streams end: what an append builds on.

A process that has written knows it without looking. What it knows may be outdated, so the writing itself makes sure
that the store still ends with the event of that digest (`statements`): then nobody else has written since, and all
that is known is so.
"""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from shared.eventstore import chain
from shared.eventstore.database import Connection
from shared.eventstore.items import Item

REMEMBERED_STREAMS = 5_000

_LOOK = """
SELECT tip.version, tip.digest, last.position, last.digest AS last_digest,
       (SELECT true FROM receipts r WHERE r.key = asked.key) AS answered
FROM unnest($1::text[], $2::text[]) WITH ORDINALITY asked(stream_id, key, n)
LEFT JOIN LATERAL (SELECT e.version, e.digest FROM events e WHERE e.stream_id = asked.stream_id
                   ORDER BY e.version DESC LIMIT 1) tip ON true
LEFT JOIN LATERAL (SELECT position, digest FROM events ORDER BY position DESC LIMIT 1) last ON true
ORDER BY asked.n
"""


class Tip(NamedTuple):
    """Where a stream ends: its version, and what its digests have come to."""

    version: int
    digest: bytes


UNBEGUN = Tip(0, chain.START)


@dataclass(frozen=True, slots=True)
class Ends:
    """Where the store ends, and for each item of a batch its stream's tip and whether its request has an answer."""

    position: int
    digest: bytes | None
    tips: Sequence[Tip]
    answered: Sequence[bool]


async def look(connection: Connection, items: Sequence[Item]) -> Ends:
    """How it is now; under the append lock it stays so."""
    keys = [item.receipt.key if item.receipt else None for item in items]
    records = await connection.fetch(_LOOK, [item.stream_id for item in items], keys)
    return Ends(
        position=records[0]["position"] or 0,
        digest=records[0]["last_digest"],
        tips=[Tip(one["version"], one["digest"]) if one["version"] else UNBEGUN for one in records],
        answered=[bool(one["answered"]) for one in records],
    )


class KnownEnds:
    """What this process has last written: every tip here is so as long as the store ends with the digest here."""

    def __init__(self) -> None:
        self._position = 0
        self._digest: bytes | None = None
        self._tips: OrderedDict[str, Tip] = OrderedDict()

    def remember(self, position: int, digest: bytes, tips: Iterable[tuple[str, Tip]]) -> None:
        """The store ends here, or will when the transaction is committed; it ended where `of` or `found` said."""
        self._position, self._digest = position, digest
        for stream_id, tip in tips:
            self._tips[stream_id] = tip
            self._tips.move_to_end(stream_id)
        while len(self._tips) > REMEMBERED_STREAMS:
            self._tips.popitem(last=False)

    def found(self, ends: Ends) -> Ends:
        """What was looked up; when the store ends elsewhere than was thought, nothing is known any more."""
        if ends.digest != self._digest:
            self._digest = None
            self._tips.clear()
        return ends

    def of(self, items: Sequence[Item]) -> Ends | None:
        """What is known, if it is all that `items` need and agrees with what they were decided on.

        A stream that is to begin is taken for unbegun, a request for unanswered: were they not, a unique key says so.
        """
        if self._digest is None:
            return None
        tips = []
        for item in items:
            tip = self._tips.get(item.stream_id) or (UNBEGUN if item.events else None)
            if tip is None or tip.version != item.expected:
                return None
            tips.append(tip)
        return Ends(self._position, self._digest, tips, [False] * len(tips))
