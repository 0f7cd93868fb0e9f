"""The timeline, the overview and explanations over HTTP: filters, pages, and who sees what."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import httpx
import pytest

from deploy.stack.databases import Database as Address
from services.gateway.feeder import Feeder
from services.gateway.overview.api import overview_router
from services.gateway.overview.explaining import Explanations
from services.gateway.overview.reading import Overview
from services.gateway.timeline.api import timeline_router
from services.gateway.timeline.reading import Timeline
from shared.eventstore.database import Database
from shared.eventstore.published import PublishedEvent
from shared.runtime import Runtime
from shared.service import Card
from shared.web.app import create_app, make_edge, make_service
from tests.kit.apps import Client, settings_for
from tests.kit.tokens import sign_user
from tests.services.gateway.chance import LOCALITIES
from tests.services.gateway.histories import some_lives
from tests.services.gateway.world import Status, World

POLICIES = Path(__file__).parents[4] / "services" / "gateway" / "access.cedar"
ALL = "/api/v1/alliance/timeline"


class Gateway:
    """The routes of the read models, and what happened."""

    def __init__(self, http: httpx.AsyncClient, keys: Path, told: list[PublishedEvent]) -> None:
        self._http = http
        self._keys = keys
        self.told = sorted(told, key=lambda event: (event.recorded_at, event.event_id), reverse=True)

    def as_role(self, *roles: str, org: str = "07L") -> Client:
        return Client(self._http, sign_user(self._keys, sub="tester", org=org, roles=list(roles)))

    @property
    def nobody(self) -> Client:
        return Client(self._http, None)


@pytest.fixture
async def gateway(database: Database, gateway_address: Address, keys: Path) -> AsyncIterator[Gateway]:
    rng, world = Random(4), World()  # noqa: S311  # no secret
    told = world.live(some_lives(rng, 60), rng)
    await Feeder(database).apply(told)
    card = Card(name="gateway", title="ACS Alliance", access=POLICIES)
    alliance, settings = settings_for(keys, gateway_address)
    service, edge = make_service(card, alliance, settings), make_edge(card, alliance, faces_users=True)
    overview = Overview(service.database, Status.all_well(datetime.now(UTC)))
    routers = (
        overview_router(overview, Explanations(service.database, edge.cursors)),
        timeline_router(Timeline(service.database, edge.cursors)),
    )
    app = create_app(service, edge, routers, Runtime([]))
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as http:
            yield Gateway(http, keys, told)


async def everything(client: Client, limit: int = 500, **filters: Any) -> list[dict[str, Any]]:
    """All pages of the timeline."""
    entries: list[dict[str, Any]] = []
    more: dict[str, str] = {}
    while True:
        answer = await client.get(ALL, limit=limit, **filters, **more)
        assert answer.status == 200, answer.body
        entries += answer.body["items"]
        if answer.body["next"] is None:
            return entries
        more = {"cursor": answer.body["next"]}


def ids(entries: list[dict[str, Any]]) -> list[str]:
    return [entry["event_id"] for entry in entries]


async def test_timeline_tells_every_event_newest_first(gateway: Gateway) -> None:
    entries = await everything(gateway.as_role("COMMISSIONER"))
    assert ids(entries) == [str(event.event_id) for event in gateway.told]
    for entry, event in zip(entries, gateway.told, strict=True):
        assert (entry["source"], entry["stream_id"]) == (event.source, event.stream_id)
        assert (entry["version"], entry["type"], entry["org"]) == (event.version, event.type, event.org)
        assert datetime.fromisoformat(entry["recorded_at"]) == event.recorded_at
        assert len(entry["sentence"]) > 15


async def test_small_pages_repeat_and_leave_out_nothing(gateway: Gateway) -> None:
    client = gateway.as_role("OPERATOR")
    assert await everything(client, limit=7) == await everything(client)


async def test_filter_by_source_stream_organisation_and_locality(gateway: Gateway) -> None:
    client = gateway.as_role("INFORMATION_ANALYST")
    whole = await everything(client)
    stream = whole[3]["stream_id"]
    cases: list[tuple[dict[str, str], Callable[[dict[str, Any]], bool]]] = [
        ({"source": "budgets"}, lambda entry: entry["source"] == "budgets"),
        ({"stream": stream}, lambda entry: entry["stream_id"] == stream),
        ({"organisation": "RF4"}, lambda entry: "RF4" in entry["organisations"]),
        ({"locality": LOCALITIES[1]}, lambda entry: LOCALITIES[1] in entry["localities"]),
        (
            {"organisation": "RF4", "source": "referrals"},
            lambda entry: entry["source"] == "referrals" and "RF4" in entry["organisations"],
        ),
    ]
    for filters, fits in cases:
        expected = [entry for entry in whole if fits(entry)]
        assert expected
        assert await everything(client, limit=11, **filters) == expected, filters


async def test_a_provider_reads_what_concerns_it_and_nothing_else(gateway: Gateway) -> None:
    whole = await everything(gateway.as_role("COMMISSIONER"))
    own = await everything(gateway.as_role("SERVICE_PROVIDER_CLINICIAN", org="RAT"))
    # Challenges are for the commissioning side, whomever they concern.
    shared = [entry for entry in whole if not entry["stream_id"].startswith("challenge-")]
    assert own == [entry for entry in shared if "RAT" in entry["organisations"]]
    assert 0 < len(own) < len(whole)
    assert await everything(gateway.as_role("SERVICE_PROVIDER_CLINICIAN", org="RAT"), organisation="F82001") == [
        entry for entry in own if "F82001" in entry["organisations"]
    ]


async def test_tampered_cursor_is_malformed(gateway: Gateway) -> None:
    client = gateway.as_role("COMMISSIONER")
    cursor = (await client.get(ALL, limit=3)).body["next"]
    foreign = (await client.get("/api/v1/alliance/explain/contracts.by_status.active", limit=1)).body["next"]
    for wrong in (cursor[:-2] + "xx", "x", foreign):
        answer = await client.get(ALL, cursor=wrong)
        assert (answer.status, answer.body["field"]) == (400, "cursor")


@pytest.mark.parametrize(
    ("filters", "field"),
    [
        ({"source": "gateway"}, "source"),
        ({"locality": "a\0b"}, "locality"),
        ({"organisation": "rf4;"}, "organisation"),
        ({"limit": 0}, "limit"),
    ],
)
async def test_a_filter_that_cannot_be_is_named(gateway: Gateway, filters: dict[str, Any], field: str) -> None:
    answer = await gateway.as_role("COMMISSIONER").get(ALL, **filters)
    assert (answer.status, answer.body["errors"][0]["field"]) == (400, field)


async def test_next_page_is_linked(gateway: Gateway) -> None:
    client = gateway.as_role("COMMISSIONER")
    answer = await client.get(ALL, limit=5, source="referrals")
    target = answer.headers["link"].split(">")[0].removeprefix("<")
    following = await client.send("GET", target)
    assert following.status == 200
    assert not set(ids(answer.body["items"])) & set(ids(following.body["items"]))
    assert {entry["source"] for entry in following.body["items"]} == {"referrals"}


@pytest.mark.parametrize(
    "path", [ALL, "/api/v1/alliance/overview", "/api/v1/alliance/explain/contracts.by_status.active"]
)
async def test_nobody_reads_nothing(gateway: Gateway, path: str) -> None:
    assert (await gateway.nobody.get(path)).status == 401


class TestReadOverview:
    async def test_overview_and_explanation_agree(self, gateway: Gateway) -> None:
        client = gateway.as_role("INFORMATION_ANALYST")
        overview = (await client.get("/api/v1/alliance/overview")).body
        pool = overview["pools"][0]
        for name, value in (
            ("contracts.by_status.active", overview["contracts"]["by_status"]["active"]),
            (f"pools.{pool['pool_id']}.spend_pence", pool["spend_pence"]),
        ):
            explained = (await client.get(f"/api/v1/alliance/explain/{name}", limit=500)).body
            assert explained["total"] == value == sum(one["amount"] for one in explained["contributions"])

    async def test_as_of_before_anything_happened(self, gateway: Gateway) -> None:
        client = gateway.as_role("INFORMATION_ANALYST")
        overview = (await client.get("/api/v1/alliance/overview", as_of="2020-01-01T00:00:00Z")).body
        assert overview["pools"] == []
        assert overview["as_of"] == "2020-01-01T00:00:00+00:00"

    @pytest.mark.parametrize("as_of", ["3", "yesterday", "2026-01-05T09:00:00"])
    async def test_as_of_is_a_time(self, gateway: Gateway, as_of: str) -> None:
        answer = await gateway.as_role("INFORMATION_ANALYST").get("/api/v1/alliance/overview", as_of=as_of)
        assert (answer.status, answer.body["field"]) == (400, "as_of")

    async def test_a_role_without_leave_may_not(self, gateway: Gateway) -> None:
        assert (await gateway.as_role("STRANGER").get("/api/v1/alliance/overview")).status == 403


class TestExplainFigure:
    async def test_an_unknown_figure_is_answered_with_how_figures_are_named(self, gateway: Gateway) -> None:
        answer = await gateway.as_role("OPERATOR").get("/api/v1/alliance/explain/contracts.by_mood.sad")
        assert (answer.status, answer.body["refusal"]) == (404, "FigureNotFound")
        assert "contracts.by_status.active" in answer.body["facts"]["named_like"]

    async def test_pages_are_linked_and_a_cursor_of_another_figure_is_malformed(self, gateway: Gateway) -> None:
        client = gateway.as_role("OPERATOR")
        answer = await client.get("/api/v1/alliance/explain/contracts.by_status.active", limit=2)
        following = await client.send("GET", answer.headers["link"].split(">")[0].removeprefix("<"))
        assert following.status == 200
        assert following.body["total"] == answer.body["total"]
        wrong = await client.get("/api/v1/alliance/explain/contracts.by_status.draft", cursor=answer.body["next"])
        assert (wrong.status, wrong.body["field"]) == (400, "cursor")

    async def test_events_outside_the_timeline_of_the_caller_say_no_more_than_their_amount(
        self, gateway: Gateway
    ) -> None:
        name = "/api/v1/alliance/explain/contracts.by_status.active"
        whole = (await gateway.as_role("OPERATOR").get(name, limit=500)).body
        own = (await gateway.as_role("SERVICE_PROVIDER_CLINICIAN", org="RAT").get(name, limit=500)).body
        seen = set(ids(await everything(gateway.as_role("SERVICE_PROVIDER_CLINICIAN", org="RAT"))))
        assert own["total"] == whole["total"]
        for mine, full in zip(own["contributions"], whole["contributions"], strict=True):
            if mine["event_id"] in seen:
                assert mine == full
            else:
                assert mine == full | dict.fromkeys(("type", "sentence", "stream_id", "version"))
        assert any(one["sentence"] is None for one in own["contributions"])
