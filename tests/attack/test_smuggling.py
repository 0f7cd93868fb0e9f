"""Paths and bodies that two readers might take for different things lead nowhere, and never to a service's inside."""

import json
from collections.abc import Iterator
from uuid import uuid4

import pytest

from shared.kernel.addresses import PUBLIC
from tests.attack.raw import request, say
from tests.attack.target import Besieged
from tests.services.contracts.register.test_api import a_contract

EVERYTHING = ("COMMISSIONER", "CONTRACT_MANAGER", "JCB_APPROVER")

TRICKS = (
    "/feed", "//feed", "/api/v1", "/api/v1/", "/api/v1//contracts", "/api/v1/contracts/", "/api/v1/contracts//feed",
    "/api/v1/contracts/../feed", "/api/v1/contracts/..;/feed", "/api/v1/contracts/%2e%2e/feed", "/./metrics/../feed",
    "/api/v1/contracts/..%2ffeed", "/api/v1/contracts%2f..%2ffeed", "/api/v1/contracts/..%5cfeed",
    "/api/v1/contracts/%252e%252e/feed", "/api/v1/contracts/%c0%ae%c0%ae/feed", "/api/v1/contracts/a%0d%0aX:y",
    "/api/v1/contracts/%00", "/api/v1/contracts;/../feed", "/api/v1/Contracts", "/API/v1/contracts",
    "/api/v1/contracts?/../feed#x", "http://127.0.0.1:1/api/v1/contracts", "http://contracts/feed", "*", "feed",
    "/api/v1/contracts/\\..\\feed", "/api/v1/contracts/.", "/api/v1/contracts/%2e", "/api/v1/pools/../../feed",
)  # fmt: skip


class TestPaths:
    @pytest.mark.parametrize("path", TRICKS)
    async def test_that_mean_two_things_lead_nowhere(self, target: Besieged, path: str) -> None:
        token = target.rig.token(*EVERYTHING, "OPERATOR")
        heard = await say(target.rig.url("gateway"), request(path, f"Authorization: Bearer {token}"))
        assert heard.statuses, path
        status = heard.statuses[0]
        if path.startswith("/api/v1/contracts?") or path.startswith("http://127"):
            assert status in (200, 400, 404)  # an absolute target, and a query, of a path that means itself
            assert b'"head"' not in heard.raw
            return
        assert status in (400, 401, 404, 405), heard.raw[:300]


def smuggled(ref: str, token: str) -> bytes:
    body = json.dumps(a_contract(ref=ref)).encode()
    return request(
        f"{PUBLIC}/contracts",
        f"Authorization: Bearer {token}",
        f"Idempotency-Key: {uuid4().hex}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        method="POST",
        body=body,
    )


def ambiguous(inner: bytes) -> Iterator[tuple[str, bytes]]:
    """Requests of which one reader sees the end before `inner`, and another one behind it."""
    chunked = b"0\r\n\r\n" + inner
    length = f"Content-Length: {len(chunked)}"
    for name, headers in {
        "length and chunks": [length, "Transfer-Encoding: chunked"],
        "chunks and length": ["Transfer-Encoding: chunked", length],
        "a blank before the colon": [length, "Transfer-Encoding : chunked"],
        "chunks by another name": [length, "Transfer-Encoding: xchunked"],
        "chunks, identity": [length, "Transfer-Encoding: chunked, identity"],
        "chunks with a tab": [length, "Transfer-Encoding:\tchunked"],
        "chunks in a folded line": [length, "Transfer-Encoding:\r\n chunked"],
        "two lengths": [length, "Content-Length: 0"],
        "two lengths in one": [f"Content-Length: {len(chunked)}, 0"],
        "a length with a sign": ["Content-Length: +0"],
        "a negative length": ["Content-Length: -1"],
        "a length in hex": ["Content-Length: 0x0"],
        "a length that is none": ["Content-Length: abc"],
        "a huge length": ["Content-Length: 99999999999999999999999"],
    }.items():
        yield name, request("/api/v1/contracts", *headers, "Connection: keep-alive", method="POST", body=chunked)


class TestSmuggling:
    async def test_what_can_be_read_two_ways_is_read_in_none(self, target: Besieged) -> None:
        """The inner request is never carried out: the connection ends at what is ambiguous."""
        url, token = target.rig.url("gateway"), target.rig.token(*EVERYTHING)
        ref = f"SMUGGLED-{uuid4().hex[:8]}"
        for name, raw in ambiguous(smuggled(ref, token)):
            heard = await say(url, raw, listen_seconds=2)
            assert 201 not in heard.statuses, (name, heard.raw[:300])
            assert all(status in (400, 401, 413, 431, 501) for status in heard.statuses), (name, heard.statuses)
        manager = target.rig.client("gateway", *EVERYTHING)
        assert ref not in json.dumps((await manager.get(f"{PUBLIC}/contracts", limit=500)).body)

    async def test_nothing_after_a_body_reaches_the_service_as_a_request(self, target: Besieged) -> None:
        """A body that looks like a request, sent in whole and in chunks, is a body to the service as well."""
        url, token = target.rig.url("gateway"), target.rig.token(*EVERYTHING)
        ref = f"SMUGGLED-{uuid4().hex[:8]}"
        inner = smuggled(ref, token)
        head = [f"Authorization: Bearer {token}", "Idempotency-Key: x", "Content-Type: application/json"]
        whole = request("/api/v1/contracts", *head, f"Content-Length: {len(inner)}", method="POST", body=inner)
        chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(inner), inner)
        parts = request("/api/v1/contracts", *head, "Transfer-Encoding: chunked", method="POST", body=chunks)
        for raw in (whole, parts):
            heard = await say(url, raw)
            assert heard.statuses == [400], heard.raw[:300]
        manager = target.rig.client("gateway", *EVERYTHING)
        assert ref not in json.dumps((await manager.get(f"{PUBLIC}/contracts", limit=500)).body)
