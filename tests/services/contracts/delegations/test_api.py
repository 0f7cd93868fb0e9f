"""Delegated authority over HTTP, and how approvals cite it (R107)."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from starlette.requests import Request

from services.contracts.delegations.citing import approval_of
from services.contracts.delegations.refusals import UnknownDelegation
from shared.kernel.authority import (
    Approval,
    AuthorityNotCited,
    AuthorityNotInForce,
    BeyondAuthority,
    Matter,
    within_authority,
)
from shared.web.access import Principal
from shared.web.call import Call
from tests.kit.apps import Answer, RunningApp
from tests.services.contracts.bodies.boards import a_body
from tests.services.contracts.test_bad_input import a_problem

GRANTER = ("LEADERSHIP_GROUP", "JCB_APPROVER")
# Organisations that approve nothing elsewhere: where authority is delegated, an approval has to cite it.


def a_delegation(org: str, **changes: Any) -> dict[str, Any]:
    return {
        "ref": f"SD-{uuid4().hex[:8]}",
        "org": org,
        "role": "JCB_APPROVER",
        "matters": ["contract", "modification"],
        "limit_pence": 50_000_000,
        "start": "2018-04-01",
        "reason": "scheme of delegation",
    } | changes


async def granted(contracts: RunningApp, org: str, **changes: Any) -> Answer:
    answer = await contracts.client(*GRANTER, org=org, sub="jo").post("/delegations", a_delegation(org, **changes))
    assert answer.status == 201, answer.body
    return answer


async def confirmed(contracts: RunningApp, org: str, **changes: Any) -> Answer:
    made = await granted(contracts, org, **changes)
    finance = contracts.client("FINANCE_PARTNER", org=org, sub="finn")
    answer = await finance.post(made.headers["location"] + "/confirmation", {}, etag=made.etag)
    assert answer.status == 200, answer.body
    return answer


async def revoked(contracts: RunningApp, org: str, made: Answer) -> None:
    jo = contracts.client(*GRANTER, org=org, sub="jo")
    path = f"/delegations/{made.body['delegation_id']}/revocation"
    answer = await jo.post(path, {"reason": "reorganisation"}, etag=made.etag)
    assert answer.status == 200, answer.body


def call_of(contracts: RunningApp, *roles: str, org: str) -> Call:
    service = contracts.service
    principal = Principal("someone", org, frozenset(roles))
    request = Request({"type": "http", "headers": []})
    return Call(request, service, contracts.app.state.edge, "anything", principal, service.now())


async def approval(contracts: RunningApp, matter: Matter, cited: str | None, org: str) -> Approval:
    call = call_of(contracts, "JCB_APPROVER", org=org)
    return await approval_of(call, matter, None if cited is None else UUID(cited))


async def test_is_granted_confirmed_amended_and_revoked(contracts: RunningApp) -> None:
    made = await granted(contracts, "ILLN01", end="2099-03-31")
    path = made.headers["location"]
    jo = contracts.client(*GRANTER, org="ILLN01", sub="jo")
    finn = contracts.client("FINANCE_PARTNER", org="ILLN01", sub="finn")
    a_problem(await jo.post(f"{path}/confirmation", {}, etag=made.etag), 403, refusal="ApprovedByProposer")
    first = await finn.post(f"{path}/confirmation", {}, etag=made.etag)
    terms = {"matters": ["contract"], "limit_pence": 60_000_000, "reason": "narrower"}
    proposed = await finn.post(f"{path}/amendments", terms, etag=first.etag)
    assert (proposed.body["limit_pence"], proposed.body["pending"]["limit_pence"]) == (50_000_000, 60_000_000)
    own = await jo.post(f"{path}/confirmation", {}, etag=proposed.etag)
    a_problem(own, 403, refusal="HolderConfirmsOwnAuthority")
    lead = contracts.client("LEADERSHIP_GROUP", org="ILLN01", sub="lea")
    second = await lead.post(f"{path}/confirmation", {}, etag=proposed.etag)
    assert (second.body["limit_pence"], second.body["edition"], second.body["pending"]) == (60_000_000, 2, None)
    ended = await jo.post(f"{path}/revocation", {"reason": "reorganisation"}, etag=second.etag)
    assert ended.body["status"] == "revoked"
    assert (await jo.get(path, as_of="2")).body["limit_pence"] == 50_000_000
    history = (await jo.get(f"{path}/history")).body["items"]
    assert [entry["event"] for entry in history] == [
        "DelegationGranted",
        "DelegationConfirmed",
        "DelegationAmended",
        "DelegationConfirmed",
        "DelegationRevoked",
    ]
    assert "granted_by" not in history[0]["facts"]


async def test_a_reference_is_unique_and_other_organisations_keep_their_hands_off(contracts: RunningApp) -> None:
    made = await granted(contracts, "ILLN01")
    again = a_delegation("ILLN01", ref=made.body["ref"])
    manager = contracts.client(*GRANTER, org="ILLN01")
    a_problem(await manager.post("/delegations", again), 409, refusal="DelegationRefTaken")
    neighbour = contracts.client(*GRANTER, org="ILLF03")
    a_problem(await neighbour.post("/delegations", a_delegation("ILLN01")), 403, refusal="ActionNotAllowed")
    a_problem(await contracts.client("SERVICE_PROVIDER_CLINICIAN", org="RF4").get(made.headers["location"]), 404)


async def test_the_body_that_delegates_is_one_of_the_alliance(contracts: RunningApp) -> None:
    board = await a_body(contracts)
    made = await granted(contracts, "ILLN01", body_id=board.body["body_id"])
    assert made.body["body_id"] == board.body["body_id"]
    nobodys = a_delegation("ILLN01", body_id=str(uuid4()))
    answer = await contracts.client(*GRANTER, org="ILLN01").post("/delegations", nobodys)
    a_problem(answer, 422, refusal="UnknownBody", field="body_id")


async def test_the_list_says_who_may_approve_what_on_a_day(contracts: RunningApp) -> None:
    await granted(contracts, "ILLN02")
    sought = await confirmed(contracts, "ILLN02", end="2018-04-02")
    reader = contracts.client("COMMISSIONER")

    async def found(**query: str) -> list[str]:
        answer = await reader.get("/delegations", org="ILLN02", **query)
        return [item["delegation_id"] for item in answer.body["items"]]

    assert len(await found()) == 2
    assert await found(in_force_on="2018-04-02", matter="contract", role="JCB_APPROVER") == [
        sought.body["delegation_id"]
    ]
    assert await found(in_force_on="2018-04-03") == []
    assert await found(in_force_on="2018-03-31") == []
    assert await found(matter="investment") == []


class TestCiting:
    """What `approval_of` gives an approval to be judged by."""

    async def test_is_required_once_the_organisation_has_confirmed_one_for_the_matter(
        self, contracts: RunningApp
    ) -> None:
        await granted(contracts, "ILLF03")
        assert not (await approval(contracts, "contract", None, "ILLF03")).required
        await confirmed(contracts, "ILLF03")
        assert (await approval(contracts, "contract", None, "ILLF03")).required
        assert not (await approval(contracts, "investment", None, "ILLF03")).required
        assert not (await approval(contracts, "contract", None, "ILLF02")).required

    async def test_is_required_from_the_first_day_of_one_on(self, contracts: RunningApp) -> None:
        today = contracts.service.today()
        await confirmed(contracts, "ILLF02", matters=["budget"], start=str(today + timedelta(days=1)))
        assert not (await approval(contracts, "budget", None, "ILLF02")).required
        await confirmed(contracts, "ILLF02", matters=["budget"], start=str(today))
        assert (await approval(contracts, "budget", None, "ILLF02")).required

    @pytest.mark.parametrize(
        ("ended", "org", "matter"),
        [("by its last day", "ILLF02", "strategy"), ("by revocation", "ILLF01", "investment")],
    )
    async def test_stays_required_when_it_has_ended_and_nothing_is_approved_until_it_is_delegated_anew(
        self, contracts: RunningApp, ended: str, org: str, matter: Matter
    ) -> None:
        yesterday = str(contracts.service.today() - timedelta(days=1))
        until = {"end": yesterday} if ended == "by its last day" else {}
        made = await confirmed(contracts, org, matters=[matter], **until)
        if ended == "by revocation":
            await revoked(contracts, org, made)
        with pytest.raises(AuthorityNotCited):
            within_authority(await approval(contracts, matter, None, org), 1)
        with pytest.raises(AuthorityNotInForce):
            within_authority(await approval(contracts, matter, made.body["delegation_id"], org), 1)
        anew = await confirmed(contracts, org, matters=[matter])
        within_authority(await approval(contracts, matter, anew.body["delegation_id"], org), 1)

    async def test_the_limit_is_kept_to_the_penny(self, contracts: RunningApp) -> None:
        made = await confirmed(contracts, "ILLF01")
        wanted = await approval(contracts, "contract", made.body["delegation_id"], "ILLF01")
        within_authority(wanted, 50_000_000)
        with pytest.raises(BeyondAuthority):
            within_authority(wanted, 50_000_001)

    async def test_what_is_not_confirmed_or_not_there_cannot_be_cited(self, contracts: RunningApp) -> None:
        made = await granted(contracts, "ILLF01")
        with pytest.raises(AuthorityNotInForce):
            await approval(contracts, "contract", made.body["delegation_id"], "ILLF01")
        with pytest.raises(UnknownDelegation) as caught:
            await approval(contracts, "contract", str(uuid4()), "ILLF01")
        assert caught.value.field == "delegation_id"
