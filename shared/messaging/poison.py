"""Finding the events a handler cannot apply, without making the others wait for long."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass

from shared.eventstore.items import ProgressTaken
from shared.eventstore.published import PublishedEvent
from shared.messaging.handler import Handler
from shared.messaging.progress import Stream, stream_of
from shared.messaging.trouble import passes

PAUSES_SECONDS = (0.05, 0.2, 0.6)
"""Three more tries. The pauses are shared by all poisoned streams of a batch."""


@dataclass(frozen=True, slots=True)
class Poisoned:
    """The rest of a stream, beginning with the event that failed, and the last thing it failed with."""

    events: Sequence[PublishedEvent]
    failure: Exception

    @property
    def reason(self) -> str:
        """The name of the failure's class: its text may quote what a person sent."""
        return type(self.failure).__name__


async def one_by_one(
    handler: Handler, events: Sequence[PublishedEvent], pauses_seconds: Sequence[float]
) -> tuple[list[PublishedEvent], list[Poisoned]]:
    """What was applied and what was not. Raises ProgressTaken and what passes by waiting."""
    waiting: dict[Stream, deque[PublishedEvent]] = defaultdict(deque)
    for event in events:
        waiting[stream_of(event)].append(event)
    applied: list[PublishedEvent] = []
    failures: dict[Stream, Exception] = {}
    for pause in (0.0, *pauses_seconds):
        await asyncio.sleep(pause)
        for stream, queue in list(waiting.items()):
            failure = await _drain(handler, queue, applied)
            if failure is None:
                del waiting[stream]
            else:
                failures[stream] = failure
        if not waiting:
            break
    return applied, [Poisoned(tuple(queue), failures[stream]) for stream, queue in waiting.items()]


async def _drain(handler: Handler, queue: deque[PublishedEvent], applied: list[PublishedEvent]) -> Exception | None:
    """Apply from the front until one fails; answers with what, or None when all were applied."""
    while queue:
        try:
            await handler.apply([queue[0]])
        except Exception as failure:
            if isinstance(failure, ProgressTaken) or passes(failure):
                raise
            return failure
        applied.append(queue.popleft())
    return None
