"""Procurements and their neighbours: contracts that come of them, strategies, ISAP, decisions, the year's summary."""

from datetime import date
from typing import Any
from uuid import uuid4

from services.contracts.procurements.policies import mark_signed_when_contract_activated
from tests.kit.apps import Answer, Client, RunningApp
from tests.services.contracts.procurements.walk import (
    AWARD,
    Clock,
    a_procurement,
    in_standstill,
    planned,
    refused,
    screened,
    then,
)
from tests.services.contracts.reacting import newest_event, react
from tests.services.contracts.register.test_api import a_contract
from tests.services.contracts.strategies.test_api import CHOICE, appraised

ONLY = {"existing_providers": ["RAT"], "only_capable_provider": True}


async def awarded(lead: Client, approver: Client, clock: Clock) -> Answer:
    one = await in_standstill(lead, clock)
    clock("2025-04-23")
    return await then(approver, one, "award", AWARD)


class TestContracts:
    async def test_come_into_force_after_the_award_alone_and_mark_the_procurement_signed(
        self, contracts: RunningApp, lead: Client, approver: Client, clock: Clock
    ) -> None:
        """(R22): from the standstill to the commencement; the register hears what is missing, in words."""
        one = await in_standstill(lead, clock)
        manager = contracts.client("CONTRACT_MANAGER", sub="manager")
        came_of = {"procurement_id": one.body["procurement_id"], "commissioners": ["07L", "08F"]}
        draft = await manager.post("/contracts", a_contract(**came_of, start="2025-07-01", end="2030-06-30"))
        assert draft.status == 201, draft.body
        path = f"{draft.headers['location']}/activation"
        early = await approver.post(path, {"signed_on": "2025-04-07"}, etag=draft.etag)
        assert (early.status, early.body["refusal"]) == (422, "ProcurementNotComplete")
        assert "the standstill runs until the end of 2025-04-22" in early.body["detail"]
        clock("2025-04-23")
        one = await then(approver, one, "award", AWARD)
        in_standstill_still = await approver.post(path, {"signed_on": "2025-04-22"}, etag=draft.etag)
        assert (in_standstill_still.status, in_standstill_still.body["refusal"]) == (422, "SignedTooEarly")
        signed = await approver.post(path, {"signed_on": "2025-04-23"}, etag=draft.etag)
        assert signed.status == 200, signed.body
        activated = await newest_event(contracts, f"contract-{draft.body['contract_id']}")
        assert await react(contracts, activated) >= 1
        await react(contracts, activated)
        seen = await lead.get(f"/procurements/{one.body['procurement_id']}")
        assert (seen.body["status"], seen.body["contract_ids"]) == ("contract_signed", [draft.body["contract_id"]])
        assert seen.body["version"] == one.body["version"] + 1
        clock("2025-07-01")
        began = await then(manager, seen, "commencement", {"commenced_on": "2025-07-01"})
        assert (began.body["status"], began.body["next_step"]) == ("commenced", None)

    async def test_that_name_no_procurement_are_nothing_to_any(self, contracts: RunningApp) -> None:
        manager = contracts.client("CONTRACT_MANAGER", "JCB_APPROVER")
        draft = await manager.post("/contracts", a_contract())
        signed = await manager.post(f"{draft.headers['location']}/activation", {"signed_on": "2024-03-01"}, etag='"1"')
        assert signed.status == 200, signed.body
        activated = await newest_event(contracts, f"contract-{draft.body['contract_id']}")
        wanted = await mark_signed_when_contract_activated(activated, None, contracts.service)  # type: ignore[arg-type]  # it looks at the event alone
        assert wanted == []


class TestStrategies:
    async def test_that_are_approved_are_followed_by_the_route_they_have_chosen(self, contracts: RunningApp) -> None:
        """(R13)"""
        lead = contracts.client("PROCUREMENT_LEAD", "JCB_APPROVER", org="08N", sub="lead")
        ready = await appraised(lead)
        strategy = ready.body["strategy_id"]
        following = {"strategy_id": strategy, "commissioners": ["08N"], "route": "most_suitable_provider"}
        early = await lead.post("/procurements", a_procurement(**following))
        assert (early.status, early.body["refusal"]) == (422, "StrategyNotApproved")
        approver = contracts.client("JCB_APPROVER", org="08N", sub="approver")
        chosen = await approver.post(f"/strategies/{strategy}/approval", CHOICE, etag=ready.etag)
        assert chosen.status == 200, chosen.body
        other = await lead.post("/procurements", a_procurement(**(following | {"route": "competitive"})))
        assert (other.status, other.body["refusal"]) == (422, "NotTheStrategysRoute")
        assert (await planned(lead, **following)).body["strategy_id"] == strategy

    async def test_that_nobody_knows_are_refused(self, lead: Client) -> None:
        answer = await lead.post("/procurements", a_procurement(strategy_id=str(uuid4())))
        assert (answer.status, answer.body["refusal"]) == (422, "UnknownStrategy")


