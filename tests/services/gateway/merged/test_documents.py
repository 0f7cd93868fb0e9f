"""The document and the page as they are served, from services that come and go."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from openapi_spec_validator import OpenAPIV31SpecValidator

from services.budgets.app import build as build_budgets
from services.contracts.app import build as build_contracts
from services.gateway.merged.api import merged_router
from services.gateway.merged.documents import Documents
from services.gateway.passthrough.paths import OPERATIONS, OWNERS
from services.gateway.stream.api import stream_router
from services.referrals.app import build as build_referrals
from shared.settings import AllianceSettings, ServiceSettings
from tests.kit.apps import Client
from tests.services.gateway.serving import app_of, gateway_edge, serving

BUILDS = {"contracts": build_contracts, "budgets": build_budgets, "referrals": build_referrals}
NOBODY = "http://127.0.0.1:1"


class Clock:
    """Moves when told."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


class Stub:
    """Serves a document, or not."""

    def __init__(self) -> None:
        self.answer: tuple[int, bytes] = (200, _document("/contracts"))
        self.asked = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.asked += 1
        await send({"type": "http.response.start", "status": self.answer[0], "headers": []})
        await send({"type": "http.response.body", "body": self.answer[1]})


def _document(*paths: str) -> bytes:
    answers = {"200": {"description": "x"}}
    items = {path: {"get": {"operationId": f"read{path}", "responses": answers}} for path in paths}
    return json.dumps({"openapi": "3.1.0", "info": {"title": "x", "version": "1"}, "paths": items}).encode()


def gateway(keys: Path, documents: Documents, *routers: APIRouter) -> Client:
    app = app_of(gateway_edge(keys), merged_router(documents), *routers)
    return Client(httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://gateway"), None)


@pytest.fixture(scope="module")
async def services(keys: Path) -> AsyncIterator[dict[str, str]]:
    """The three services as they are, without their databases."""
    alliance = AllianceSettings(env="local", keys_dir=keys)
    nowhere = ServiceSettings(database_url="postgresql://nobody@127.0.0.1:1/none", port=1)
    apps: dict[str, FastAPI] = {name: build(alliance, nowhere) for name, build in BUILDS.items()}
    async with (
        serving(apps["contracts"]) as contracts,
        serving(apps["budgets"]) as budgets,
        serving(apps["referrals"]) as referrals,
    ):
        yield {"contracts": contracts, "budgets": budgets, "referrals": referrals}


class TestTheWholeApi:
    async def test_is_one_valid_document_the_same_for_everybody(self, keys: Path, services: dict[str, str]) -> None:
        documents, others = Documents(services), Documents(services)
        stream = stream_router(None)  # type: ignore[arg-type]  # documented, not served
        first, second = gateway(keys, documents, stream), gateway(keys, others, stream)
        answer, again = await first.get("/openapi.json"), await second.get("/openapi.json")
        OpenAPIV31SpecValidator(answer.body).validate()
        assert (answer.body, answer.etag) == (again.body, again.etag)
        assert "x-missing" not in answer.body
        firsts = {path.split("/")[3] for path in answer.body["paths"]}
        assert firsts == {*OWNERS, OPERATIONS, "alliance"}
        assert all(path.startswith("/api/v1/") for path in answer.body["paths"])
        names = [one["operationId"] for item in answer.body["paths"].values() for one in item.values()]
        assert len(names) == len(set(names))
        known = await first.send("GET", "/openapi.json", headers={"If-None-Match": answer.etag})
        assert (known.status, known.body) == (304, "")
        await documents.stop()
        await others.stop()

    async def test_is_shown_on_a_page_that_needs_nothing_else(self, keys: Path, services: dict[str, str]) -> None:
        documents = Documents(services)
        client = gateway(keys, documents)
        page = await client.get("/docs")
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
        assert not re.search(r"<script|<link|<img|\ssrc=|@import|url\(|\sstyle=|\son\w+=", page.body)
        document = (await client.get("/openapi.json")).body
        for path, item in document["paths"].items():
            assert path in page.body
            assert all(f'<article id="{one["operationId"]}">' in page.body for one in item.values())
        assert "ContractRefTaken" in page.body
        await documents.stop()


class TestServicesThatComeAndGo:
    async def test_one_that_never_answered_is_named_and_asked_again_soon(self, keys: Path) -> None:
        clock, stub = Clock(), Stub()
        async with serving(stub) as there:
            documents = Documents({"contracts": there, "budgets": NOBODY}, clock=clock)
            client = gateway(keys, documents)
            document = (await client.get("/openapi.json")).body
            assert (list(document["paths"]), document["x-missing"]) == (["/api/v1/contracts"], ["budgets"])
            assert "do not answer now: budgets" in (await client.get("/docs")).body
            assert stub.asked == 1
            await documents.stop()

    @pytest.mark.parametrize("answer", [(500, b"{}"), (200, b"<html>"), (200, b"[]"), (200, b"x" * 9_000_000)])
    async def test_of_one_that_is_down_the_last_document_is_kept(self, keys: Path, answer: tuple[int, bytes]) -> None:
        clock, stub = Clock(), Stub()
        async with serving(stub) as there:
            documents = Documents({"contracts": there}, clock=clock)
            client = gateway(keys, documents)
            before = await client.get("/openapi.json")
            stub.answer = answer
            clock.now += 61
            after = await client.get("/openapi.json")
            assert (after.body, stub.asked) == (before.body, 2)
            stub.answer = (200, _document("/contracts", "/contracts/{x}"))
            clock.now += 1
            assert (await client.get("/openapi.json")).body == before.body
            clock.now += 1
            new = await client.get("/openapi.json")
            assert (len(new.body["paths"]), new.etag == before.etag) == (2, False)
            await documents.stop()
