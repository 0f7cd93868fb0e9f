"""What falls due: rows that follow from a resource as it stands, written with its events; the clock asks for them."""

from datetime import date
from uuid import UUID

import structlog

from shared.capability import Capability, Job, Timers
from shared.due import with_timers
from shared.eventstore.codec import Meta
from shared.eventstore.database import StoreUnavailable
from shared.eventstore.items import Overloaded
from shared.kernel.refusals import Refused
from shared.service import Service
from shared.wish import Wish

AT_ONCE = 200
ASKED_EVERY_SECONDS = 10.0

_DUE = """
SELECT timer_id, stream_id, kind, due_on FROM timers
WHERE due_on <= $1 AND (due_on, timer_id) > ($2, $3) ORDER BY due_on, timer_id LIMIT $4
"""

log = structlog.get_logger()


async def fire_timers(service: Service) -> None:
    """Command what is due today, each thing alone: one that is refused or fails holds up no other and is asked again.

    Whoever comes second, another replica or the same after a crash, finds the command done: it leads to no event.
    """
    asked = {one.decider.category: (one, timers) for one, timers in with_timers(service.card.capabilities)}
    today = service.today()
    after: tuple[date, str] = (date.min, "")
    while True:
        async with service.database.connection() as connection:
            due = await connection.fetch(_DUE, today, *after, AT_ONCE)
        for timer in due:
            capability, timers = asked[timer["stream_id"][:-37]]
            await _fire(service, capability, timers, timer["stream_id"], timer["kind"])
        if len(due) < AT_ONCE:
            return
        after = (due[-1]["due_on"], due[-1]["timer_id"])


async def _fire(service: Service, capability: Capability, timers: Timers, stream_id: str, kind: str) -> None:
    today = service.today()
    meta = Meta(actor="clock", org="", correlation=f"{kind}-{today}")
    wish = Wish(timers.command(kind, today), meta, service.now())
    try:
        await service.executor.execute(capability, UUID(stream_id[-36:]), wish)
    except Refused as refused:
        log.warning("what fell due was refused", stream=stream_id, kind=kind, refusal=type(refused).__name__)
    except (StoreUnavailable, Overloaded):
        raise
    except Exception as failure:
        log.error("what fell due failed", stream=stream_id, kind=kind, exc_info=failure)


timers_job = Job("fire_timers", every_seconds=ASKED_EVERY_SECONDS, run=fire_timers)
