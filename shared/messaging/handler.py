"""What an event does here: the contract between the inbox and whoever takes the effects."""

from collections.abc import Sequence
from typing import Protocol

from shared.eventstore.published import PublishedEvent


class Handler(Protocol):
    """What an event does here."""

    async def apply(self, events: Sequence[PublishedEvent]) -> None:
        """Take the effects of every event, of unknown type too, and move its progress in the same transaction.

        Whether a batch is one transaction or several in order is the handler's choice. Raises ProgressTaken when
        another replica was faster, or when an earlier part of the batch is already done: the inbox looks again.
        """
        ...
