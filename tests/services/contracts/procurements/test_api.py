"""Procurements over HTTP: the whole way, the dates of W7, and what whom is shown (R12, R16, R22)."""

from typing import Any

import pytest

from tests.kit.apps import Answer, Client, RunningApp
from tests.services.contracts.procurements.walk import (
    AWARD,
    INTENTION,
    LAUNCH,
    REPRESENTATION,
    Clock,
    a_procurement,
    clocked,
    in_standstill,
    planned,
    refused,
    screened,
    then,
)

EXISTING = {"existing_providers": ["RAT"], "satisfactory": True, "previous_value_pence": 390_000_000}


async def row(lead: Client, one: Answer) -> dict[str, Any]:
    found: dict[str, Any] = (await lead.get(f"/procurements/{one.body['procurement_id']}")).body
    return found


class TestTheWholeWay:
    async def test_of_a_competition_with_a_representation(
        self, contracts: RunningApp, lead: Client, approver: Client, clock: Clock
    ) -> None:
        one = await in_standstill(lead, clock)
        assert (one.body["standstill_ends"], one.body["sign_from"]) == ("2025-04-22", "2025-04-23")
        clock("2025-04-22")
        assert await refused(approver, one, "award", AWARD | {"awarded_on": "2025-04-22"}) == "StandstillStillRunning"
        one = await then(lead, one, "representations", REPRESENTATION)
        clock("2025-04-25")
        made = (await lead.get(f"/procurements/{one.body['procurement_id']}/representations")).body["items"]
        path = f"representations/{made[0]['representation_id']}"
        one = await then(lead, one, f"{path}/hearing", {"heard_on": "2025-04-24", "account": "At a meeting"})
        review = {"outcome": "confirmed", "reasons": "The marks stand", "communicated_on": "2025-04-25"}
        assert await refused(approver, one, "review", review) == "InformationNotGiven"
        one = await then(lead, one, f"{path}/information", {"given_on": "2025-04-24", "information": "The marks"})
        assert await refused(lead, one, "review", review) == "ApprovedByProposer"
        one = await then(approver, one, "review", review)
        assert (one.body["standstill_ends"], one.body["next_lawful_on"]) == ("2025-05-02", "2025-05-03")
        clock("2025-05-03")
        body = AWARD | {"awarded_on": "2025-05-03"}
        assert await refused(lead, one, "award", body) == "ActionNotAllowed"
        one = await then(approver, one, "award", body)
        assert (one.body["status"], one.body["award_notice_due_on"]) == ("awarded", "2025-06-02")
        notice = {"kind": "award", "notice_ref": "2025/S 000-000003", "published_on": "2025-05-03"}
        one = await then(lead, one, "notices", notice)
        assert [entry["kind"] for entry in one.body["notices"]] == ["tender", "intention", "award"]

    async def test_of_a_direct_award_a_is_from_the_plan_to_its_award(
        self, lead: Client, approver: Client, clock: Clock
    ) -> None:
        clock("2025-05-01")
        only = {"existing_providers": ["RAT"], "only_capable_provider": True}
        one = await planned(lead, route="direct_award_a", circumstances=only)
        body = AWARD | {"awarded_on": "2025-05-01"}
        assert await refused(approver, one, "award", body) == "IsapCheckpointMissing"
        await screened(lead, one)
        assert await refused(lead, one, "launch", LAUNCH) == "StepNotOfRoute"
        one = await then(approver, one, "award", body)
        assert (one.body["award_notice_due_on"], one.body["sign_from"]) == ("2025-05-31", None)

    async def test_ends_early_when_it_is_abandoned(self, lead: Client) -> None:
        one = await planned(lead)
        body = {"reason": "The service is redesigned", "abandoned_on": "2025-02-01"}
        one = await then(lead, one, "abandonment", body)
        assert (one.body["status"], one.body["next_step"]) == ("abandoned", None)


