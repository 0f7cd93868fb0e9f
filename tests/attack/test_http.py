"""HTTP bent out of shape, through the gateway and at a service: nothing breaks or leaks, nothing is done twice."""

import gzip
import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from deploy.stack.settings import SERVICES
from shared.kernel.addresses import PUBLIC
from shared.web.problems import MEDIA_TYPE
from tests.attack.raw import say
from tests.attack.target import Besieged
from tests.kit.apps import Answer, Client
from tests.services.budgets.pools.book import a_pool
from tests.services.contracts.register.test_api import a_contract

EVERYTHING = ("COMMISSIONER", "CONTRACT_MANAGER", "JCB_APPROVER")


@pytest.fixture(params=["gateway", "contracts"])
def reached(request: pytest.FixtureRequest) -> str:
    """Through the gateway, or at the service."""
    return str(request.param)


@pytest.fixture
def manager(target: Besieged, reached: str) -> Client:
    return target.rig.client(reached, *EVERYTHING)


@pytest.fixture
def contracts(reached: str) -> str:
    return f"{PUBLIC}/contracts" if reached == "gateway" else "/contracts"


def refused(answer: Answer, *statuses: int) -> None:
    assert answer.status in statuses, (answer.status, answer.body)
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert answer.body["request_id"] == answer.headers["x-request-id"]


async def posted(client: Client, path: str, raw: bytes, **headers: str) -> Answer:
    sent = {"Idempotency-Key": uuid4().hex, "Content-Type": "application/json"} | headers
    return await client.send("POST", path, content=raw, headers=sent)


def odd_bodies() -> Iterator[bytes]:
    whole = json.dumps(a_contract())
    yield b"\xff\xfe" + whole.encode("utf-16-le")
    yield whole.replace("Community", "\xff").encode("latin-1")
    yield whole.replace("Community", "\\ud800").encode()
    yield whole.replace("Community", "\\u0000").encode()
    yield whole.replace("Community", "\0").encode()
    yield whole.replace("400000000", "1" * 5_000).encode()
    yield whole.replace("400000000", "1e400").encode()
    yield whole.replace("400000000", "-1e400").encode()
    yield whole.replace("400000000", "NaN").encode()
    yield whole.replace("400000000", "Infinity").encode()
    yield whole.replace("400000000", "9" * 19).encode()
    yield whole.replace("24", "1" * 400).encode()
    for opening, closing in (("[", "]"), ('{"a":', "}")):
        yield (opening * 20_000 + "1" + closing * 20_000).encode()
        yield (f'{{"ref": {opening * 900}1{closing * 900}}}').encode()
    yield b"[" * 100_000
    yield b'"' + b"\\" * 100_001
    yield b""
    yield b"\xef\xbb\xbf[]"


class TestBodies:
    async def test_that_are_odd_are_refused_and_said_to_be(self, manager: Client, contracts: str) -> None:
        for raw in odd_bodies():
            refused(await posted(manager, contracts, raw), 400, 422)

    async def test_too_large_are_refused_at_once(self, manager: Client, contracts: str) -> None:
        refused(await posted(manager, contracts, b" " * 300_000), 413)

    async def test_compressed_are_not_unpacked(self, manager: Client, contracts: str) -> None:
        bomb = gzip.compress(b" " * 20_000_000)
        for coding in ("gzip", "deflate", "br", "gzip, gzip"):
            refused(await posted(manager, contracts, bomb, **{"Content-Encoding": coding}), 400, 415)

    async def test_of_another_kind_are_refused(self, manager: Client, contracts: str) -> None:
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/xml"):
            answer = await posted(manager, contracts, b"ref=1", **{"Content-Type": kind})
            refused(answer, 400, 415)

    async def test_a_key_said_twice_means_the_last_one_everywhere(self, manager: Client, contracts: str) -> None:
        raw = json.dumps(a_contract(title="The last")).replace('{"ref"', '{"title": "The first", "ref"', 1)
        answer = await posted(manager, contracts, raw.encode())
        assert (answer.status, answer.body["title"]) == (201, "The last")


