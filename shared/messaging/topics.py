"""The topics: one per service, and one per consumer for what it could not apply."""

import asyncio
import os
import pkgutil
from collections.abc import Sequence

import structlog
from aiokafka.admin import NewTopic
from aiokafka.errors import TopicAlreadyExistsError, for_code

import shared.events
from shared.messaging.kafka import TROUBLE, KafkaSettings, KafkaUnavailable, administering, within

log = structlog.get_logger()

SOURCES = tuple(module.name for module in pkgutil.iter_modules(shared.events.__path__) if module.ispkg)
"""The services that publish, by the folders of their events."""


def topic_of(source: str) -> str:
    """Where a service publishes."""
    return f"acs.{source}"


def source_of(topic: str) -> str:
    """Whose topic it is."""
    return topic.removeprefix("acs.")


def dead_letters_of(consumer: str) -> str:
    """Where copies of what a consumer parked go."""
    return f"acs.{consumer}.dead-letters"


async def create_topics(settings: KafkaSettings, names: Sequence[str]) -> None:
    """Create those that are missing, so that a wiped broker gets its topics back. Raises KafkaUnavailable."""
    try:
        async with administering(settings) as admin:
            missing = set(names) - set(await within(settings.patience_seconds, admin.list_topics()))
            if not missing:
                return
            new = [NewTopic(name, settings.partitions, settings.replication) for name in sorted(missing)]
            answer = await within(settings.patience_seconds, admin.create_topics(new))
    except TROUBLE as trouble:
        raise KafkaUnavailable(type(trouble).__name__) from trouble
    for name, code, *_ in answer.topic_errors:
        error = for_code(code)
        if code and error is not TopicAlreadyExistsError:
            raise KafkaUnavailable(f"{name}: {error.__name__}")
    log.info("topics created", topics=sorted(missing))


async def keep_topics(settings: KafkaSettings, names: Sequence[str], every_seconds: float = 10.0) -> None:
    """Look from time to time for ever: a wiped broker gets its topics back."""
    while True:
        try:
            await create_topics(settings, names)
        except KafkaUnavailable as trouble:
            log.warning("topics not looked after", reason=str(trouble))
        await asyncio.sleep(every_seconds)


async def _create_when_there(settings: KafkaSettings, names: Sequence[str]) -> None:
    while True:
        try:
            return await create_topics(settings, names)
        except KafkaUnavailable as trouble:
            log.warning("topics not created yet", reason=str(trouble))
        await asyncio.sleep(2)


def main() -> None:
    """Create every topic of the alliance on the broker that ACS_KAFKA names, waiting up to two minutes for it."""
    settings = KafkaSettings(
        bootstrap=os.environ["ACS_KAFKA"],
        partitions=int(os.environ.get("ACS_KAFKA_PARTITIONS", "6")),
        replication=int(os.environ.get("ACS_KAFKA_REPLICATION", "1")),
    )
    names = [*map(topic_of, SOURCES), *map(dead_letters_of, (*SOURCES, "gateway"))]
    asyncio.run(asyncio.wait_for(_create_when_there(settings, names), 120))


if __name__ == "__main__":
    main()
