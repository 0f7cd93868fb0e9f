"""SIGTERM under load: every request that was let in is answered, and nothing is done twice by those who ask again."""

import asyncio
import signal
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx
import psutil
import pytest

from shared.eventstore.published import SERVICE_TOKEN_HEADER
from shared.web.tokens import ServiceSigner
from tests.e2e.alliance import Alliance
from tests.faults.effects import every_event_took_effect_once, fetch
from tests.kit.rig import Rig, eventually
from tests.services.contracts.register.test_api import a_contract

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(300)]
CALLERS = 24
AFTERWARDS = (429, 502, 503, 504)


@dataclass
class Crowd:
    """Callers who register contracts at `url` as fast as they can, each with its key, again until it is done."""

    url: str
    headers: dict[str, str]
    stopping: bool = False
    done: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    other: list[int] = field(default_factory=list)

    async def work(self) -> None:
        async with httpx.AsyncClient(timeout=20, limits=httpx.Limits(max_connections=CALLERS)) as http:
            await asyncio.gather(*(self._caller(http) for _ in range(CALLERS)))

    async def _caller(self, http: httpx.AsyncClient) -> None:
        while not self.stopping:
            key, body = str(uuid4()), a_contract()
            while not await self._asked(http, key, body):
                await asyncio.sleep(0.05)
            self.done.append(key)

    async def _asked(self, http: httpx.AsyncClient, key: str, body: Any) -> bool:
        """Whether it is done. A door that is closed is no fault; a request that was taken and not answered is."""
        mine = self.headers | {"Idempotency-Key": key, "X-Correlation-ID": key}
        try:
            answer = await http.post(self.url, json=body, headers=mine)
        except httpx.ConnectError:
            return False
        except httpx.TransportError as lost:
            self.dropped.append(type(lost).__name__)
            return False
        if answer.status_code not in (201, *AFTERWARDS):
            self.other.append(answer.status_code)
        return answer.status_code == 201


def crowd_at(rig: Rig, service: str) -> Crowd:
    path = "/api/v1/contracts" if service == "gateway" else "/contracts"
    headers = {"Authorization": f"Bearer {rig.token('CONTRACT_MANAGER', sub=str(uuid4()))}"}
    if service != "gateway":
        signer = ServiceSigner("gateway", rig.settings.keys_dir / "service.jwk")
        headers[SERVICE_TOKEN_HEADER] = signer.token_for(service)
    return Crowd(f"{rig.url(service)}{path}", headers)


@pytest.mark.parametrize("service", ["contracts", "gateway"])
@pytest.mark.promise(number=1)
async def test_no_request_is_dropped_when_a_service_under_load_is_told_to_stop(faulty: Alliance, service: str) -> None:
    rig = faulty.rig
    crowd = crowd_at(rig, service)
    working = asyncio.create_task(crowd.work())
    enough = len(crowd.done) + 3 * CALLERS
    await eventually(lambda: has_done(crowd, enough))
    leaving = rig.processes[service].pid
    assert leaving is not None
    psutil.Process(leaving).send_signal(signal.SIGTERM)
    await eventually(lambda: is_another(rig, service, leaving))
    await rig.ready(service)
    again = len(crowd.done) + CALLERS
    await eventually(lambda: has_done(crowd, again))
    crowd.stopping = True
    await working
    assert (crowd.dropped, crowd.other) == ([], [])
    made = await fetch(rig, "contracts", "SELECT metadata->>'correlation' FROM events WHERE version = 1")
    assert {times for key, times in Counter(row[0] for row in made).items() if key in set(crowd.done)} == {1}
    assert set(crowd.done) <= {row[0] for row in made}
    await eventually(lambda: every_event_took_effect_once(rig))


async def has_done(crowd: Crowd, enough: int) -> bool:
    return len(crowd.done) >= enough


async def is_another(rig: Rig, service: str, before: int) -> bool:
    """Started again by whoever supervises it."""
    return rig.processes[service].pid not in (None, before)
