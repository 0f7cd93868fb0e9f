"""Who may ask for an erasure, of whom, and who sees it."""

import json
from random import Random

import pytest

from tests.kit.apps import RunningApp
from tests.kit.lists import lists_hold_what_can_be_read
from tests.services.referrals.erasures.world import ASKED, asked_for, doctor, pathway_of, reviewer, submitted
from tests.services.referrals.http import OTHER_PRACTICE, PRACTICE, PROVIDER, a_referral, gp, patient

PRACTICES = (PRACTICE, OTHER_PRACTICE, "F82003")


@pytest.fixture(scope="module")
async def pathway(referrals: RunningApp) -> str:
    return await pathway_of(referrals)


class TestAsking:
    async def test_about_somebody_elses_patient_tells_no_more_than_about_nobody(
        self, referrals: RunningApp, pathway: str
    ) -> None:
        number = patient()
        referral = await submitted(referrals, pathway, nhs_number=number)
        stranger = doctor(referrals, OTHER_PRACTICE)
        nobody = {"referral_id": "01980000-0000-7000-8000-000000000000"}
        asked = [
            {"nhs_number": number},
            {"referral_id": referral.body["referral_id"]},
            {"nhs_number": patient()},
            nobody,
        ]
        answers = [await stranger.post("/erasures", ASKED | person) for person in asked]
        told = [{name: one.body[name] for name in ("status", "refusal", "detail")} for one in answers]
        assert [one["status"] for one in told] == [404] * 4
        assert len({json.dumps(one) for one in told}) == 1

    @pytest.mark.parametrize("who", [("REFERRING_CLINICIAN_ADMIN", PRACTICE), ("SERVICE_PROVIDER_CLINICIAN", PROVIDER)])
    async def test_is_for_those_who_look_after_the_patient(
        self, referrals: RunningApp, pathway: str, who: tuple[str, str]
    ) -> None:
        referral = await submitted(referrals, pathway)
        party = referrals.client(who[0], org=who[1], sub="a-party")
        assert (await asked_for(referrals, referral, party)).body["requested_org"] == who[1]

    @pytest.mark.parametrize("role", ["COMMISSIONER", "OPERATOR", "INFORMATION_ANALYST", "CONTRACT_MANAGER"])
    async def test_is_not_for_those_who_plan_pay_and_run_known_or_not(
        self, referrals: RunningApp, pathway: str, role: str
    ) -> None:
        referral = await submitted(referrals, pathway)
        for person in ({"referral_id": referral.body["referral_id"]}, {"nhs_number": patient()}):
            refused = await referrals.client(role, org=PRACTICE).post("/erasures", ASKED | person)
            assert (refused.status, refused.body["refusal"]) == (403, "ActionNotAllowed")

    async def test_takes_back_ones_own_organisations_request_alone(self, referrals: RunningApp, pathway: str) -> None:
        erasure = await asked_for(referrals, await submitted(referrals, pathway))
        path = f"/erasures/{erasure.body['erasure_id']}/cancellation"
        provider = referrals.client("SERVICE_PROVIDER_CLINICIAN", org=PROVIDER)
        refused = await provider.post(path, {}, etag=erasure.etag)
        assert (refused.status, refused.body["refusal"]) == (403, "NotTheRequester")
        assert (await doctor(referrals, OTHER_PRACTICE).post(path, {}, etag=erasure.etag)).status == 404


async def test_the_list_holds_the_erasures_that_can_be_read(referrals: RunningApp, pathway: str) -> None:
    for practice in PRACTICES:
        made = await gp(referrals, practice).post("/referrals", a_referral(pathway, practice_ods=practice))
        assert made.status == 201, made.body
        erasure = await asked_for(referrals, made, doctor(referrals, practice))
        path = f"/erasures/{erasure.body['erasure_id']}/refusal"
        assert (await reviewer(referrals).post(path, {"reason": "legal_claims"}, etag=erasure.etag)).status == 200
    listed = await reviewer(referrals).get("/erasures", status="declined", limit=500)
    ids = [row["erasure_id"] for row in listed.body["items"]]
    orgs = (*PRACTICES, PROVIDER, "07L", "QMF", "RAT")
    rng = Random(7)  # noqa: S311  # made-up people
    await lists_hold_what_can_be_read(referrals, rng, "/erasures", "erasure_id", ids, orgs, status="declined")
