"""Days to come, the largest value and words that are no finding, over HTTP."""

from tests.kit.apps import RunningApp
from tests.services.contracts.register.test_api import ROLES, registered
from tests.services.contracts.test_access import FINDING, NOVATION, TERMINATION
from tests.services.contracts.test_bad_input import a_problem


async def test_a_dear_contract_of_one_month_is_activated(contracts: RunningApp) -> None:
    manager = contracts.client(*ROLES)
    made = await registered(
        manager, end="2024-04-30", original_lifetime_value_pence=10**15, extension_options=[], localities=[]
    )
    signed = await manager.post(f"{made.headers['location']}/activation", {"signed_on": "2024-03-01"}, etag=made.etag)
    assert (signed.status, signed.body["annual_value_pence"]) == (200, 12 * 10**15)


async def test_days_to_come_are_refused(contracts: RunningApp) -> None:
    manager = contracts.client(*ROLES)
    made = await registered(manager, end="2149-03-31")
    path = made.headers["location"]
    answer = await manager.post(f"{path}/activation", {"signed_on": "2099-01-01"}, etag=made.etag)
    a_problem(answer, 422, field="signed_on", refusal="SignedInFuture")
    signed = await manager.post(f"{path}/activation", {"signed_on": "2024-03-01"}, etag=made.etag)
    for deed, body in (("novations", NOVATION), ("termination", TERMINATION)):
        answer = await manager.post(f"{path}/{deed}", body | {"effective_on": "2099-01-01"}, etag=signed.etag)
        a_problem(answer, 422, field="effective_on", refusal="EffectiveInFuture")


async def test_nothing_is_recorded_as_not_assessed(contracts: RunningApp) -> None:
    manager = contracts.client(*ROLES)
    made = await registered(manager)
    path = made.headers["location"]
    signed = await manager.post(f"{path}/activation", {"signed_on": "2024-03-01"}, etag=made.etag)
    answer = await manager.post(f"{path}/findings", FINDING | {"finding": "not_assessed"}, etag=signed.etag)
    a_problem(answer, 400, field="finding")
