"""Bad input gets a problem document that names the field or the rule, and appends nothing."""

import base64
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from shared.web.problems import MEDIA_TYPE
from tests.kit.apps import Answer, Client, RunningApp
from tests.kit.tokens import sign_user
from tests.services.contracts.reacting import deeds
from tests.services.contracts.register.test_api import ROLES, a_contract


@pytest.fixture
def manager(contracts: RunningApp) -> Client:
    return contracts.client(*ROLES)


@pytest.fixture(autouse=True)
async def nothing_is_appended(contracts: RunningApp) -> AsyncIterator[None]:
    before = await deeds(contracts)
    yield
    assert await deeds(contracts) == before


def a_problem(answer: Answer, status: int, *, field: str | None = None, refusal: str | None = None) -> None:
    assert answer.status == status, answer.body
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert answer.body["status"] == status
    assert answer.body["request_id"] == answer.headers["x-request-id"]
    if field is not None:
        assert answer.body["field"] == field, answer.body
    if refusal is not None:
        assert answer.body["refusal"] == refusal, answer.body


class TestBodies:
    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"colour": "red"}, "colour"),
            ({"original_lifetime_value_pence": "12"}, "original_lifetime_value_pence"),
            ({"original_lifetime_value_pence": 12.5}, "original_lifetime_value_pence"),
            ({"original_lifetime_value_pence": True}, "original_lifetime_value_pence"),
            ({"original_lifetime_value_pence": -1}, "original_lifetime_value_pence"),
            ({"start": 20240401}, "start"),
            ({"start": "2024-04-31"}, "start"),
            ({"title": None}, "title"),
            ({"commissioners": []}, "commissioners"),
            ({"providers": [{"ods": "RF4", "in_area_share_bp": 10_001}]}, "providers.0.in_area_share_bp"),
            ({"providers": [{"ods": "rf4"}]}, "providers.0.ods"),
            ({"title": " "}, "title"),
            ({"ref": " "}, "ref"),
            ({"end": "2200-01-01"}, "end"),
            ({"end": "9999-12-31"}, "end"),
        ],
        ids=lambda value: json.dumps(value) if isinstance(value, dict) else None,
    )
    async def test_an_unknown_field_a_wrong_type_and_negative_pence(
        self, manager: Client, changes: dict[str, Any], field: str
    ) -> None:
        a_problem(await manager.post("/contracts", a_contract(**changes)), 400, field=field)

    async def test_an_end_before_the_start(self, manager: Client) -> None:
        answer = await manager.post("/contracts", a_contract(start="2024-04-02", end="2024-04-01"))
        a_problem(answer, 422, field="end", refusal="EndNotAfterStart")

    async def test_an_unknown_locality(self, manager: Client) -> None:
        answer = await manager.post("/contracts", a_contract(localities=["havering-north", "atlantis"]))
        a_problem(answer, 422, field="localities.1", refusal="UnknownLocality")

    async def test_a_practice_that_commissions_from_itself(self, contracts: RunningApp) -> None:
        practice = contracts.client(*ROLES, org="F82001")
        body = a_contract(commissioners=["F82001"], providers=[{"ods": "F82001"}])
        a_problem(await practice.post("/contracts", body), 422, field="commissioners.0", refusal="NotACommissioner")

    async def test_an_unknown_ods_code(self, manager: Client) -> None:
        answer = await manager.post("/contracts", a_contract(providers=[{"ods": "RF4"}, {"ods": "ZZ9ZZ"}]))
        a_problem(answer, 422, field="providers.1", refusal="UnknownOrganisation")

    async def test_a_missing_field_is_named(self, manager: Client) -> None:
        body = a_contract()
        del body["ref"]
        a_problem(await manager.post("/contracts", body), 400, field="ref")

    @pytest.mark.parametrize("raw", [b"{", b"[]", b"null", b'"x"', b"\xff", b"[" * 5_000], ids=repr)
    async def test_what_is_no_json_object(self, manager: Client, raw: bytes) -> None:
        headers = {"Idempotency-Key": uuid4().hex, "Content-Type": "application/json"}
        a_problem(await manager.send("POST", "/contracts", content=raw, headers=headers), 400)

    async def test_no_body_at_all(self, manager: Client) -> None:
        a_problem(await manager.send("POST", "/contracts", headers={"Idempotency-Key": uuid4().hex}), 400)

    async def test_a_nul_character(self, manager: Client) -> None:
        a_problem(await manager.post("/contracts", a_contract(title="a\0b")), 400)

    async def test_a_body_of_one_megabyte(self, manager: Client) -> None:
        a_problem(await manager.post("/contracts", a_contract(title="x" * 1_000_000)), 413)

    async def test_a_body_of_one_megabyte_sent_in_parts(self, manager: Client) -> None:
        async def parts() -> AsyncIterator[bytes]:
            for _ in range(100):
                yield b" " * 10_000

        headers = {"Idempotency-Key": uuid4().hex, "Content-Type": "application/json"}
        a_problem(await manager.send("POST", "/contracts", content=parts(), headers=headers), 413)

    async def test_the_input_is_never_echoed(self, manager: Client) -> None:
        answer = await manager.post("/contracts", a_contract(start="secret-looking-value"))
        assert "secret-looking-value" not in json.dumps(answer.body)