class TestStandstill:
    @pytest.mark.parametrize(
        ("route", "published", "ends", "sign_from"),
        [
            ("direct_award_c", "2025-04-07", "2025-04-22", "2025-04-23"),
            ("direct_award_c", "2025-12-18", "2026-01-05", "2026-01-06"),
            ("pa23_direct_award", "2025-04-07", "2025-04-16", "2025-04-17"),
            ("pa23_direct_award", "2025-12-18", "2025-12-31", "2026-01-01"),
        ],
    )
    async def test_is_counted_as_in_w7(
        self, lead: Client, route: str, published: str, ends: str, sign_from: str
    ) -> None:
        act = route.startswith("pa23")
        cpv = ["72000000-5"] if act else ["85100000-0"]
        circumstances = {"direct_award_ground": "urgency"} if act else EXISTING
        one = await planned(lead, route=route, cpv=cpv, circumstances=circumstances, began_on="2025-03-03")
        await screened(lead, one)
        if act:
            one = await then(lead, one, "launch", {"notice_ref": "T-1", "published_on": "2025-03-10"})
        one = await then(lead, one, "intention", INTENTION | {"published_on": published})
        assert (one.body["standstill_ends"], one.body["sign_from"]) == (ends, sign_from)

    async def test_unchallenged_is_ended_by_the_clock_once(
        self, contracts: RunningApp, lead: Client, clock: Clock
    ) -> None:
        one = await in_standstill(lead, clock)
        await clocked(contracts, "2025-04-22")
        assert (await row(lead, one))["status"] == "standstill"
        for _ in range(2):
            await clocked(contracts, "2025-04-23")
        seen = await row(lead, one)
        assert (seen["status"], seen["version"]) == ("award_confirmed", one.body["version"] + 1)
        history = (await lead.get(f"/procurements/{one.body['procurement_id']}/history")).body["items"]
        assert history[-1]["sentence"] == f"The standstill of procurement {one.body['ref']} ended with 2025-04-22"
        assert history[-1]["by"] == "clock"


class TestAwardNotice:
    async def test_falls_overdue_by_the_clock_once(
        self, contracts: RunningApp, lead: Client, approver: Client, clock: Clock
    ) -> None:
        clock("2025-05-01")
        only = {"existing_providers": ["RAT"], "only_capable_provider": True}
        one = await planned(lead, route="direct_award_a", circumstances=only)
        await screened(lead, one)
        one = await then(approver, one, "award", AWARD | {"awarded_on": "2025-05-01"})
        await clocked(contracts, "2025-05-31")
        assert not (await row(lead, one))["award_notice_overdue"]
        for _ in range(2):
            await clocked(contracts, "2025-06-01")
        seen = await row(lead, one)
        assert (seen["award_notice_overdue"], seen["version"]) == (True, one.body["version"] + 1)
        found = await lead.get("/procurements", award_notice_overdue=True, limit=500)
        assert one.body["ref"] in [item["ref"] for item in found.body["items"]]


class TestRoutes:
    async def test_that_are_not_open_are_refused_with_reasons(self, lead: Client) -> None:
        """(R12): direct award C needs an existing provider that satisfies."""
        answer = await lead.post("/procurements", a_procurement(route="direct_award_c"))
        assert (answer.status, answer.body["refusal"], answer.body["field"]) == (422, "RouteNotPermitted", "route")
        assert "there is an existing provider of the services" in answer.body["detail"]

    async def test_fall_under_the_regime_of_their_service_and_day(self, lead: Client) -> None:
        light = await planned(lead, route="light_touch", began_on="2023-06-01", cpv=["85300000-2"])
        assert light.body["regime"] == "pcr2015"
        answer = await lead.post("/procurements", a_procurement(route="light_touch", began_on="2014-06-01"))
        assert answer.status in (201, 422), answer.body

    async def test_that_were_too_long_ago_are_refused(self, lead: Client) -> None:
        answer = await lead.post("/procurements", a_procurement(cpv=["72000000-5"], began_on="2010-01-01"))
        assert (answer.status, answer.body["refusal"]) == (422, "LawNotInForce")

    async def test_need_isap_to_have_been_looked_at(self, lead: Client, clock: Clock) -> None:
        """(R22)"""
        clock("2025-02-03")
        one = await planned(lead)
        assert await refused(lead, one, "launch", LAUNCH) == "IsapCheckpointMissing"


class TestLists:
    async def test_find_what_may_lawfully_happen_by_a_day(self, lead: Client, clock: Clock) -> None:
        one = await in_standstill(lead, clock)

        async def refs(**filters: Any) -> list[str]:
            answer = await lead.get("/procurements", limit=500, **filters)
            return [item["ref"] for item in answer.body["items"]]

        assert one.body["ref"] in await refs(next_lawful_by="2025-04-23", status="standstill", live=True)
        assert one.body["ref"] not in await refs(next_lawful_by="2025-04-22")
        assert one.body["ref"] in await refs(commissioner="08F", locality="havering-north", route="competitive")
        assert one.body["ref"] not in await refs(commissioner="08N")
