"""Choreography: other services' events become commands here, each taking effect once."""

from collections.abc import Sequence

from shared.capability import Policies, Policy, Reaction
from shared.eventstore.codec import Catalogue, Meta
from shared.eventstore.items import NewProgress
from shared.eventstore.published import PublishedEvent
from shared.kernel.message import Event
from shared.messaging.progress import advance
from shared.service import Service
from shared.wish import Done, ReceiptRequest, Wish

FINGERPRINT = "reaction"


class PolicyRunner:
    """The inbox's handler in a service that owns events.

    A reaction's receipt is named after the policy, its place among what that answers, the event and the stream, so
    that a repeated event finds it answered already: a policy answers in the same order each time. The progress is
    written with the last reaction, so that it moves only when all have happened.
    """

    def __init__(self, service: Service, policies: Policies) -> None:
        self._service = service
        self._policies: dict[str, tuple[type[Event], Sequence[Policy]]] = {
            event_class.__name__: (event_class, chosen) for event_class, chosen in policies.items()
        }
        self.knows = Catalogue(policies)

    async def apply(self, events: Sequence[PublishedEvent]) -> None:
        """React to the events one after another; runs of events without a policy only move the progress."""
        passed: list[PublishedEvent] = []
        for event in events:
            if event.type not in self._policies:
                passed.append(event)
                continue
            await self._advance(passed)
            passed = []
            await self._react(event)
        await self._advance(passed)

    async def _react(self, published: PublishedEvent) -> None:
        event = self.knows.decode_published(published.type, published.schema_version, published.data)
        reactions = [
            (f"{getattr(policy, '__name__', 'policy')}/{n}", reaction)
            for policy in self._policies[published.type][1]
            for n, reaction in enumerate(await policy(event, published, self._service))
        ]
        if not reactions:
            await self._advance([published])
            return
        for name, reaction in reactions[:-1]:
            await self._do(name, reaction, published, None)
        last = await self._do(*reactions[-1], published, _progress_of(published))
        if last.replayed:
            # It had happened before, with another progress: this one has not moved yet.
            await self._advance([published])

    async def _do(self, name: str, reaction: Reaction, published: PublishedEvent, progress: NewProgress | None) -> Done:
        stream = reaction.capability.decider.stream_id(reaction.key)
        wish = Wish(
            command=reaction.command,
            meta=Meta(
                actor=f"policy:{name}",
                org=published.org,
                correlation=published.correlation,
                causation=str(published.event_id),
            ),
            now=self._service.now(),
            receipt=ReceiptRequest(f"{name}:{published.event_id}:{stream}", FINGERPRINT, keep_body=False),
            progress=progress,
        )
        return await self._service.executor.execute(reaction.capability, reaction.key, wish)

    async def _advance(self, events: Sequence[PublishedEvent]) -> None:
        if not events:
            return
        async with self._service.database.connection() as connection, connection.transaction():
            await advance(connection, events)


def _progress_of(published: PublishedEvent) -> NewProgress:
    return NewProgress(published.source, published.stream_id, published.version)