class TestDecisions:
    async def test_that_were_not_taken_carry_no_award(self, lead: Client, approver: Client, clock: Clock) -> None:
        one = await in_standstill(lead, clock)
        clock("2025-04-23")
        body = AWARD | {"decision_id": str(uuid4())}
        assert await refused(approver, one, "award", body) == "DecisionNotTaken"


class TestReservedContracts:
    async def test_go_to_nobody_who_was_awarded_one_within_three_years(
        self, contracts: RunningApp, lead: Client, approver: Client, clock: Clock
    ) -> None:
        """PCR 2015 reg 77(3)(c) (R28)."""

        async def reserved(day: str) -> Answer:
            clock(day)
            light = {"route": "light_touch", "cpv": ["85300000-2"], "reserved": True, "term_months": 36}
            one = await planned(lead, **light, began_on="2021-03-01", commissioners=["07L", "08F"])
            await screened(lead, one)
            launch = {
                "notice_ref": "LTR-1",
                "published_on": "2021-03-01",
                "bids_by": "2021-03-29T12:00:00Z",
                "time_limit_reason": "Four weeks",
                "criteria": [{"name": "Quality", "weight_bp": 10_000}],
            }
            one = await then(lead, one, "launch", launch)
            bid: dict[str, Any] = {"received_at": "2021-03-02T12:00:00Z", "price_pence": 1, "summary": "x"}
            one = await then(lead, one, "bids", bid | {"provider": "ILLV01"})
            one = await then(lead, one, "assessment")
            marks = [{"provider": "ILLV01", "marks": [{"criterion": "Quality", "mark_bp": 1}]}]
            one = await then(lead, one, "evaluation", {"panel": ["lead"], "marks": marks, "evaluated_on": day})
            intention = {
                "providers": ["ILLV01"],
                "notice_ref": "LTR-2",
                "published_on": day,
                "reasons": "x",
                "decision_makers": ["lead"],
            }
            return await then(lead, one, "intention", intention)

        first = await reserved("2021-04-01")
        clock("2021-05-01")
        award = AWARD | {"providers": ["ILLV01"], "awarded_on": "2021-05-01"}
        await then(approver, first, "award", award)
        again = await reserved("2024-04-01")
        clock("2024-04-30")
        assert await refused(approver, again, "award", award | {"awarded_on": "2024-04-30"}) == "ReservedTwice"
        clock("2024-05-01")
        assert (await then(approver, again, "award", award | {"awarded_on": "2024-05-01"})).status == 200


class TestAnnualSummary:
    async def test_counts_the_year_by_route(self, contracts: RunningApp, lead: Client, clock: Clock) -> None:
        """SI 2023/1348 reg 25, of one commissioner."""
        clock("2024-05-01")
        before = (await lead.get("/procurement-summaries/2024-25", commissioner="E09000026")).body
        everybody = {"unrestricted_patient_choice": True}
        one = await planned(
            lead,
            route="direct_award_b",
            circumstances=everybody,
            commissioners=["07L", "E09000026"],
            began_on="2024-04-02",
        )
        await screened(lead, one)
        both = AWARD | {"providers": ["RAT", "RF4"], "awarded_on": "2024-05-01"}
        await then(contracts.client("JCB_APPROVER", org="07L", sub="approver"), one, "award", both)
        after = (await lead.get("/procurement-summaries/2024-25", commissioner="E09000026")).body
        assert after["by_route"]["direct_award_b"] == before["by_route"]["direct_award_b"] + 1
        assert after["awarded_value_pence"] == before["awarded_value_pence"] + 400_000_000
        assert {"RAT", "RF4"} <= set(after["new_providers"])
        assert date.fromisoformat(after["until"]) == date(2025, 3, 31)

    async def test_refuses_what_is_no_financial_year(self, lead: Client) -> None:
        answer = await lead.get("/procurement-summaries/2024-26")
        assert (answer.status, answer.body["refusal"]) == (422, "NotAFinancialYear")
