"""Asking the gateway as a patient client does: every request with its key, until it is answered."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import uuid4

import httpx

from tests.kit.apps import Answer, Client
from tests.kit.rig import Rig
from tests.messaging.world import Broker

API = "/api/v1"
PATIENCE_SECONDS = 45.0
PAUSE_SECONDS = 0.1
WAIT_SECONDS = 20.0
LOST_AFTER_SECONDS = 0.012
"""About as long as a command takes through the gateway: some are done then, some are not."""
NOT_ANSWERED = (429, 502, 503, 504)


@dataclass(frozen=True)
class Thing:
    """Something made through the gateway, as the last answer about it showed it."""

    path: str
    etag: str
    body: Any
    position: str

    @property
    def key(self) -> str:
        """Its id."""
        return self.path.rsplit("/", 1)[-1]


@dataclass
class Asking:
    """A rig and the people who use it; every answer they got is kept.

    `acknowledged`: position by key of each command that was done; `refused`: the keys of those that came too late;
    `lost`: every so manieth first sending whose answer nobody waits for, none when 0.
    """

    rig: Rig
    broker: Broker
    answers: list[Answer] = field(default_factory=list)
    acknowledged: dict[str, str] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    lost: int = 0
    _sent: Iterator[int] = field(default_factory=count)

    def person(self, *roles: str, org: str = "07L") -> Client:
        """Somebody at the gateway."""
        return self.rig.client("gateway", *roles, org=org, sub=f"{org}-{roles[0].lower()}")

    @property
    def reader(self) -> Client:
        """Who may read all but the patients."""
        return self.person("COMMISSIONER")

    async def ask(self, who: Client, method: str, path: str, **arguments: Any) -> Answer:
        """One request, whatever comes of it."""
        answer = await who.send(method, path, **arguments)
        self.answers.append(answer)
        return answer

    async def answered(self, who: Client, method: str, path: str, **arguments: Any) -> Answer:
        """As a client should: the same request with the same key, until somebody answers it."""
        hasty = self.lost and next(self._sent) % self.lost == 0
        for attempt in range(int(PATIENCE_SECONDS / PAUSE_SECONDS)):
            wait = LOST_AFTER_SECONDS if hasty and not attempt else WAIT_SECONDS
            try:
                answer = await self.ask(who, method, path, timeout=wait, **arguments)
            except httpx.TransportError:
                answer = None
            if answer is not None and answer.status not in NOT_ANSWERED:
                return answer
            await asyncio.sleep(PAUSE_SECONDS)
        raise AssertionError(f"{method} {path} was not answered within {PATIENCE_SECONDS} s")

    async def make(self, who: Client, path: str, body: Any) -> Thing:
        """Create something; X-Correlation-ID is the Idempotency-Key, so that the store tells whose event is whose."""
        key = str(uuid4())
        headers = {"Idempotency-Key": key, "X-Correlation-ID": key}
        answer = await self.answered(who, "POST", f"{API}/{path}", json=body, headers=headers)
        assert answer.status == 201, answer.body
        return self._acknowledged(key, answer.headers["location"], answer)

    async def do(self, who: Client, thing: Thing, deed: str, body: Any = None, *, method: str = "POST") -> Thing:
        """A deed on a thing at the version last seen; when a policy was quicker, at the version it left."""
        etag, path = thing.etag, f"{thing.path}/{deed}"
        while True:
            key = str(uuid4())
            headers = {"Idempotency-Key": key, "X-Correlation-ID": key, "If-Match": etag}
            answer = await self.answered(who, method, path, json=body or {}, headers=headers)
            if answer.status != 412:
                assert answer.status == 200, answer.body
                return self._acknowledged(key, thing.path, answer)
            self.refused.add(key)
            etag = (await self.answered(who, "GET", thing.path)).etag

    def _acknowledged(self, key: str, path: str, answer: Answer) -> Thing:
        thing = Thing(path, answer.etag, answer.body, answer.headers["acs-position"])
        self.acknowledged[key] = thing.position
        return thing

    async def read(self, thing: Thing, who: Client | None = None) -> Any:
        """It as it is."""
        answer = await self.answered(who or self.reader, "GET", thing.path)
        assert answer.status == 200, answer.body
        return answer.body

    async def overview(self, *positions: str) -> Answer:
        """As a commissioner sees it, after these writes."""
        headers = {"ACS-Position": ", ".join(positions)} if positions else {}
        answer = await self.answered(self.reader, "GET", f"{API}/alliance/overview", headers=headers)
        assert answer.status == 200, answer.body
        return answer
