"""Snapshots: states of long streams, kept beside their events so that a cold load reads only what came since."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import structlog

from shared.background import Background
from shared.eventstore.store import EventStore
from shared.kernel.decider import Decider
from shared.kernel.states import StateCodec

log = structlog.get_logger()

EVERY = 500
"""Events between two snapshots of a stream; streams that stay shorter have none."""

WAITING = 100
"""Snapshots waiting to be written; one more is left out, the stream's next command asks again."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A stream as it stands; `snapshot` is the version its state was read at, 0 for the beginning."""

    version: int
    state: Any
    snapshot: int


class Snapshots:
    """Takes and reads them. A snapshot saves time and is never needed: one that cannot be trusted is passed over.

    They are written by a worker, not with the events: the append lock is held for nothing that could be made again,
    and no answer waits for one. States do not change, so what is written later is still what was true at its version.
    """

    def __init__(self, store: EventStore) -> None:
        self._store = store
        self._codecs: dict[str, StateCodec] = {}
        self._queue: asyncio.Queue[tuple[Decider[Any, Any, Any], str, int, Any]] = asyncio.Queue(WAITING)
        self._background = Background()
        self.figures: Counter[str] = Counter()

    async def start(self) -> None:
        """Write what is asked for from now on."""
        self._background.start("snapshots", self._work)

    async def stop(self) -> None:
        """What waits is left out."""
        await self._background.stop()

    def samples(self) -> Iterable[tuple[str, str, float, dict[str, str]]]:
        """How often each thing happened."""
        text = "Snapshots taken, read, and passed over because they cannot be trusted"
        return [
            ("acs_snapshots_total", text, float(self.figures[what]), {"what": what})
            for what in ("taken", "read", "distrusted")
        ]

    async def standing(self, decider: Decider[Any, Any, Any], stream_id: str) -> Standing:
        """The stream's state, from its snapshot and what came since, or from all its events."""
        codec = self._codec(decider)
        history = await self._store.history(stream_id, codec.fingerprint)
        state = decider.initial
        if history.since:
            found = await self._read(codec, stream_id, history.since)
            if found is None:
                history = await self._store.history(stream_id)
            else:
                (state,) = found
        version = history.since + len(history.events)
        return Standing(version, decider.fold(history.events, state), history.since)

    def due(self, decider: Decider[Any, Any, Any], stream_id: str, standing: Standing) -> bool:
        """Have a snapshot written if the last one is long ago; answers whether it will be."""
        if standing.version - standing.snapshot < EVERY or self._queue.full():
            return False
        self._queue.put_nowait((decider, stream_id, standing.version, standing.state))
        return True

    async def take(self, decider: Decider[Any, Any, Any], stream_id: str, version: int, state: Any) -> None:
        """Write one, in place of an earlier one."""
        codec = self._codec(decider)
        await self._store.keep_snapshot(stream_id, version, codec.fingerprint, codec.dump(state))
        self.figures["taken"] += 1

    async def _work(self) -> None:
        while True:
            asked = await self._queue.get()
            try:
                await self.take(*asked)
            except Exception as failure:
                log.warning("snapshot not taken", stream=asked[1], failure=type(failure).__name__)

    async def _read(self, codec: StateCodec, stream_id: str, version: int) -> tuple[Any] | None:
        """The state in a snapshot, in a tuple because None is a state; None when it cannot be had or trusted."""
        kept = await self._store.snapshot(stream_id, version, codec.fingerprint)
        if kept is None:
            return None  # another process has just taken a newer one
        try:
            if not kept["intact"]:
                raise ValueError("its digest is another")
            state = codec.load(kept["state"])
        except (ValueError, TypeError, LookupError, AttributeError) as damage:
            # What is wrong is not logged: the message could quote the state.
            self.figures["distrusted"] += 1
            log.warning("snapshot passed over", stream=stream_id, version=version, failure=type(damage).__name__)
            return None
        self.figures["read"] += 1
        return (state,)

    def _codec(self, decider: Decider[Any, Any, Any]) -> StateCodec:
        codec = self._codecs.get(decider.category)
        if codec is None:
            codec = self._codecs[decider.category] = StateCodec(decider)
        return codec