class TestHeaders:
    @pytest.mark.parametrize("name", SERVICES)
    async def test_without_end_are_cut_off(self, target: Besieged, name: str) -> None:
        """One header of megabytes, many of them, and a request line that goes on and on."""
        url = target.rig.url(name)
        for parts in (
            [b"GET / HTTP/1.1\r\nHost: here\r\nX: ", *[b"x" * 65_536] * 64],
            [b"GET / HTTP/1.1\r\nHost: here\r\n", *[b"X: y\r\n" * 8_000] * 16],
            [b"GET /", *[b"x" * 65_536] * 64],
        ):
            heard = await say(url, *parts)
            assert heard.closed
            assert heard.statuses in ([431], [400], []), heard.raw[:200]

    async def test_that_are_long_are_refused_by_name(self, manager: Client, contracts: str) -> None:
        headers = {"Idempotency-Key": "x" * 201}
        refused(await manager.send("POST", contracts, json=a_contract(), headers=headers), 400)

    async def test_of_a_version_that_are_odd_change_nothing(
        self, target: Besieged, manager: Client, contracts: str
    ) -> None:
        path = f"{contracts}/{target.things['contracts'].key}/termination"
        body = {"ground": "mutual", "effective_on": "2025-09-30"}
        odd = [
            "*",
            '"*"',
            '"1", "2"',
            '"2" ',
            'w/"2"',
            '""',
            '"',
            "0x2",
            "2.0",
            "+2",
            "-2",
            '"' + "9" * 30 + '"',
            "²",
            '"\t2"',
        ]
        before = await manager.get(f"{contracts}/{target.things['contracts'].key}")
        for if_match in odd:
            headers = {"If-Match": if_match.encode(), "Idempotency-Key": uuid4().hex}
            if if_match.strip() in ('"2"',):
                continue  # blanks around a value are no part of it
            refused(await manager.send("POST", path, json=body, headers=headers), 400, 412)
        after = await manager.get(f"{contracts}/{target.things['contracts'].key}")
        assert after.body == before.body

    async def test_host_and_forwarding_headers_name_nothing_in_an_answer(self, manager: Client, contracts: str) -> None:
        evil = {
            "Host": "evil.example",
            "X-Forwarded-Host": "evil.example",
            "X-Forwarded-Proto": "gopher",
            "Forwarded": "host=evil.example",
            "X-Original-URL": "/feed",
            "X-Rewrite-URL": "/feed",
        }
        made = await manager.send("POST", contracts, json=a_contract(), headers=evil | {"Idempotency-Key": uuid4().hex})
        listed = await manager.send("GET", f"{contracts}?limit=1", headers=evil)
        assert (made.status, listed.status) == (201, 200)
        for answer in (made, listed):
            assert "evil" not in str(answer.headers) + json.dumps(answer.body)
        assert made.headers["location"].startswith(contracts)
        assert listed.headers["link"].startswith(f"<{contracts}?")

    async def test_of_other_origins_are_told_nothing(self, manager: Client, contracts: str) -> None:
        for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}):
            answer = await manager.send("GET", contracts, headers=headers)
            assert not [name for name in answer.headers if name.startswith("access-control")]
            asked = headers | {"Access-Control-Request-Method": "POST"}
            preflight = await manager.send("OPTIONS", contracts, headers=asked)
            assert preflight.status == 405
            assert not [name for name in preflight.headers if name.startswith("access-control")]

    async def test_allow_names_every_method_of_a_path(self, manager: Client, contracts: str) -> None:
        for path, methods in ((contracts, "GET, POST"), (f"{contracts}/{uuid4()}", "GET")):
            answer = await manager.send("DELETE", path)
            refused(answer, 405)
            assert answer.headers["allow"] == methods


class TestQueries:
    async def test_with_many_parameters_are_answered(self, manager: Client, contracts: str) -> None:
        for query in ("&".join(f"p{number}=x" for number in range(2_000)), "&" * 8_000, "limit=1" + "&limit=1" * 900):
            assert (await manager.send("GET", f"{contracts}?{query}")).status == 200

    @pytest.mark.parametrize("query", ["expiring_before=0", "expiring_before=1775001600", "expiring_before=20260401"])
    async def test_with_numbers_for_days_are_refused(self, manager: Client, contracts: str, query: str) -> None:
        refused(await manager.send("GET", f"{contracts}?{query}"), 400)

    @pytest.mark.parametrize("as_of", ["12345678901", "20260105T090000Z", "2026-W01-1T09:00:00Z", "2026-01-05", "²"])
    async def test_with_moments_written_otherwise_are_refused(
        self, target: Besieged, manager: Client, contracts: str, as_of: str
    ) -> None:
        path = f"{contracts}/{target.things['contracts'].key}"
        refused(await manager.get(path, as_of=as_of), 400)

    async def test_that_hold_what_no_text_holds_are_refused(self, manager: Client, contracts: str) -> None:
        for query in ("locality=%00", "status=%ff%fe", "limit=%00", "cursor=%F0%9F%92%A3", "limit=1e3", "limit=0x10"):
            refused(await manager.send("GET", f"{contracts}?{query}"), 400)


