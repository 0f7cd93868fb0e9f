"""An Idempotency-Key belongs to one request, also through the gateway."""

from uuid import uuid4

import pytest

from tests.e2e.conftest import API, Demonstration
from tests.e2e.reckoning import last_done_by_people
from tests.e2e.test_bad_input import a_contract, is_problem

pytestmark = pytest.mark.kafka


@pytest.mark.promise(number=1)
async def test_reused_idempotency_key_with_another_body(demonstration: Demonstration) -> None:
    commissioner = demonstration.as_persona("commissioner")
    key, body = uuid4().hex, a_contract()
    first = await commissioner.post(f"{API}/contracts", body, key=key)
    assert first.status == 201
    before = await last_done_by_people(demonstration.rig)
    is_problem(await commissioner.post(f"{API}/contracts", a_contract(), key=key), 422, refusal="IdempotencyKeyReused")
    again = await commissioner.post(f"{API}/contracts", body, key=key)
    assert (again.status, again.body) == (201, first.body)
    assert again.headers["location"] == first.headers["location"] == f"{API}/contracts/{first.body['contract_id']}"
    assert await last_done_by_people(demonstration.rig) == before
