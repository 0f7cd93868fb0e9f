"""What whom is shown of a procurement: sealed bids, own results, public notices (R16)."""

from random import Random
from uuid import UUID

from services.contracts.procurements.equal_treatment import equal_treatment
from tests.kit.apps import Client, RunningApp
from tests.kit.lists import lists_hold_what_can_be_read
from tests.services.contracts.procurements.walk import (
    LAUNCH,
    REPRESENTATION,
    Clock,
    a_bid,
    in_standstill,
    planned,
    screened,
    then,
)


class TestWhoSeesWhat:
    async def test_bids_are_their_bidders_until_they_are_opened_and_then_their_commissioners_leads(
        self, contracts: RunningApp, lead: Client, clock: Clock
    ) -> None:
        clock("2025-02-03")
        one = await planned(lead)
        await screened(lead, one)
        one = await then(lead, one, "launch", LAUNCH)
        clock("2025-03-03T12:00")
        for provider in ("RAT", "RF4"):
            one = await then(lead, one, "bids", a_bid(provider))
        path = f"/procurements/{one.body['procurement_id']}/bids"

        async def seen_by(org: str, *roles: str) -> list[str]:
            answer = await contracts.client(*roles, org=org).get(path)
            shown = [item["provider"] for item in answer.body["items"]]
            for item in answer.body["items"]:
                assert (await contracts.client(*roles, org=org).get(f"{path}/{item['bid_id']}")).status == 200
            return sorted(shown)

        assert await seen_by("RAT", "SERVICE_PROVIDER_CLINICIAN") == ["RAT"]
        assert await seen_by("RAT", "PROCUREMENT_LEAD", "JCB_APPROVER", "OPERATOR") == ["RAT"]
        assert await seen_by("07L", "PROCUREMENT_LEAD", "JCB_APPROVER") == []
        clock("2025-03-04")
        one = await then(lead, one, "assessment")
        assert await seen_by("07L", "PROCUREMENT_LEAD") == ["RAT", "RF4"]
        assert await seen_by("08F", "JCB_APPROVER") == ["RAT", "RF4"]
        assert await seen_by("RF4", "SERVICE_PROVIDER_CLINICIAN") == ["RF4"]
        for org, role in (
            ("07L", "SERVICE_PROVIDER_CLINICIAN"),
            ("07L", "COMMISSIONER"),
            ("08N", "PROCUREMENT_LEAD"),
            ("08N", "OPERATOR"),
        ):
            assert await seen_by(org, role) == [], (org, role)

    async def test_what_people_read_of_a_procurement_names_no_bidder_before_it_is_public(
        self, contracts: RunningApp, lead: Client, clock: Clock
    ) -> None:
        one = await in_standstill(lead, clock)
        path = f"/procurements/{one.body['procurement_id']}"
        history = (await lead.get(f"{path}/history", limit=500)).body
        assert "RF4" not in str(one.body) + str(history)
        assert "8000" not in str(history)
        for org, status in (("RAT", 200), ("RF4", 404)):
            provider = contracts.client("SERVICE_PROVIDER_CLINICIAN", org=org)
            assert (await provider.get(path)).status == status
        alike = await equal_treatment(contracts.service, UUID(one.body["procurement_id"]))
        assert alike is not None
        assert (alike.live, alike.bidders) == (True, ("RAT", "RF4"))

    async def test_a_loser_sees_its_own_result_and_representation_and_no_evaluation(
        self, contracts: RunningApp, lead: Client, approver: Client, clock: Clock
    ) -> None:
        one = await in_standstill(lead, clock)
        one = await then(lead, one, "representations", REPRESENTATION | {"received_on": "2025-04-07"})
        path = f"/procurements/{one.body['procurement_id']}"
        loser = contracts.client("SERVICE_PROVIDER_CLINICIAN_ADMIN", org="RF4")
        (bid,) = (await loser.get(f"{path}/bids")).body["items"]
        assert (bid["rank"], bid["points"], bid["outcome"]) == (2, 70_000_000, "unsuccessful")
        (made,) = (await loser.get(f"{path}/representations")).body["items"]
        assert (await loser.get(f"{path}/representations/{made['representation_id']}")).body == made
        assert (await loser.get(f"{path}/evaluation")).status == 404
        results = (await approver.get(f"{path}/evaluation")).body["results"]
        assert [result["provider"] for result in results] == ["RAT", "RF4"]
        other = contracts.client("SERVICE_PROVIDER_CLINICIAN", org="RAT")
        assert (await other.get(f"{path}/representations")).body["items"] == []

    async def test_published_notices_are_everybodys(self, contracts: RunningApp, lead: Client, clock: Clock) -> None:
        one = await in_standstill(lead, clock)
        anybody = contracts.client("REFERRING_CLINICIAN", org="F82001")
        found = await anybody.get("/procurement-notices", procurement_id=one.body["procurement_id"])
        kinds = [(item["kind"], item["providers"], item["representations_until"]) for item in found.body["items"]]
        assert sorted(kinds) == [("intention", ["RAT"], "2025-04-22"), ("tender", [], None)]

    async def test_the_list_holds_the_procurements_that_can_be_read(
        self, contracts: RunningApp, lead: Client, clock: Clock
    ) -> None:
        place = "redbridge-cranbrook-loxford"
        made = [await planned(lead, localities=[place]) for _ in range(2)]
        made.append(await in_standstill(lead, clock, localities=[place]))
        ids = [one.body["procurement_id"] for one in made]
        orgs = ("07L", "08F", "08N", "RAT", "RF4")
        rng = Random(7)  # noqa: S311  # made-up people
        await lists_hold_what_can_be_read(contracts, rng, "/procurements", "procurement_id", ids, orgs, locality=place)

    async def test_the_past_is_what_it_was(self, lead: Client, clock: Clock) -> None:
        one = await in_standstill(lead, clock)
        path = f"/procurements/{one.body['procurement_id']}"
        now = (await lead.get(path)).body
        assert (await lead.get(path, as_of=str(now["version"]))).body == now
        assert (await lead.get(path, as_of="1")).body["status"] == "planned"
