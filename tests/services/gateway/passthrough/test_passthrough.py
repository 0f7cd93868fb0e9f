"""What passes through the gateway, what stays behind, and what a caller is told when nobody answers."""

import asyncio
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from shared.eventstore.published import SERVICE_TOKEN_HEADER
from shared.settings import AllianceSettings
from shared.web.tokens import TokenVerifier, service_issuer
from tests.kit.tokens import sign_user
from tests.services.gateway.passthrough.conftest import World
from tests.services.gateway.passthrough.stub import BLOCK


async def raw(url: str, request: bytes) -> bytes:
    """What comes back for bytes as they are; no client library tidies them up."""
    host, port = url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(request)
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer


class TestWhatPasses:
    async def test_method_path_query_and_body_as_they_are(self, world: World) -> None:
        body = b'{"ref": "BHR-1", "n": 1.0}'
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            answer = await world.client.send(
                method, "/api/v1/contracts/1/findings?a=1&a=%2F&b", content=body, headers={"Content-Type": "x/y"}
            )
            assert (answer.status, answer.etag) == (200, '"3"')
            told = answer.body
            assert (told["method"], told["path"], told["query"]) == (method, "/contracts/1/findings", "a=1&a=%2F&b")
            assert told["sha256"] == hashlib.sha256(body).hexdigest()

    async def test_allowed_headers_and_no_others(self, world: World, keys: Path) -> None:
        allowed = {
            "Idempotency-Key": "k-1",
            "If-Match": '"3"',
            "If-None-Match": '"2"',
            "Accept": "application/json",
            "Content-Type": "application/json",
            "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "X-Request-ID": "r-1",
            "X-Correlation-ID": "c-1",
        }
        other = {
            "Cookie": "a=b",
            "X-Forwarded-For": "1.2.3.4",
            "Forwarded": "for=1.2.3.4",
            "ACS-Position": "abc",
            "Connection": "keep-alive, X-Forwarded-For",
            "TE": "trailers",
            "Accept-Encoding": "gzip",
            SERVICE_TOKEN_HEADER: "forged",
        }
        answer = await world.client.send("POST", "/api/v1/contracts/1/findings", content=b"{}", headers=allowed | other)
        told = dict(answer.body["headers"])
        assert len(told) == len(answer.body["headers"])
        assert {name: told[name.lower()] for name in allowed} == allowed
        assert told["authorization"] == f"Bearer {world.client.token}"
        extra = told.keys() - {name.lower() for name in allowed} - {"authorization"}
        assert extra == {"host", "content-length", SERVICE_TOKEN_HEADER.lower()}
        settings = AllianceSettings(env="local", keys_dir=keys)
        claims = TokenVerifier((service_issuer(settings, "contracts"),)).verify(told[SERVICE_TOKEN_HEADER.lower()])
        assert claims["sub"] == "gateway"

    async def test_headers_without_the_blanks_around_them(self, world: World) -> None:
        token = (world.client.token or "").encode()
        answer = await raw(
            world.url,
            b'GET /api/v1/contracts/1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\nIf-Match: \t "3" \t \r\nAccept: \r\n'
            b"Authorization: Bearer " + token + b"\r\n\r\n",
        )
        told = dict(json.loads(answer.partition(b"\r\n\r\n")[2])["headers"])
        assert (told["if-match"], told["accept"]) == ('"3"', "")

    async def test_ids_the_gateway_made_up_are_the_ones_the_service_sees(self, world: World) -> None:
        answer = await world.client.get("/api/v1/contracts/1")
        told = dict(answer.body["headers"])
        assert told["x-request-id"] == answer.headers["x-request-id"]
        assert told["x-correlation-id"] == answer.headers["x-correlation-id"]

    async def test_answers_with_their_addresses_made_public(self, world: World) -> None:
        made = await world.client.post("/api/v1/contracts/new", {})
        assert made.status == 201
        shown = {
            name: made.headers[name] for name in ("location", "acs-position", "idempotent-replayed", "retry-after")
        }
        assert shown == {
            "location": "/api/v1/contracts/42",
            "acs-position": "abc",
            "idempotent-replayed": "true",
            "retry-after": "3",
        }
        listed = await world.client.get("/api/v1/contracts/list")
        assert listed.headers["link"] == '</api/v1/contracts?cursor=x&limit=1>; rel="next", </feed>; rel="x"'

    async def test_nothing_of_the_inside_comes_out(self, world: World) -> None:
        answer = await world.client.get("/api/v1/contracts/secretive")
        assert not {"set-cookie", "x-powered-by", "via"} & set(answer.headers)
        assert answer.headers.get("server") != "inside/1"

    async def test_answers_without_a_body(self, world: World) -> None:
        unchanged = await world.client.get("/api/v1/contracts/nothing")
        assert (unchanged.status, unchanged.etag, unchanged.body) == (304, '"3"', "")
        head = await world.client.send("HEAD", "/api/v1/contracts/1")
        assert (head.status, head.body) == (200, "")
        assert int(head.headers["content-length"]) > 100

    async def test_bodies_larger_than_are_handled_whole(self, world: World) -> None:
        body = BLOCK * 3
        up = await world.client.send("POST", "/api/v1/contracts/1", content=body)
        assert (up.body["bytes"], up.body["sha256"]) == (len(body), hashlib.sha256(body).hexdigest())

        async def parts() -> Any:
            for start in range(0, len(body), 10_000):
                yield body[start : start + 10_000]

        chunked = await world.client.send("POST", "/api/v1/contracts/1", content=parts())
        assert chunked.body["sha256"] == up.body["sha256"]
        down = await world.client.get("/api/v1/contracts/big")
        assert (len(down.body), down.body[:16]) == (16 * 1024 * 1024, "0123456789abcdef")
        assert (await world.client.get("/api/v1/contracts/1")).status == 200

    async def test_an_early_answer_to_a_large_body(self, world: World) -> None:
        for _ in range(6):
            answer = await world.client.send("POST", "/api/v1/contracts/early", content=BLOCK * 3)
            assert answer.status == 403
        assert (await world.client.get("/api/v1/contracts/1")).status == 200


