"""Another service's feed over HTTP."""

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ValidationError

from shared.eventstore.published import SERVICE_TOKEN_HEADER, FeedHeads, FeedPage, PublishedEvent
from shared.messaging.feed import PAGE, Page, from_feed
from shared.messaging.trouble import FeedUnreachable
from shared.web.outbound import client

M = TypeVar("M", bound=BaseModel)

TIMEOUTS = httpx.Timeout(connect=2.0, read=10.0, write=5.0, pool=5.0)


class FeedClient:
    """`token` gives a fresh service token for every request."""

    def __init__(
        self,
        base_url: str,
        token: Callable[[], str],
        source: str,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.source = source
        self._token = token
        self._http = client(TIMEOUTS, base_url, transport)

    async def close(self) -> None:
        """Give back the connections."""
        await self._http.aclose()

    async def page(self, after: int, limit: int = PAGE) -> Page:
        """Events after a position, in commit order."""
        return self._page(await self._get(FeedPage, "/feed", after=after, limit=limit))

    async def stream(self, stream_id: str, after_version: int) -> list[PublishedEvent]:
        """All later events of one stream, in order."""
        path = f"/feed/streams/{quote(stream_id, safe='')}"
        events: list[PublishedEvent] = []
        while True:
            later = await self._get(FeedPage, path, after_version=after_version + len(events), limit=PAGE)
            events += self._page(later).events
            if len(later.events) < PAGE:
                return events

    async def heads(self, after: int, limit: int) -> FeedHeads:
        """The streams that changed in the `limit` positions after `after`."""
        return await self._get(FeedHeads, "/feed/heads", after=after, limit=limit)

    def _page(self, page: FeedPage) -> Page:
        return Page(page.head, [from_feed(self.source, shown) for shown in page.events])

    async def _get(self, model: type[M], path: str, **query: int) -> M:
        try:
            answer = await self._http.get(path, params=query, headers={SERVICE_TOKEN_HEADER: self._token()})
            answer.raise_for_status()
            return model.model_validate_json(answer.content)
        except httpx.HTTPStatusError as refused:
            raise FeedUnreachable(f"{self.source} answers {refused.response.status_code}") from None
        except (httpx.HTTPError, ValidationError) as trouble:
            raise FeedUnreachable(f"{self.source}: {type(trouble).__name__}") from None
