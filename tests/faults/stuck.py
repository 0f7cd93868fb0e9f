"""A service whose consumer hangs as aiokafka once did, until it is begun anew: python -m tests.faults.stuck <service>.

While the file ACS_STUCK names exists, the consumer of a process that was there before it reads nothing more.
"""

import asyncio
import importlib
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaConsumer

from shared import choreography
from shared.messaging.kafka import KafkaSettings
from shared.messaging.watchdog import Watchdog
from shared.settings import AllianceSettings

FILE = Path(os.environ["ACS_STUCK"])
IMPATIENT_SECONDS = 10.0
"""Longer than a group of these sessions takes to agree, as in earnest."""
SESSION_SECONDS = 3.0
_getmany = AIOKafkaConsumer.getmany
_kafka_settings = choreography.kafka_settings


async def getmany(self: Any, *partitions: Any, timeout_ms: int = 0, max_records: int | None = None) -> Any:
    """Nothing new, for ever, as from a fetcher whose tasks have died."""
    if FILE.exists():  # noqa: ASYNC240  # a moment, in a process that is meant to hang
        await asyncio.sleep(timeout_ms / 1000)
        return {}
    return await _getmany(self, *partitions, timeout_ms=timeout_ms, max_records=max_records)


def kafka_settings(alliance: AllianceSettings) -> KafkaSettings:
    return replace(
        _kafka_settings(alliance), session_timeout_seconds=SESSION_SECONDS, request_timeout_seconds=2 * SESSION_SECONDS
    )


if __name__ == "__main__":
    FILE.unlink(missing_ok=True)
    AIOKafkaConsumer.getmany = getmany
    choreography.kafka_settings = kafka_settings
    assert Watchdog.__init__.__kwdefaults__ is not None
    Watchdog.__init__.__kwdefaults__["after_seconds"] = IMPATIENT_SECONDS
    service = sys.argv.pop(1)
    importlib.import_module(f"services.{service}.__main__")
