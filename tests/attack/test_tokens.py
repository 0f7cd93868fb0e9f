"""What is no access token is refused in the same words at each of the four, and so is who comes past the gateway."""

import importlib
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from deploy.stack.settings import SERVICES
from shared.eventstore.published import SERVICE_TOKEN_HEADER
from shared.settings import AllianceSettings
from shared.web.problems import MEDIA_TYPE
from shared.web.tokens import AUDIENCE
from tests.architecture.test_access import FOR_PEERS, Nowhere
from tests.attack.forging import Forger, service_claims, signed, user_claims
from tests.attack.table import guarded
from tests.attack.target import Besieged
from tests.kit.apps import settings_for

OWNERS = tuple(name for name in SERVICES if name != "gateway")
READS = {
    "contracts": ["/contracts"],
    "budgets": ["/pools"],
    "referrals": ["/pathways", "/referrals"],
    "gateway": [
        "/api/v1/alliance/overview",
        "/api/v1/alliance/stream",
        "/api/v1/contracts",
        "/api/v1/contracts/nothing/at/all",
    ],
}


@pytest.fixture(scope="module")
def forger(target: Besieged) -> Forger:
    return Forger(target.rig.settings.keys_dir)


def opened(forger: Forger, name: str) -> dict[str, str]:
    """What lets one in at the service itself: nothing is needed at the gateway."""
    return {} if name == "gateway" else {SERVICE_TOKEN_HEADER: forger.peer(name)}


def is_refused(answer: httpx.Response, field: str, why: str) -> None:
    assert answer.status_code == 401, (why, answer.status_code, answer.text)
    assert answer.headers["content-type"] == MEDIA_TYPE, why
    assert answer.headers["www-authenticate"].startswith("Bearer"), why
    problem = answer.json()
    assert (problem["refusal"], problem["field"]) == ("Unauthenticated", field), (why, problem)


@pytest.mark.parametrize("name", SERVICES)
class TestAUsersToken:
    async def test_that_is_right_lets_one_in(self, target: Besieged, forger: Forger, name: str) -> None:
        async with httpx.AsyncClient(base_url=target.rig.url(name)) as http:
            for scheme in ("Bearer", "bearer", "BEARER"):
                headers = {"Authorization": f"{scheme} {forger.user()}"} | opened(forger, name)
                assert (await http.get(READS[name][0], headers=headers)).status_code == 200

    async def test_that_is_wrong_in_any_way_is_refused(self, target: Besieged, forger: Forger, name: str) -> None:
        async with httpx.AsyncClient(base_url=target.rig.url(name)) as http:
            for why, token in forger.users_tokens():
                headers = {"Authorization": f"Bearer {token}"} | opened(forger, name)
                for path in READS[name]:
                    is_refused(await http.get(path, headers=headers), "Authorization", f"{why} at {path}")

    async def test_that_comes_in_another_way_is_refused(self, target: Besieged, forger: Forger, name: str) -> None:
        right = forger.user()
        odd = [
            [],
            [("Authorization", right)],
            [("Authorization", "Bearer")],
            [("Authorization", f"Basic {right}")],
            [("Authorization", f"Bearer\t{right}")],
            [("Authorization", f"Bearer {right}, Bearer {right}")],
            [("Authorization", f"Bearer {right}"), ("Authorization", f"Bearer {right}")],
            [("Authorization", f"Bearer {right}"), ("Authorization", "Bearer x")],
            [("Authorization", "Bearer x"), ("Authorization", f"Bearer {right}")],
            [("Cookie", f"access_token={right}")],
            [("X-Forwarded-Authorization", f"Bearer {right}")],
        ]
        async with httpx.AsyncClient(base_url=target.rig.url(name)) as http:
            for headers in odd:
                answer = await http.get(READS[name][0], headers=[*headers, *opened(forger, name).items()])
                is_refused(answer, "Authorization", str(headers)[:60])
            answer = await http.get(READS[name][0], params={"access_token": right}, headers=opened(forger, name))
            is_refused(answer, "Authorization", "in the query")

    async def test_is_asked_for_on_every_route(self, target: Besieged, forger: Forger, name: str) -> None:
        async with httpx.AsyncClient(base_url=target.rig.url(name)) as http:
            for route in guarded(name, target.rig.settings.keys_dir):
                answer = await http.request(route.method, route.at(), headers=opened(forger, name))
                is_refused(answer, "Authorization", f"{route.method} {route.path}")


