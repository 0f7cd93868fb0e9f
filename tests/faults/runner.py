"""Runs schedules against one alliance: works, harms, waits for rest, and checks every promise."""

import asyncio
import os
import random
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from deploy.stack.postgres import Postgres
from shared.background import Background
from shared.messaging.feed_client import FeedClient
from shared.messaging.kafka import KafkaSettings
from shared.web.tokens import ServiceSigner
from tests.e2e.alliance import OWNERS
from tests.e2e.reckoning import everything_adds_up
from tests.faults.checker import violations
from tests.faults.faults import SETTLED_SECONDS, Harm, Recovery
from tests.faults.harm import HarmedRig
from tests.faults.rebuilding import differing_views, verified
from tests.faults.schedule import Fault, Schedule
from tests.faults.tails import Tail, disorder, follow_feed, follow_stream, follow_topic
from tests.faults.witness import Witness
from tests.faults.workload import Workload
from tests.faults.world import World, all_is_read, look_at
from tests.kit.rig import eventually
from tests.messaging.world import Broker, EmbeddedBroker

RETRIED = 12
"""How many acknowledged commands of a schedule are sent again, beside all whose answer was lost."""

SERVING_SECONDS, SERVING_AFTER_POSTGRES_SECONDS = 5.0, 10.0
MARGIN = float(os.environ.get("MARGIN") or "4")
"""How much slower a machine may be that does other things as well."""


@dataclass
class Verdict:
    """What came of one schedule."""

    schedule: Schedule
    commands: int = 0
    acknowledged: int = 0
    lost: int = 0
    resent: int = 0
    seconds: float = 0.0
    worked_seconds: float = 0.0
    settled_seconds: float = 0.0
    recoveries: list[Recovery] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)


class Theatre:
    """An alliance for many schedules, and those who watch it."""

    def __init__(self, alliance: Witness, rig: HarmedRig, workload: Workload, signer: ServiceSigner) -> None:
        self.alliance = alliance
        self.rig = rig
        self.workload = workload
        self._background = Background(first_pause_seconds=0.1)
        self._signer = signer
        self._feeds: list[FeedClient] = []
        self.tails: list[Tail] = []
        forgets = isinstance(alliance.broker, EmbeddedBroker)
        self._topics = {
            source: Tail(f"topic of {source}", source, repeats=True, from_start=False, gaps=forgets)
            for source in OWNERS
        }
        self._round = 0

    async def watch(self) -> None:
        """Begin to follow feeds, topics and the gateway's stream."""
        for source in OWNERS:
            feed = FeedClient(self.rig.url(source), partial(self._signer.token_for, source), source)
            self._feeds.append(feed)
            tail = Tail(f"feed of {source}", source)
            self.tails.append(tail)
            self._background.start(tail.name, partial(follow_feed, tail, feed))
        stream = Tail("stream of the gateway")
        self.tails += [stream, *self._topics.values()]
        self._background.start(stream.name, partial(follow_stream, stream, lambda: self.alliance.reader))
        self._topic_readers = Background()
        await self.read_topics()

    async def read_topics(self) -> None:
        """From their beginning, which after a wipe is a new one."""
        await self._topic_readers.stop(5)
        self._topic_readers = Background()
        kafka = KafkaSettings(self.rig.broker.bootstrap, request_timeout_seconds=3)
        for source, tail in self._topics.items():
            tail.begin_anew()
            self._topic_readers.start(tail.name, partial(follow_topic, tail, kafka, source))

    async def stop(self) -> None:
        """Watch no longer."""
        await self._topic_readers.stop(5)
        await self._background.stop(5)
        for feed in self._feeds:
            await feed.close()

    async def play(self, schedule: Schedule) -> Verdict:
        """One schedule from its first command to the verdict."""
        verdict, begun = Verdict(schedule), time.monotonic()
        before = set(self.alliance.log)
        harm = Harm(self.alliance, self.rig, self.workload, random.Random(schedule.seed), self.read_topics)  # noqa: S311  # no secret
        try:
            await self._work(schedule, harm)
            verdict.worked_seconds = time.monotonic() - begun
            await self._settle(verdict)
            await self._check(schedule, verdict, before)
        except* (AssertionError, TimeoutError) as failures:
            verdict.violations += [f"{type(one).__name__}: {one}"[:2_000] for one in _leaves(failures)]
            verdict.violations += violations(self.alliance.log, await look_at(self.rig))
        fresh = [command for key, command in self.alliance.log.items() if key not in before]
        verdict.commands, verdict.recoveries = len(fresh), harm.recoveries
        verdict.acknowledged = sum(command.acknowledged for command in fresh)
        verdict.lost = sum(command.lost for command in fresh)
        verdict.resent = sum(command.sendings - 1 for command in fresh)
        verdict.violations += _too_slow(harm.recoveries)
        verdict.violations += self.alliance.broken
        self.alliance.broken.clear()
        verdict.seconds = time.monotonic() - begun
        return verdict

    async def _work(self, schedule: Schedule, harm: Harm) -> None:
        first = self.alliance.commands_sent
        self.alliance.hasty = schedule.hasty
        working = asyncio.create_task(self.workload.run(schedule.seed))
        striking = asyncio.create_task(self._strike(schedule, harm, first))
        done, _ = await asyncio.wait({working, striking}, return_when=asyncio.FIRST_EXCEPTION)
        self.workload.stopping, self.alliance.hasty = True, 0
        if any(task.exception() for task in done):
            striking.cancel()  # nobody works any more, so nothing would come with the next command
        await asyncio.gather(striking, working, return_exceptions=True)
        for task in (working, striking):
            if not task.cancelled() and (failure := task.exception()):
                raise failure

    async def _strike(self, schedule: Schedule, harm: Harm, first: int) -> None:
        async def when_due(fault: Fault) -> None:
            await self.alliance.sent(first + fault.at)
            await harm.strike(fault)

        async with asyncio.TaskGroup() as group:
            for fault in schedule.faults:
                group.create_task(when_due(fault))
        self.workload.stopping = True

    async def _settle(self, verdict: Verdict) -> None:
        """Until all that was written has arrived everywhere, and the overview is whole and adds up."""
        begun = time.monotonic()
        await asyncio.gather(*(self.rig.ready(name) for name in self.rig.names))
        await everything_adds_up(self.alliance, within_seconds=SETTLED_SECONDS)
        verdict.settled_seconds = time.monotonic() - begun

    async def _check(self, schedule: Schedule, verdict: Verdict, before: set[str]) -> None:
        alliance = self.alliance
        fresh = [command for key, command in alliance.log.items() if key not in before and command.acknowledged]
        rng = random.Random(schedule.seed)  # noqa: S311  # no secret
        doubtful = [command for command in fresh if command.sendings > 1]
        for command in {one.key: one for one in [*doubtful, *rng.sample(fresh, min(RETRIED, len(fresh)))]}.values():
            await alliance.retried(command)
        world = await self._at_rest()
        verdict.violations += violations(alliance.log, world)
        for command in fresh:
            command.again = None
        verdict.violations += await self._heard(world)
        verdict.violations += await ledger_adds_up(alliance, self.workload)
        verdict.violations += await verified(self.rig)
        verdict.violations += await differing_views(self.rig, self._signer)

    async def _at_rest(self) -> World:
        """Nothing is under way any more: progress says so, or the check will say what is missing."""
        until = time.monotonic() + SETTLED_SECONDS
        while True:
            world = await look_at(self.rig)
            if not (world.due_today or missing(world)) or time.monotonic() > until:
                return world
            await asyncio.sleep(0.25)

    async def _heard(self, world: World) -> list[str]:
        """What readers were told, held against the order of every stream and against what is stored."""
        found: list[str] = []
        for tail in self.tails:
            stored = {event.event_id for event in world.events if tail.source in (None, event.source)}

            async def told(tail: Tail, due: set[str]) -> bool:
                return due <= {one.event_id for epoch in tail.epochs for one in epoch}

            if not tail.repeats:
                try:
                    await eventually(partial(told, tail, stored), within_seconds=20, every_seconds=0.2)
                except AssertionError:
                    missing = stored - {one.event_id for epoch in tail.epochs for one in epoch}
                    found.append(f"{tail.name} never told {len(missing)} events, such as {sorted(missing)[:3]}")
            found += disorder(tail)
            foreign = {one.event_id for epoch in tail.epochs for one in epoch} - stored
            found += [f"{tail.name} told {event_id}, which no store holds" for event_id in foreign]
        return found


