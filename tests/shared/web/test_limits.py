"""How often somebody may ask, and what web pages of other origins may."""

from pathlib import Path

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from starlette.middleware import Middleware

from shared.web.cors import cors
from shared.web.limits import RateLimits, Windows, network_of
from tests.kit.apps import Client
from tests.kit.tokens import sign_user
from tests.services.gateway.serving import app_of, gateway_edge


class Clock:
    """Moves when told."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(keys: Path, clock: Clock) -> FastAPI:
    router = APIRouter()

    @router.get("/thing")
    async def read_thing() -> dict[str, str]:
        return {}

    @router.get("/livez")
    async def livez() -> dict[str, str]:
        return {}

    edge = gateway_edge(keys)
    limits = Middleware(RateLimits, edge=edge, per_principal="3/minute", per_address="2/minute", clock=clock)
    return app_of(edge, router, inside=(limits,))


def client(app: FastAPI, token: str | None) -> Client:
    return Client(httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://gateway"), token)


class TestRateLimits:
    async def test_the_last_allowed_request_passes_and_the_next_is_refused(
        self, app: FastAPI, keys: Path, clock: Clock
    ) -> None:
        anne = client(app, sign_user(keys, sub="anne", org="07L", roles=["X"]))
        remaining = []
        for _ in range(3):
            answer = await anne.get("/thing")
            assert answer.status == 200
            remaining.append((answer.headers["ratelimit-limit"], answer.headers["ratelimit-remaining"]))
        assert remaining == [("3", "2"), ("3", "1"), ("3", "0")]
        clock.now += 59.5
        refused = await anne.get("/thing")
        assert (refused.status, refused.body["type"]) == (429, "urn:acs:problem:too-many-requests")
        assert refused.headers["content-type"] == "application/problem+json"
        assert (refused.headers["retry-after"], refused.headers["ratelimit-remaining"]) == ("1", "0")
        assert refused.body["request_id"] == refused.headers["x-request-id"]
        clock.now += 0.5
        assert (await anne.get("/thing")).status == 200

    async def test_one_persons_requests_cost_nobody_else(self, app: FastAPI, keys: Path) -> None:
        for sub, org in (("anne", "07L"), ("anne", "08F"), ("ben", "07L")):
            person = client(app, sign_user(keys, sub=sub, org=org, roles=["X"]))
            assert [(await person.get("/thing")).status for _ in range(4)] == [200, 200, 200, 429]

    async def test_invalid_tokens_count_against_the_address_and_leave_valid_ones_alone(
        self, app: FastAPI, keys: Path
    ) -> None:
        assert [(await client(app, f"junk{n}").get("/thing")).status for n in range(3)] == [200, 200, 429]
        anne = client(app, sign_user(keys, sub="anne", org="07L", roles=["X"]))
        assert (await anne.get("/thing")).status == 200

    async def test_health_is_never_refused(self, app: FastAPI) -> None:
        assert [(await client(app, None).get("/livez")).status for _ in range(5)] == [200] * 5


class TestWindows:
    def test_are_bounded_in_number_and_forget_the_ended_first(self, clock: Clock) -> None:
        windows = Windows(most=2, clock=clock)
        windows.incr("old", 60)
        clock.now += 30
        windows.incr("young", 60)
        clock.now += 30
        windows.incr("new", 60)
        assert [windows.get(key) for key in ("old", "young", "new")] == [0, 1, 1]
        windows.incr("newest", 60)
        assert [windows.get(key) for key in ("young", "new", "newest")] == [0, 1, 1]


@pytest.mark.parametrize(
    ("client", "network"),
    [
        (("192.0.2.7", 1), "192.0.2.7"),
        (("2001:db8:1:2:3:4:5:6", 1), "2001:db8:1:2::"),
        (("fe80::1%eth0", 1), "fe80::"),
        (("testclient", 1), "testclient"),
        (None, "unknown"),
    ],
)
def test_an_address_stands_for_one_household(client: tuple[str, int] | None, network: str) -> None:
    assert network_of(client) == network


class TestCors:
    def test_is_off_unless_origins_are_named(self) -> None:
        assert cors([]) == []

    async def test_lets_named_origins_ask_and_read_what_they_need(self, app: FastAPI) -> None:
        for middleware in cors(["https://board.example"]):
            app.user_middleware.insert(0, middleware)
        asking = client(app, None)
        preflight = {
            "Origin": "https://board.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,idempotency-key,if-match",
        }
        allowed = await asking.send("OPTIONS", "/thing", headers=preflight)
        assert (allowed.status, allowed.headers["access-control-allow-origin"]) == (200, "https://board.example")
        read = await asking.send("GET", "/thing", headers={"Origin": "https://board.example"})
        assert "ACS-Position" in read.headers["access-control-expose-headers"]
        other = await asking.send("GET", "/thing", headers={"Origin": "https://other.example"})
        assert "access-control-allow-origin" not in other.headers
