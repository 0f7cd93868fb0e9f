"""The lists of pathways and of referrals hold exactly those whose single read is answered."""

from random import Random

import pytest

from tests.kit.apps import RunningApp
from tests.kit.lists import lists_hold_what_can_be_read
from tests.services.referrals.http import a_referral, day, does, gp, published

NETWORKS = ("ILLN01", "ILLN04", "ILLN05")
PRACTICES = ("F82001", "F82002", "F82003")
PROVIDERS = ("RF4", "RAT", "ILLV01")


@pytest.mark.parametrize("seed", range(2))
async def test_the_list_holds_the_pathways_that_can_be_read(referrals: RunningApp, seed: int) -> None:
    rng, specialty = Random(seed), str(900 + seed)  # noqa: S311  # made-up rows
    ids = []
    for _ in range(6):
        signatories = [*rng.sample(NETWORKS, rng.randint(1, 2)), rng.choice(PROVIDERS)]
        body = {
            "title": "Some pathway",
            "condition": "Some condition",
            "specialty_tfc": specialty,
            "owner_network": signatories[0],
            "required_signatories": signatories,
        }
        made = await referrals.client("PATHWAY_AUTHOR", org=signatories[0]).post("/pathways", body)
        assert made.status == 201, made.body
        ids.append(made.body["pathway_id"])
    orgs = (*NETWORKS, "RF4", *PRACTICES, "07L", "QMF")
    await lists_hold_what_can_be_read(referrals, rng, "/pathways", "pathway_id", ids, orgs, specialty_tfc=specialty)


@pytest.mark.parametrize("seed", range(3))
async def test_the_list_holds_the_referrals_that_can_be_read(referrals: RunningApp, seed: int) -> None:
    rng = Random(seed)  # noqa: S311  # made-up rows
    pathway = (await published(referrals)).body["pathway_id"]
    ids = []
    for _ in range(10):
        practice = rng.choice(PRACTICES)
        body = a_referral(pathway, practice_ods=practice, provider_ods=rng.choice(PROVIDERS))
        made = await gp(referrals, practice).post("/referrals", body)
        assert made.status == 201, made.body
        ids.append(made.body["referral_id"])
        if rng.random() < 0.3:
            off = {"cancelled_on": day(99), "reason": "moved_away"}
            await does(gp(referrals, practice), made, "cancellation", off)
    orgs = (*PRACTICES, *PROVIDERS, "07L", "QMF", "F82005")
    await lists_hold_what_can_be_read(referrals, rng, "/referrals", "referral_id", ids, orgs, pathway=pathway)