def missing(world: World) -> bool:
    """Whether a reader has not come to the end of all it reads."""
    heads = {(event.source, event.stream_id): event.version for event in world.events}
    return not all_is_read(heads, world.progress)


def _leaves(group: BaseExceptionGroup[BaseException]) -> list[BaseException]:
    return [
        leaf for one in group.exceptions for leaf in (_leaves(one) if isinstance(one, BaseExceptionGroup) else [one])
    ]


def _too_slow(recoveries: list[Recovery]) -> list[str]:
    return [
        f"{one.what}: serving again after {one.seconds:.1f} s"
        for one in recoveries
        if one.seconds > MARGIN * (SERVING_AFTER_POSTGRES_SECONDS if "PostgreSQL" in one.what else SERVING_SECONDS)
    ]


async def ledger_adds_up(alliance: Witness, workload: Workload) -> list[str]:
    """The pool's totals as people read them are the sum of its entries as people read them."""
    pool = await alliance.read(workload.pool)
    total, path = 0, f"{workload.pool.path}/postings?limit=200"
    while path:
        page = await alliance.answered(alliance.finance(), "GET", path)
        total += sum(entry["amount_pence"] for entry in page.body["items"])
        path = page.headers.get("link", "").partition(">")[0].removeprefix("<")
    spent = sum(line["spend_pence"] for line in pool["lines"])
    return [] if total == spent else [f"the pool has spent {spent} pence, its entries make {total}"]


@asynccontextmanager
async def playing(directory: Path, postgres: Postgres, broker: Broker) -> AsyncIterator[Theatre]:
    """An alliance for schedules, on a server and a broker of its own."""
    async with AsyncExitStack() as closing:
        rig = HarmedRig(directory, postgres, broker)
        closing.push_async_callback(rig.stop)
        await rig.start()
        alliance = Witness(rig, broker)
        signer = ServiceSigner("gateway", rig.settings.keys_dir / "service.jwk")
        theatre = Theatre(alliance, rig, await Workload.prepared(alliance), signer)
        await theatre.watch()
        closing.push_async_callback(theatre.stop)
        yield theatre
