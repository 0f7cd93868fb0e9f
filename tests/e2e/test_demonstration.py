"""The overview shows what the files say, computed by other code; loading twice changes nothing."""

import asyncio
from typing import Any

import pytest

from deploy.demo.loader import is_empty, load
from deploy.demo.totals import demo_totals
from deploy.stack.settings import SERVICES
from tests.e2e.conftest import API, Demonstration
from tests.e2e.reckoning import last_done_by_people
from tests.kit.rig import eventually

pytestmark = pytest.mark.kafka
FALLS, BEDS = "Falls service for the three boroughs (ILL)", "Community beds (ILL)"
"""What waits for a day: the end of a standstill, the last one for bids."""


def contracts_shown(overview: Any) -> dict[str, Any]:
    shown = overview["contracts"]
    return {
        "by_status": {status: count for status, count in shown["by_status"].items() if count},
        "by_finding": {finding: count for finding, count in shown["by_finding"].items() if count},
        "value_under_contract_pence": shown["in_force_value_pence"],
        "expiring_within_months": {
            int(window.removesuffix("_months")): count for window, count in shown["expiring_within"].items()
        },
    }


def contracting_shown(overview: Any) -> dict[str, Any]:
    def counted(counts: dict[str, int]) -> dict[str, int]:
        return {name: count for name, count in counts.items() if count}

    return {
        "procurements": counted(overview["procurements"]["by_stage"]),
        "assurance": counted(overview["assurance"]["by_stage"]),
        "conditions_open": overview["assurance"]["conditions_open"],
        "programmes": counted(overview["programmes"]["by_rag"]),
        "challenges_open": overview["challenges"]["open"],
        "outcomes": {one["title"]: one["score_bp"] for one in overview["outcomes"]},
    }


def pools_shown(overview: Any) -> dict[str, Any]:
    return {
        f"{pool['title']} {pool['financial_year']}": {
            "contributions_pence": pool["contributions_agreed_pence"],
            "paid_pence": pool["contributions_paid_pence"],
            "spend_pence": pool["spend_pence"],
            "aligned_spend_pence": pool["aligned_spend_pence"],
            "variance_pence": pool["variance_pence"],
            "shares_pence": pool["allocations_pence"] or pool["forecast_share_pence"] or None,
        }
        for pool in overview["pools"]
    }


async def test_the_overview_shows_the_totals_of_the_files(demonstration: Demonstration) -> None:
    expected = demo_totals(demonstration.loaded.anchor)

    async def everything_has_happened() -> Any:
        overview = await demonstration.overview()
        shown, wanted = contracts_shown(overview), expected["contracts"]
        done = all(shown[name] == wanted[name] for name in ("by_status", "value_under_contract_pence"))
        return overview if done and not overview["partial"] else None

    overview = await eventually(everything_has_happened, within_seconds=60)
    assert contracts_shown(overview) == expected["contracts"]
    assert contracting_shown(overview) == expected["contracting"]
    assert {one["title"] for one in overview["procurements"]["next"]} == {FALLS, BEDS}
    wanted = {
        name: {key: value for key, value in pool.items() if key != "activity_pence"}
        for name, pool in expected["pools"].items()
    }
    assert pools_shown(overview) == wanted
    referrals = expected["referrals"]
    by_pathway = {one["title"]: one for one in overview["referrals"]}
    stages = {
        title: {stage: count for stage, count in one["stages"].items() if count} for title, one in by_pathway.items()
    }
    assert stages == referrals["by_pathway_and_stage"]
    assert sum(one["handovers_outstanding"] for one in by_pathway.values()) == referrals["handovers_outstanding"]
    assert sum(one["running_clocks"] for one in by_pathway.values()) == referrals["waiting"]["all"]
    assert sum(one["within_18_weeks"] for one in by_pathway.values()) == referrals["waiting"]["within_18_weeks"]


async def test_loading_again_changes_nothing(demonstration: Demonstration) -> None:
    before = await last_done_by_people(demonstration.rig)
    again = await load(demonstration.rig.url("gateway"), demonstration.sign, lambda done, total: None)
    assert again.already_loaded
    assert again.anchor == demonstration.loaded.anchor
    assert await last_done_by_people(demonstration.rig) == before
    assert not await is_empty(demonstration.rig.url("gateway"), demonstration.sign)


@pytest.mark.promise(number=5)
async def test_every_figure_of_the_overview_is_the_sum_of_its_contributions(demonstration: Demonstration) -> None:
    analyst = demonstration.as_persona("analyst")
    overview = await demonstration.overview()
    assert overview["contracts"]["by_status"]["active"] > 0
    answer = await analyst.get(f"{API}/alliance/explain/contracts.by_status.active", limit=500)
    assert answer.status == 200, answer.body
    assert answer.body["total"] == overview["contracts"]["by_status"]["active"]


async def test_the_timeline_reads_as_sentences(demonstration: Demonstration) -> None:
    items = (await demonstration.as_persona("commissioner").get(f"{API}/alliance/timeline", limit=100)).body["items"]
    assert len(items) == 100
    assert all(len(item["sentence"]) > 10 and "{" not in item["sentence"] for item in items)


@pytest.mark.parametrize("service", SERVICES)
async def test_what_was_loaded_is_verified_by_every_service(demonstration: Demonstration, service: str) -> None:
    verifying = demonstration.rig.process(service, "verify")
    verifying.start()
    assert await asyncio.to_thread(verifying.wait, 60) == 0, verifying.log_tail()
