"""A service's part in the choreography: its relay to Kafka, and its consumers of what the others publish."""

import asyncio
import os
import signal
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import partial

from shared.background import Background
from shared.eventstore.codec import Catalogue
from shared.eventstore.database import StoreUnavailable
from shared.messaging.consumer import Consumer
from shared.messaging.dead_letters import DeadLetterCopies, DeadLetters
from shared.messaging.feed import Feed, StoreFeed
from shared.messaging.feed_client import FeedClient
from shared.messaging.handler import Handler
from shared.messaging.inbox import Inbox
from shared.messaging.kafka import KafkaSettings
from shared.messaging.reconcile import Reconciler
from shared.messaging.relay import Relay
from shared.messaging.relay_status import relay_status
from shared.messaging.topics import keep_topics, topic_of
from shared.messaging.watchdog import Watchdog
from shared.operations import RelayStatus
from shared.service import Service
from shared.settings import AllianceSettings
from shared.web.metrics import Sample, crashes_of
from shared.web.tokens import ServiceSigner

COUNT_SECONDS = 5.0


def kafka_settings(alliance: AllianceSettings) -> KafkaSettings:
    """Kafka as the environment describes it."""
    return KafkaSettings(
        bootstrap=alliance.kafka,
        idempotence=alliance.kafka_idempotence,
        fetch_max_wait_ms=alliance.kafka_fetch_wait_ms,
        partitions=alliance.kafka_partitions,
        replication=alliance.kafka_replication,
    )


def feeds_for(service: Service, signer: ServiceSigner) -> Mapping[str, Feed]:
    """The feeds of the sources a service listens to; its own is read from its own store."""
    feeds: dict[str, Feed] = {}
    for source in service.card.listens_to:
        if source == service.name:
            feeds[source] = StoreFeed(service.store)
        else:
            token = partial(signer.token_for, source)
            feeds[source] = FeedClient(service.alliance.url_of(source), token, source)
    return feeds


class Publishing:
    """The relay of a service that owns events, woken by each of its commits."""

    def __init__(self, service: Service) -> None:
        self._kafka = kafka_settings(service.alliance)
        self._topics = (topic_of(service.name),)
        self._database = service.database
        self._relay = Relay(service.name, service.database, service.store, self._kafka)
        self._background = Background()
        service.writer.on_commit = self._relay.wake

    async def status(self) -> RelayStatus:
        """For operators; raises StoreUnavailable."""
        return await relay_status(self._relay, self._database, self._kafka)

    async def start(self) -> None:
        """Begin to publish, or stand by."""
        self._background.start("relay", self._relay.run)
        self._background.start("topics", partial(keep_topics, self._kafka, self._topics))

    async def stop(self) -> None:
        """Let go of the lead."""
        await self._background.stop()

    def samples(self) -> Iterable[Sample]:
        """How far Kafka is behind the store."""
        relay = self._relay
        return [
            ("acs_relay_leading", "1 when this replica publishes", float(relay.leading), {}),
            ("acs_relay_lag_events", "Events committed and not yet on Kafka", float(relay.lag_events), {}),
            ("acs_relay_lag_seconds", "Age of the oldest of them", relay.lag_seconds, {}),
            ("acs_relay_published_total", "Events published by this process", float(relay.published), {}),
            ("acs_relay_too_large_total", "Events too large for Kafka, left to the feed", float(relay.too_large), {}),
            *crashes_of(self._background),
        ]


class Listening:
    """The consumers of a service: Kafka for speed, the feeds for truth, one inbox for both."""

    def __init__(self, service: Service, feeds: Mapping[str, Feed], handler: Handler, knows: Catalogue) -> None:
        kafka = kafka_settings(service.alliance)
        self._feeds = feeds
        self._background = Background()
        self._copies = DeadLetterCopies(service.name, kafka)
        self.inbox = Inbox(service.name, service.database, feeds, handler, knows=knows, on_parked=self._copies.offer)
        self.reconciler = Reconciler(service.database, self.inbox, feeds)
        self.dead_letters = DeadLetters(service.database, self.inbox)
        self._consumer = Consumer(kafka, service.name, tuple(feeds), self.inbox)
        self._watchdog = Watchdog(kafka, self._consumer, die=_stop_this_process)
        self._parked_streams = 0

    async def start(self) -> None:
        """Begin to listen."""
        self._background.start("consumer", self._consumer.run)
        self._background.start("reconciler", self.reconciler.run)
        self._background.start("watchdog", self._watchdog.run)
        self._background.start("dead-letter copies", self._copies.run)
        self._background.start("count of parked streams", self._count_parked)

    async def _count_parked(self) -> None:
        while True:
            with suppress(StoreUnavailable):
                self._parked_streams = len(await self.dead_letters.streams())
            await asyncio.sleep(COUNT_SECONDS)

    async def stop(self) -> None:
        """Stop listening; what is under way is committed or will be told again."""
        await self._background.stop()
        for feed in self._feeds.values():
            if isinstance(feed, FeedClient):
                await feed.close()

    def samples(self) -> Iterable[Sample]:
        """How far this service is behind what the others publish."""
        counts = self.inbox.counts
        yield ("acs_inbox_applied_total", "Events applied", float(counts.applied), {})
        yield ("acs_inbox_duplicates_total", "Events told again", float(counts.duplicates), {})
        yield ("acs_inbox_gaps_repaired_total", "Gaps filled from a feed", float(counts.gaps_repaired), {})
        yield ("acs_inbox_unknown_types_total", "Events of unknown type", float(counts.unknown_types), {})
        yield ("acs_inbox_parked_total", "Events parked since the start", float(counts.parked), {})
        yield ("acs_parked_streams", "Streams that wait for an operator", float(self._parked_streams), {})
        for source, state in self.reconciler.sources.items():
            labels = {"source": source}
            yield ("acs_source_behind_events", "Events not known to be applied", float(state.behind), labels)
            yield ("acs_source_reachable", "1 when its feed answers", float(state.reachable), labels)
        for partition, lag in self._consumer.lag.items():
            where = {"topic": str(partition.topic), "partition": str(partition.partition)}
            yield ("acs_consumer_lag", "Records on Kafka not yet read", float(lag), where)
        yield from crashes_of(self._background)


def _stop_this_process() -> None:
    """Leave in good order; whoever supervises the process starts it anew."""
    os.kill(os.getpid(), signal.SIGTERM)
