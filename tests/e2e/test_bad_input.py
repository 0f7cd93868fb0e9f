"""Bad input through the gateway: each gives its problem document naming the field or rule, and appends nothing."""

import base64
import json
import time
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest

from tests.e2e.conftest import API, Demonstration
from tests.e2e.reckoning import last_done_by_people
from tests.kit.apps import Answer, Client
from tests.kit.tokens import sign_user

pytestmark = pytest.mark.kafka
MEDIA_TYPE = "application/problem+json"


def a_contract(**changes: Any) -> dict[str, Any]:
    return {
        "ref": f"BAD-{uuid4().hex[:8]}",
        "title": "Never registered",
        "commissioners": ["07L"],
        "providers": [{"ods": "RAT"}],
        "start": "2026-04-01",
        "end": "2027-03-31",
        "original_lifetime_value_pence": 100,
    } | changes


@pytest.fixture(autouse=True)
async def nothing_is_appended(demonstration: Demonstration) -> AsyncIterator[None]:
    before = await last_done_by_people(demonstration.rig)
    yield
    assert await last_done_by_people(demonstration.rig) == before


@pytest.fixture
def commissioner(demonstration: Demonstration) -> Client:
    return demonstration.as_persona("commissioner")


def is_problem(answer: Answer, status: int, *, field: str | None = None, refusal: str | None = None) -> None:
    assert answer.status == status, answer.body
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert answer.body["request_id"] == answer.headers["x-request-id"]
    if field:
        assert answer.body["field"] == field, answer.body
    if refusal:
        assert answer.body["refusal"] == refusal, answer.body


async def first(client: Client, path: str, **query: Any) -> Any:
    return (await client.get(f"{API}{path}", limit=1, **query)).body["items"][0]


async def test_unknown_field(commissioner: Client) -> None:
    is_problem(await commissioner.post(f"{API}/contracts", a_contract(colour="red")), 400, field="colour")


async def test_wrong_type(commissioner: Client) -> None:
    answer = await commissioner.post(f"{API}/contracts", a_contract(original_lifetime_value_pence="100"))
    is_problem(answer, 400, field="original_lifetime_value_pence")


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "required"),
        (b"[]", "object"),
        (b'{"ref":', "unexpected end of data"),
        (b'{"original_lifetime_value_pence": NaN}', "at character 34: unexpected character"),
        (b'{"original_lifetime_value_pence": 1e400}', "infinity"),
        (b'\xef\xbb\xbf{"ref": "A"}', "byte order mark"),
        ('{"ref": "A"}'.encode("utf-16"), "UTF-8"),
        (b'{"title": "\\ud800"}', "surrogate"),
        (b'{"title": "\\u0000"}', "NUL"),
        (b"[" * 5_000, "depth"),
    ],
)
async def test_no_json_object(commissioner: Client, raw: bytes, says: str) -> None:
    headers = {"Idempotency-Key": uuid4().hex, "Content-Type": "application/json"}
    answer = await commissioner.send("POST", f"{API}/contracts", content=raw, headers=headers)
    is_problem(answer, 400, field="body")
    assert says in answer.body["errors"][0]["message"]


async def test_a_body_not_said_to_be_json(commissioner: Client) -> None:
    raw, headers = json.dumps(a_contract()).encode(), {"Idempotency-Key": uuid4().hex, "Content-Type": "text/plain"}
    answer = await commissioner.send("POST", f"{API}/contracts", content=raw, headers=headers)
    is_problem(answer, 400, field="Content-Type")


async def test_negative_pence(commissioner: Client) -> None:
    answer = await commissioner.post(f"{API}/contracts", a_contract(original_lifetime_value_pence=-1))
    is_problem(answer, 400, field="original_lifetime_value_pence")


async def test_end_before_start(commissioner: Client) -> None:
    answer = await commissioner.post(f"{API}/contracts", a_contract(end="2026-03-31"))
    is_problem(answer, 422, field="end", refusal="EndNotAfterStart")