class TestHeaders:
    async def test_a_missing_idempotency_key(self, manager: Client) -> None:
        a_problem(await manager.send("POST", "/contracts", json=a_contract()), 400, field="Idempotency-Key")

    async def test_a_cursor_that_was_tampered_with(self, manager: Client) -> None:
        forged = base64.urlsafe_b64encode(b"x" * 40).decode()
        for cursor in (forged, "%%%", "AAAA", "é"):
            a_problem(await manager.get("/contracts", cursor=cursor), 400, field="cursor")

    async def test_a_moment_that_is_none(self, manager: Client) -> None:
        for as_of in ("yesterday", "2026-01-05", "2026-01-05T09:00:00"):
            answer = await manager.get(f"/contracts/{uuid4()}", as_of=as_of)
            assert answer.status in (400, 404)

    async def test_a_limit_beyond_the_largest(self, manager: Client) -> None:
        a_problem(await manager.get("/contracts", limit=501), 400, field="limit")


class TestPaths:
    async def test_an_unknown_contract_is_not_found(self, manager: Client) -> None:
        a_problem(await manager.get(f"/contracts/{uuid4()}"), 404)

    async def test_an_id_that_is_none(self, manager: Client) -> None:
        a_problem(await manager.get("/contracts/not-a-uuid"), 400, field="contract_id")

    async def test_an_unknown_route_and_an_unknown_method(self, manager: Client) -> None:
        a_problem(await manager.get("/nothing"), 404)
        a_problem(await manager.send("DELETE", "/contracts"), 405)


class TestTokens:
    async def test_no_token(self, contracts: RunningApp) -> None:
        a_problem(await contracts.client().get("/contracts"), 401, field="Authorization")

    async def test_no_service_token(self, contracts: RunningApp) -> None:
        client = contracts.client(*ROLES, service_token=False)
        a_problem(await client.get("/contracts"), 401, field="ACS-Service-Token")

    @pytest.mark.parametrize(
        ("header", "claims"),
        [
            ({}, {"exp": 1}),
            ({}, {"exp": None}),
            ({}, {"iss": "https://elsewhere.example"}),
            ({}, {"aud": "another-api"}),
            ({}, {"org": None}),
            ({}, {"roles": "COMMISSIONER"}),
            ({"typ": "JWT"}, {}),
            ({"kid": "another"}, {}),
        ],
        ids=str,
    )
    async def test_a_token_that_is_expired_foreign_or_odd(
        self, contracts: RunningApp, keys: Path, header: dict[str, Any], claims: dict[str, Any]
    ) -> None:
        said = {name: value for name, value in ({"org": "07L", "roles": list(ROLES)} | claims).items() if value}
        if "exp" in claims and claims["exp"] is None:
            said["exp"] = None
        a_problem(await self.with_token(contracts, sign_user(keys, header=header, **said)), 401)

    async def test_a_token_of_another_key(self, contracts: RunningApp, keys: Path) -> None:
        token = sign_user(keys, key_name="service", org="07L", roles=list(ROLES))
        a_problem(await self.with_token(contracts, token), 401)

    @pytest.mark.parametrize("alg", ["none", "HS256"])
    async def test_a_token_without_a_signature_or_with_a_shared_secret(
        self, contracts: RunningApp, keys: Path, alg: str
    ) -> None:
        _, payload, signature = sign_user(keys, org="07L", roles=list(ROLES)).split(".")
        forged = base64.urlsafe_b64encode(json.dumps({"alg": alg, "typ": "at+jwt"}).encode()).decode().rstrip("=")
        for end in ("", signature):
            a_problem(await self.with_token(contracts, f"{forged}.{payload}.{end}"), 401)

    @pytest.mark.parametrize(
        "token", ["x", "a.b.c", "e30.e30.e30", "a.W10.b", "." * 9_000, "a" * 9_000], ids=lambda token: token[:6]
    )
    async def test_what_is_no_token(self, contracts: RunningApp, token: str) -> None:
        a_problem(await self.with_token(contracts, token), 401)

    async def with_token(self, contracts: RunningApp, token: str) -> Answer:
        client = contracts.client("COMMISSIONER")
        return await client.send("GET", "/contracts", headers={"Authorization": f"Bearer {token}"})


class TestRoles:
    async def test_who_may_not_register_is_told_so(self, contracts: RunningApp) -> None:
        answer = await contracts.client("COMMISSIONER").post("/contracts", a_contract())
        a_problem(answer, 403, refusal="ActionNotAllowed")

    async def test_who_registers_for_others_is_told_so(self, contracts: RunningApp) -> None:
        answer = await contracts.client(*ROLES, org="08F").post("/contracts", a_contract())
        a_problem(answer, 403)