class TestWhatStaysBehind:
    async def test_a_request_without_a_valid_token_reaches_no_service(self, world: World, keys: Path) -> None:
        for path in ("1", "%00", "1%0A2"):
            for token in ("junk", "a.b.c", sign_user(keys, org="07L", roles=[], exp=1)):
                headers = {"Authorization": f"Bearer {token}"}
                answer = await world.client.send("GET", f"/api/v1/contracts/{path}", headers=headers)
                assert (answer.status, answer.body["refusal"]) == (401, "Unauthenticated")
        assert world.stub.seen == []

    @pytest.mark.parametrize(
        "path",
        [
            b"/api/v1/contracts/../feed",
            b"/api/v1/contracts/..%2ffeed",
            b"/api/v1/contracts%2f..%2ffeed",
            b"/api/v1//contracts/../metrics",
            b"/api/v1/contracts//feed",
            b"/api/v1/contracts/%00",
            b"/api/v1/contracts/1%0A2",
            b"http://127.0.0.1/api/v1/contracts/../readyz",
        ],
    )
    async def test_a_tricky_path_reaches_no_service(self, world: World, path: bytes) -> None:
        token = (world.client.token or "").encode()
        answer = await raw(
            world.url,
            b"GET "
            + path
            + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
            + token
            + b"\r\n\r\n",
        )
        assert answer.startswith(b"HTTP/1.1 404"), answer
        assert world.stub.seen == []

    async def test_methods_nobody_serves(self, world: World) -> None:
        answer = await world.client.send("TRACE", "/api/v1/contracts/1")
        assert answer.status == 405
        assert world.stub.seen == []

    async def test_a_body_over_the_limit(self, world: World) -> None:
        async def parts() -> Any:
            for _ in range(10):
                yield BLOCK

        announced = await world.client.send("POST", "/api/v1/contracts/1", content=BLOCK * 5)
        counted = await world.client.send("POST", "/api/v1/contracts/1", content=parts())
        assert (announced.status, counted.status) == (413, 413)
        assert (await world.client.get("/api/v1/contracts/1")).status == 200


class TestWhenNobodyAnswers:
    async def test_a_service_that_is_down_is_named(self, world: World) -> None:
        for method in ("GET", "POST"):
            answer = await world.client.send(method, "/api/v1/referrals/1")
            assert answer.status == 503
            assert answer.body["type"] == "urn:acs:problem:source-unavailable"
            assert "referrals does not answer" in answer.body["detail"]
            assert answer.headers["retry-after"] == "1"
            assert answer.headers["content-type"] == "application/problem+json"

    async def test_a_slow_read_says_who_is_slow(self, world: World) -> None:
        answer = await world.client.get("/api/v1/pools/slow")
        assert (answer.status, answer.body["detail"]) == (503, "budgets does not answer")

    async def test_a_slow_command_says_that_it_may_have_been_done(self, world: World) -> None:
        for path in ("/api/v1/pools/slow", "/api/v1/pools/torn"):
            answer = await world.client.post(path, {})
            assert (answer.status, answer.body["type"]) == (503, "urn:acs:problem:outcome-unknown")
            assert "budgets" in answer.body["detail"]
            assert "same Idempotency-Key" in answer.body["detail"]
            assert "retry-after" in answer.headers

    async def test_a_small_answer_is_whole_or_a_problem(self, world: World) -> None:
        answer = await world.client.get("/api/v1/contracts/torn")
        assert (answer.status, answer.body["status"]) == (503, 503)

    async def test_a_large_answer_that_breaks_off_is_seen_to_break_off(self, world: World) -> None:
        token = (world.client.token or "").encode()
        answer = await raw(
            world.url,
            b"GET /api/v1/contracts/torn-big HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + b"\r\n\r\n",
        )
        head, _, body = answer.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200")
        assert b"content-length: %d" % (len(BLOCK) * 8 + 10) in head
        assert len(body) == len(BLOCK) * 8

    async def test_a_caller_who_leaves_is_not_waited_for(self, world: World) -> None:
        asking = asyncio.create_task(world.client.get("/api/v1/contracts/slow"))
        await world.stub.waiting.wait()
        asking.cancel()
        async with asyncio.timeout(0.3):
            await world.stub.gone.wait()
            while {value for _, _, value, _ in list(world.passthrough.samples())[:3]} != {0.0}:
                await asyncio.sleep(0.005)

    async def test_one_slow_service_holds_up_a_bounded_number_of_requests(self, world: World) -> None:
        answers = await asyncio.gather(*[world.client.get("/api/v1/pools/slow") for _ in range(12)])
        assert {answer.status for answer in answers} == {503}
        assert len([seen for seen in world.stub.seen if "pools" in seen]) <= 8
        assert (await world.client.get("/api/v1/contracts/1")).status == 200
        assert {value for _, _, value, _ in list(world.passthrough.samples())[:3]} == {0.0}