async def test_unknown_ods_code(commissioner: Client) -> None:
    answer = await commissioner.post(f"{API}/contracts", a_contract(commissioners=["07L", "ZZ9"]))
    is_problem(answer, 422, field="commissioners.1", refusal="UnknownOrganisation")


async def test_invalid_nhs_number(demonstration: Demonstration) -> None:
    gp = demonstration.as_persona("gp")
    known = await first(demonstration.as_persona("analyst"), "/referrals")
    number = "9990000019"
    body = {
        "pathway_id": known["pathway_id"],
        "practice_ods": "F82040",
        "provider_ods": known["provider_ods"],
        "priority": "ROUTINE",
        "nhs_number": number,
        "specialty_tfc": known["specialty_tfc"],
    }
    answer = await gp.post(f"{API}/referrals", body)
    is_problem(answer, 422, field="nhs_number", refusal="InvalidNhsNumber")
    assert number not in json.dumps(answer.body)


async def test_stale_if_match(commissioner: Client) -> None:
    contract = await first(commissioner, "/contracts", status="active", commissioner="07L")
    path = f"{API}/contracts/{contract['contract_id']}/extensions"
    is_problem(await commissioner.post(path, {"option_no": 1}, etag='"1"'), 412, field="If-Match", refusal="Stale")


async def test_missing_if_match(commissioner: Client) -> None:
    contract = await first(commissioner, "/contracts", status="active", commissioner="07L")
    path = f"{API}/contracts/{contract['contract_id']}/extensions"
    is_problem(await commissioner.post(path, {"option_no": 1}), 428, field="If-Match")


async def test_tampered_cursor(commissioner: Client) -> None:
    for path in ("/contracts", "/pools", "/pathways", "/referrals", "/alliance/timeline"):
        cursor = (await commissioner.get(f"{API}{path}", limit=1)).body["next"]
        tampered = cursor[:-2] + ("A" if cursor[-2] != "A" else "B") + cursor[-1]
        is_problem(await commissioner.get(f"{API}{path}", limit=1, cursor=tampered), 400, field="cursor")


async def test_one_megabyte_body(commissioner: Client) -> None:
    is_problem(await commissioner.post(f"{API}/contracts", a_contract(title="x" * 1_000_000)), 413)


async def test_expired_foreign_and_alg_none_token(demonstration: Demonstration) -> None:
    keys = demonstration.rig.settings.keys_dir
    said: dict[str, Any] = {"org": "07L", "roles": ["COMMISSIONER"]}
    _, payload, _ = sign_user(keys, **said).split(".")
    unsigned = base64.urlsafe_b64encode(b'{"alg":"none","typ":"at+jwt"}').decode().rstrip("=")
    tokens = {
        "expired": sign_user(keys, exp=int(time.time()) - 3_600, **said),
        "foreign": sign_user(keys, iss="https://login.elsewhere.example", **said),
        "foreign key": sign_user(keys, key_name="service", **said),
        "none": f"{unsigned}.{payload}.",
    }
    client = demonstration.as_persona("commissioner")
    for name, token in tokens.items():
        for path in ("/contracts", "/alliance/overview"):
            headers = {"Authorization": f"Bearer {token}"}
            answer = await client.send("GET", f"{API}{path}", headers=headers)
            assert answer.status == 401, name
            is_problem(answer, 401, field="Authorization")


async def test_another_organisations_referral(demonstration: Demonstration) -> None:
    referral = await first(demonstration.as_persona("analyst"), "/referrals")
    other = "F82001" if referral["practice_ods"] != "F82001" else "F82002"
    stranger = demonstration.as_persona("gp", other)
    path = f"{API}/referrals/{referral['referral_id']}"
    for deed in ("", "/identity", "/texts"):
        is_problem(await stranger.get(path + deed), 404)
    cancelled = await stranger.post(f"{path}/cancellation", {"reason": "patient_declined"}, etag='"1"')
    assert cancelled.status in (400, 404)


async def test_nul_in_a_filter(commissioner: Client) -> None:
    for path in ("/contracts?locality=%00", "/alliance/timeline?locality=%00"):
        is_problem(await commissioner.send("GET", f"{API}{path}"), 400)
