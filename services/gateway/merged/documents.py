"""The documents of the services, fetched when asked for, kept while they are fresh and when a service is down."""

import asyncio
import hashlib
import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import structlog

from services.gateway.merged.merge import merge
from services.gateway.merged.references import Json
from shared.web.metrics import Sample
from shared.web.outbound import AnswerLost, Patience, Pool, Unreachable

FRESH_SECONDS = 60.0
RETRY_SECONDS = 2.0
LARGEST_BYTES = 8 * 1024 * 1024
PATIENCE = Patience(connect=1.0, read=3.0, queue=1.0)
log = structlog.get_logger()


@dataclass(frozen=True)
class Merged:
    """The merged document, as it is and as it is sent."""

    document: Json
    body: bytes
    etag: str


class Documents:
    """A companion of the gateway. `urls` are the addresses of the services by name."""

    def __init__(
        self,
        urls: Mapping[str, str],
        *,
        server: str = "/",
        fresh_seconds: float = FRESH_SECONDS,
        retry_seconds: float = RETRY_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._pools = {service: Pool(url, PATIENCE, connections=1) for service, url in urls.items()}
        self._known: dict[str, Json | None] = dict.fromkeys(urls)
        self._due = dict.fromkeys(urls, float("-inf"))
        self._server = server
        self._fresh = fresh_seconds
        self._retry = retry_seconds
        self._clock = clock
        self._merged: Merged | None = None
        self._fetching = asyncio.Lock()

    async def start(self) -> None:
        """Nothing: the first who asks waits for the services."""

    def samples(self) -> Iterable[Sample]:
        """None."""
        return ()

    async def stop(self) -> None:
        """Close the connections."""
        for pool in self._pools.values():
            await pool.close()

    async def merged(self, own: Json) -> Merged:
        """The document of today; of a service that is down the last one known, its name under `x-missing` if none."""
        async with self._fetching:
            due = [service for service, moment in self._due.items() if moment <= self._clock()]
            changed = await asyncio.gather(*map(self._refresh, due))
            if self._merged is None or any(changed):
                self._merged = _sent(merge(own, tuple(self._known.items()), server=self._server))
            return self._merged

    async def _refresh(self, service: str) -> bool:
        """Whether there is something new."""
        try:
            document = await self._fetch(self._pools[service])
        except (Unreachable, AnswerLost, ValueError) as trouble:
            log.info("a service's document could not be fetched", upstream=service, reason=str(trouble))
            self._due[service] = self._clock() + self._retry
            return False
        self._due[service] = self._clock() + self._fresh
        changed = document != self._known[service]
        self._known[service] = document
        return changed

    async def _fetch(self, pool: Pool) -> Json:
        async with pool.exchange("GET", b"/openapi.json", [(b"accept", b"application/json")]) as answer:
            body = await answer.gather(LARGEST_BYTES) if answer.status == 200 else None
        document = json.loads(body) if body is not None else None
        if not isinstance(document, dict) or not isinstance(document.get("paths"), dict):
            raise ValueError("this is no OpenAPI document")
        return document


def _sent(document: Json) -> Merged:
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    return Merged(document, body, f'"{hashlib.sha256(body).hexdigest()[:32]}"')