@pytest.mark.parametrize("name", OWNERS)
class TestAServiceReachedDirectly:
    async def test_refuses_whoever_brings_no_peers_token(self, target: Besieged, forger: Forger, name: str) -> None:
        async with httpx.AsyncClient(base_url=target.rig.url(name)) as http:
            asked = [(one.method, one.at()) for one in guarded(name, target.rig.settings.keys_dir)]
            for method, path in [*asked, *(("GET", path.format(stream_id="x")) for path in FOR_PEERS)]:
                headers = {"Authorization": f"Bearer {forger.user()}"}
                is_refused(await http.request(method, path, headers=headers), SERVICE_TOKEN_HEADER, path)

    async def test_refuses_every_peers_token_that_is_not_for_it(
        self, target: Besieged, forger: Forger, name: str
    ) -> None:
        async with httpx.AsyncClient(base_url=target.rig.url(name)) as http:
            for why, token in forger.peers_tokens(name):
                headers = {"Authorization": f"Bearer {forger.user()}", SERVICE_TOKEN_HEADER: token}
                for path in (READS[name][0], "/feed"):
                    is_refused(await http.get(path, headers=headers), SERVICE_TOKEN_HEADER, f"{why} at {path}")
            twice = [("Authorization", f"Bearer {forger.user()}")] + 2 * [(SERVICE_TOKEN_HEADER, forger.peer(name))]
            is_refused(await http.get(READS[name][0], headers=twice), SERVICE_TOKEN_HEADER, "sent twice")

    async def test_takes_no_peers_word_for_who_the_user_is(self, target: Besieged, forger: Forger, name: str) -> None:
        peer = forger.peer(name)
        async with httpx.AsyncClient(base_url=target.rig.url(name)) as http:
            for token in (
                peer,
                signed(forger.services, user_claims()),
                signed(forger.services, service_claims(AUDIENCE)),
            ):
                headers = {"Authorization": f"Bearer {token}", SERVICE_TOKEN_HEADER: peer}
                is_refused(await http.get(READS[name][0], headers=headers), "Authorization", "of a peer")


class TestAtTheGateway:
    async def test_a_services_token_opens_nothing(self, target: Besieged, forger: Forger) -> None:
        async with httpx.AsyncClient(base_url=target.rig.url("gateway")) as http:
            for audience in (*SERVICES, AUDIENCE):
                headers = {SERVICE_TOKEN_HEADER: forger.peer(audience)}
                is_refused(await http.get("/api/v1/contracts", headers=headers), "Authorization", audience)

    async def test_feeds_are_not_to_be_had(self, target: Besieged, forger: Forger) -> None:
        async with httpx.AsyncClient(base_url=target.rig.url("gateway")) as http:
            headers = {"Authorization": f"Bearer {forger.user()}", SERVICE_TOKEN_HEADER: forger.peer("contracts")}
            for path in ("/feed", "/api/v1/feed", "/api/v1/contracts/../feed", "/api/v1/contracts/%2e%2e/feed"):
                assert (await http.get(path, headers=headers)).status_code == 404, path


@pytest.mark.parametrize("name", SERVICES)
async def test_in_production_nobody_is_a_persona(keys: Path, name: str) -> None:
    forger = Forger(keys)
    module: Any = importlib.import_module(f"services.{name}.app")
    _, settings = settings_for(keys, Nowhere())  # type: ignore[arg-type]  # only addresses are asked for
    local: FastAPI = module.build(AllianceSettings(env="local", keys_dir=keys), settings)
    production: FastAPI = module.build(AllianceSettings(env="production", keys_dir=keys), settings)
    headers = {"Authorization": f"Bearer {forger.user()}"} | opened(forger, name)
    statuses = []
    for app in (local, production):
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as http:
            statuses.append((await http.get(f"{READS[name][0]}?limit=x&as_of=x", headers=headers)).status_code)
    assert statuses == [400, 401]
