"""Lets a schedule's faults happen to a running alliance, ends them, and measures how soon it serves again."""

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
from aiokafka import AIOKafkaProducer

from deploy.stack.databases import drop_databases, ensure_databases, roles
from deploy.stack.settings import SERVICES
from services.gateway.app import card as gateway_card
from shared.messaging.kafka import TROUBLE, KafkaSettings, consuming
from shared.messaging.topics import topic_of
from shared.migrations import migrate
from tests.e2e.asking import API
from tests.faults.harm import HarmedRig
from tests.faults.schedule import Fault
from tests.faults.tails import AGAIN, REPEATED
from tests.faults.witness import Witness
from tests.faults.workload import Workload
from tests.kit.rig import eventually
from tests.kit.stack import PASSWORD

SHOWS = {"contracts": "contracts", "budgets": "pools", "referrals": "pathways", "gateway": "alliance/overview"}
MOST_REPEATED = 400
SETTLED_SECONDS = 60.0


@dataclass(frozen=True)
class Recovery:
    """How long after a restart something served again, in seconds, asked through the gateway."""

    what: str
    seconds: float


@dataclass
class Harm:
    """Does to an alliance what a fault says. What is done to one part is done one after the other."""

    alliance: Witness
    rig: HarmedRig
    workload: Workload
    rng: random.Random
    on_wipe: Callable[[], Awaitable[None]]
    recoveries: list[Recovery] = field(default_factory=list)
    _parts: dict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))

    async def strike(self, fault: Fault) -> None:
        """From its beginning to its end."""
        match fault.kind:
            case "kill" | "pause" | "restart" | "wipe":
                async with self._parts[fault.target]:
                    await self._strike_part(fault)
            case "drop the database of":
                async with self._parts["replica of gateway"], self._parts["postgres"], self._parts["gateway"]:
                    await self._drop_gateway(fault.seconds)
            case "repeat the topic of":
                async with self._parts["broker"]:
                    await self._repeat_topic(fault.target)
            case "run two of":
                async with self._parts[f"replica of {fault.target}"]:
                    await self.rig.add_replica(fault.target)
                    await asyncio.sleep(fault.seconds)
                    self.rig.end_replica(fault.target)
            case "move the clock of":
                async with self._parts[f"clock of {fault.target}"]:
                    self.rig.clocks[fault.target].move(fault.amount)
                    await asyncio.sleep(fault.seconds)
                    self.rig.clocks[fault.target].set_right()
            case _:
                async with self._parts[f"connections of {fault.target}"]:
                    await self._strike_connections(fault)

    async def _strike_connections(self, fault: Fault) -> None:
        to_service, to_database = self.rig.to_service[fault.target], self.rig.to_database[fault.target]
        match fault.kind:
            case "lose a COMMIT's answer of":
                to_database.lose_answers(fault.amount)
            case "lose a COMMIT of":
                to_database.lose_requests(fault.amount)
            case "lose an answer of":
                to_service.lose_answers(fault.amount)
            case "lose a request to":
                to_service.lose_requests(fault.amount)
            case "cut the connections to":
                to_service.cut()
            case "cut the database off from":
                to_database.hold()
                await asyncio.sleep(fault.seconds)
                to_database.cut()
                to_database.flow()
                return
            case _:
                raise ValueError(fault.kind)
        await asyncio.sleep(fault.seconds)
        to_service.lose_nothing()
        to_database.lose_nothing()

    async def _strike_part(self, fault: Fault) -> None:
        if fault.target == "postgres":
            await self._strike_postgres(fault)
        elif fault.target == "broker":
            await self._strike_broker(fault)
        else:
            await self._strike_service(fault)

    async def _strike_service(self, fault: Fault) -> None:
        process = self.rig.processes[fault.target]
        match fault.kind:
            case "pause":
                process.pause()
                await asyncio.sleep(fault.seconds)
                process.resume()
            case "kill":
                await asyncio.to_thread(process.kill)
                await asyncio.sleep(fault.seconds)
                process.start()
                await self._measure(f"{fault.target} after a kill", fault.target)
            case _:
                process.ask_to_stop()  # the rig starts again what has ended in good order
                await asyncio.to_thread(process.wait, 20)
                await self._measure(f"{fault.target} after a restart", fault.target)

    async def _strike_postgres(self, fault: Fault) -> None:
        postgres = self.rig.postgres
        if fault.kind == "pause":
            postgres.pause()
            await asyncio.sleep(fault.seconds)
            postgres.resume()
            return
        await asyncio.to_thread(postgres.kill if fault.kind == "kill" else postgres.stop)
        await asyncio.sleep(fault.seconds)
        await asyncio.to_thread(postgres.start)
        begun = time.monotonic()
        for service in SERVICES:
            await self._serves(service)
            if service != "gateway":
                await self.workload.one_more(service)
        self.recoveries.append(Recovery(f"all after PostgreSQL's {fault.kind}", time.monotonic() - begun))

    async def _strike_broker(self, fault: Fault) -> None:
        broker = self.alliance.broker
        match fault.kind:
            case "pause":
                broker.pause()
                await asyncio.sleep(fault.seconds)
                broker.resume()
                return
            case "wipe":
                await asyncio.to_thread(broker.wipe)
            case _:
                await asyncio.to_thread(broker.kill)
        await asyncio.sleep(fault.seconds)
        await asyncio.to_thread(broker.start)
        await self.on_wipe()

    async def _drop_gateway(self, seconds: float) -> None:
        rig = self.rig
        await asyncio.to_thread(rig.processes["gateway"].kill)
        name = rig.databases["gateway"].name
        await drop_databases(rig.postgres, [name])
        await asyncio.sleep(seconds)
        (empty,) = await ensure_databases(rig.postgres, [name], dict.fromkeys(roles(name), PASSWORD))
        await migrate(gateway_card, empty.owner_url, empty.url)
        rig.processes["gateway"].start()
        await self._measure("gateway after the loss of its database", "gateway")

    async def _repeat_topic(self, source: str) -> None:
        """As a broken producer would: what was said long ago, in any order."""
        try:
            await _say_again(KafkaSettings(self.rig.broker.bootstrap), topic_of(source), self.rng)
        except (*TROUBLE, TimeoutError):
            return  # there is no broker to repeat to

    async def _measure(self, what: str, service: str) -> None:
        begun = time.monotonic()
        await self._serves(service)
        self.recoveries.append(Recovery(what, time.monotonic() - begun))

    async def _serves(self, service: str) -> None:
        async def it_answers() -> bool:
            try:
                path = f"{API}/{SHOWS[service]}"
                return (await self.alliance.ask(self.alliance.manager, "GET", path, timeout=5)).status == 200
            except httpx.TransportError:
                return False

        await eventually(it_answers, within_seconds=SETTLED_SECONDS)


async def _say_again(kafka: KafkaSettings, topic: str, rng: random.Random) -> None:
    records = []
    async with consuming(kafka, None, [topic]) as consumer:
        for _ in range(10):
            fetched = await asyncio.wait_for(consumer.getmany(timeout_ms=150), 5)
            records += [record for some in fetched.values() for record in some]
            if records and not fetched:
                break
    old = [record for record in records if REPEATED not in dict(record.headers)]
    chosen = rng.sample(old, min(MOST_REPEATED, len(old)))
    await _produce(kafka, topic, chosen)


async def _produce(kafka: KafkaSettings, topic: str, records: Sequence[Any]) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=kafka.bootstrap, request_timeout_ms=5_000)
    await asyncio.wait_for(producer.start(), 10)
    try:
        for record in records:
            headers = [*record.headers, (REPEATED, AGAIN)]
            await asyncio.wait_for(
                producer.send(topic, value=record.value, key=record.key, headers=headers, partition=record.partition), 5
            )
        await asyncio.wait_for(producer.flush(), 10)
    finally:
        await asyncio.wait_for(producer.stop(), 10)