class TestReplays:
    async def test_of_another_ones_key_get_nothing_of_their_answer(
        self, manager: Client, target: Besieged, reached: str, contracts: str
    ) -> None:
        key, body = uuid4().hex, a_contract()
        first = await manager.post(contracts, body, key=key)
        assert first.status == 201
        others: list[tuple[dict[str, Any], int]] = [
            ({"sub": "somebody-else"}, 409),
            ({"org": "08F"}, 403),
        ]
        for who, status in others:
            other = target.rig.client(reached, *EVERYTHING, **who)
            answer = await other.post(contracts, body, key=key)
            assert answer.status == status, answer.body
            assert "idempotent-replayed" not in answer.headers
            assert first.body["contract_id"] not in json.dumps(answer.body)
        again = await manager.post(contracts, body, key=key)
        assert (again.body, again.headers["idempotent-replayed"]) == (first.body, "true")

    async def test_a_cursor_shows_its_finder_no_more_than_they_may_see(
        self, target: Besieged, reached: str, manager: Client, contracts: str
    ) -> None:
        for _ in range(3):
            assert (await manager.post(contracts, a_contract())).status == 201
        cursor = (await manager.get(contracts, limit=1)).body["next"]
        stranger = target.rig.client(reached, "REFERRING_CLINICIAN", org="F82005")
        found = await stranger.get(contracts, limit=500, cursor=cursor)
        assert (found.status, found.body["items"]) == (200, [])
        elsewhere = await manager.get(contracts.replace("contracts", "contracts") + "?limit=1", cursor=cursor + "A")
        refused(elsewhere, 400)


class TestStreams:
    async def test_one_person_cannot_take_them_all(self, target: Besieged) -> None:
        greedy, other = (target.rig.client("gateway", "OPERATOR", sub=sub) for sub in ("greedy", "other"))
        opened = []
        try:
            for _ in range(12):
                built = greedy.http.build_request(
                    "GET", f"{PUBLIC}/alliance/stream", headers={"Authorization": f"Bearer {greedy.token}"}
                )
                opened.append(await greedy.http.send(built, stream=True))
            statuses = [one.status_code for one in opened]
            assert statuses == [200] * 10 + [429] * 2
            built = other.http.build_request(
                "GET", f"{PUBLIC}/alliance/stream", headers={"Authorization": f"Bearer {other.token}"}
            )
            opened.append(await other.http.send(built, stream=True))
            assert opened[-1].status_code == 200
        finally:
            for one in opened:
                await one.aclose()


async def test_ids_with_text_for_the_log_leave_every_line_one_json_object(target: Besieged) -> None:
    """Whatever was sent in this session: no line of any log is broken, and none holds what a caller put there."""
    mark = f"INJECTED{uuid4().hex[:8]}"
    for name in SERVICES:
        client = target.rig.client(name, *EVERYTHING)
        path = f"{PUBLIC}/contracts" if name == "gateway" else "/contracts"
        for value in (f'x","level":"{mark}', f"{mark} x", f"\\n{mark}{{}}", f"{mark}\u2028"):
            headers = {key: value.encode() for key in ("X-Request-ID", "X-Correlation-ID", "traceparent", "User-Agent")}
            await client.send("GET", f"{path}?{mark}=%0a%0d{{}}", headers=headers)
        await client.send("GET", f"/{mark}%0a{{}}")
        log = target.rig.settings.logs_dir / f"{name}-serve.log"
        lines = [line for line in log.read_text(encoding="utf-8").splitlines() if line]
        assert lines
        for line in lines:
            assert isinstance(json.loads(line), dict), line
            assert mark not in line


class TestReferences:
    async def test_are_told_to_be_taken_only_to_whom_may_use_them(self, target: Besieged) -> None:
        """Else whoever may not even read a contract or a pool could ask for its name."""
        contract = await target.rig.client("contracts", *EVERYTHING).post("/contracts", a_contract())
        pool = await target.rig.client("budgets", "FINANCE_PARTNER", org="08F").post("/pools", a_pool())
        stranger: dict[str, Any] = {"org": "F82005", "sub": "stranger"}
        same = a_contract(ref=contract.body["ref"])
        refused(await target.rig.client("contracts", *EVERYTHING, **stranger).post("/contracts", same), 403)
        same = a_pool(title=pool.body["title"])
        refused(await target.rig.client("budgets", "FINANCE_PARTNER", **stranger).post("/pools", same), 403)
