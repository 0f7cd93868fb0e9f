"""`make faults N=200`: so many schedules, one line each, and a summary; ends with 1 when a promise was broken."""

import asyncio
import logging
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

from tests.faults.clock import faketime_library
from tests.faults.runner import Verdict, playing
from tests.faults.schedule import KINDS, schedule_of
from tests.kit.kafka import RealKafka
from tests.kit.stack import embedded_broker, embedded_postgres
from tests.messaging.world import Broker, EmbeddedBroker, WipeableKafka

EACH_ALLIANCE = 20
"""Schedules played with one alliance before a new one is begun."""

KEPT = Path(".local/faults")


def main() -> int:
    """Play; 1 when a schedule was violated."""
    count = int(os.environ.get("N") or "20")
    first = int(os.environ.get("SEED") or random.SystemRandom().randrange(10**6))
    say(f"{count} schedules from seed {first} on {'Apache Kafka' if real() else 'the embedded broker'}")
    if faketime_library() is None:
        say("libfaketime is not installed: no clock is moved (Debian, Ubuntu: apt install libfaketime)")
    for noisy in ("aiokafka", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.CRITICAL)  # brokers that are gone are what this is about
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    verdicts = asyncio.run(play(range(first, first + count)))
    summarise(verdicts)
    return 1 if any(verdict.violations for verdict in verdicts) else 0


def real() -> bool:
    """Whether Apache Kafka was asked for."""
    return os.environ.get("KAFKA") == "real"


async def play(seeds: range) -> list[Verdict]:
    """All of them; after a violation a new alliance is begun."""
    verdicts: list[Verdict] = []
    left = list(seeds)
    while left:
        with somewhere() as directory:
            broken = await _play_some(directory, left, verdicts)
            if broken:
                keep_logs(directory, verdicts[-1].schedule.seed)
    return verdicts


async def _play_some(directory: Path, left: list[int], verdicts: list[Verdict]) -> bool:
    postgres = embedded_postgres(directory, durable=True)
    await asyncio.to_thread(postgres.start)
    broker = own_broker(directory)
    await asyncio.to_thread(broker.start)
    try:
        async with playing(directory, postgres, broker) as theatre:
            for _ in range(min(EACH_ALLIANCE, len(left))):
                verdict = await theatre.play(schedule_of(left.pop(0)))
                verdicts.append(verdict)
                say(line(verdict))
                if verdict.violations:
                    return True
    finally:
        await asyncio.to_thread(broker.kill)
        await asyncio.to_thread(postgres.stop)
    return False


def own_broker(directory: Path) -> Broker:
    """One that may be harmed."""
    if real():
        return WipeableKafka(RealKafka(directory / "kafka"))
    return EmbeddedBroker(embedded_broker(directory))


@contextmanager
def somewhere() -> Iterator[Path]:
    """A directory the user PostgreSQL runs as may enter."""
    with tempfile.TemporaryDirectory(prefix="acs-faults-", ignore_cleanup_errors=True) as directory:
        yield Path(directory)


def keep_logs(directory: Path, seed: int) -> None:
    """What the processes said while a promise was broken."""
    kept = KEPT / str(seed)
    shutil.rmtree(kept, ignore_errors=True)
    shutil.copytree(directory / "logs", kept)
    say(f"  their logs are in {kept}")


def line(verdict: Verdict) -> str:
    """One schedule in a line, and what was broken below it."""
    faults = "; ".join(map(str, verdict.schedule.faults))
    recovered = ", ".join(f"{one.what} {one.seconds:.1f} s" for one in verdict.recoveries)
    said = (
        f"seed {verdict.schedule.seed}: {faults} | {verdict.acknowledged} of {verdict.commands} commands acknowledged,"
        f" {verdict.lost} answers lost, {verdict.resent} sent again | {recovered or 'nothing to recover'}"
        f" | {verdict.worked_seconds:.0f} s of work, at rest {verdict.settled_seconds:.1f} s later,"
        f" {verdict.seconds:.0f} s in all"
        f" | {'ok' if not verdict.violations else f'{len(verdict.violations)} VIOLATIONS'}"
    )
    return "\n".join([said, *(f"  VIOLATION {one}" for one in verdict.violations[:30])])


def summarise(verdicts: list[Verdict]) -> None:
    """What came of all."""
    broken = [verdict for verdict in verdicts if verdict.violations]
    kinds = {fault.kind for verdict in verdicts for fault in verdict.schedule.faults}
    say(
        f"\n{len(verdicts)} schedules, {sum(len(one.schedule.faults) for one in verdicts)} faults of {len(kinds)} of"
        f" {len(KINDS)} kinds, {sum(one.acknowledged for one in verdicts):,} commands acknowledged,"
        f" {sum(one.lost for one in verdicts):,} answers lost, {sum(one.resent for one in verdicts):,} sent again"
    )
    for word, name in (("kill", "a kill"), ("restart", "a restart"), ("PostgreSQL", "PostgreSQL was away")):
        seconds = sorted(
            one.seconds
            for verdict in verdicts
            for one in verdict.recoveries
            if word in one.what and ("PostgreSQL" in one.what) == (word == "PostgreSQL")
        )
        if seconds:
            median, most = seconds[len(seconds) // 2], seconds[-1]
            say(f"serving again after {name}: {len(seconds)} times, median {median:.1f} s, at most {most:.1f} s")
    say(f"{len(broken)} schedules with violations" + (f": {[one.schedule.seed for one in broken]}" if broken else ""))


def say(text: str) -> None:
    """At once, also into a file."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    begun = time.monotonic()
    code = main()
    say(f"{time.monotonic() - begun:.0f} seconds")
    sys.exit(code)
