"""The totals of a tiny sample, worked out by hand."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest

from deploy.demo.pool_totals import shares
from deploy.demo.totals import demo_totals

TODAY = date(2026, 11, 21)

CONTRACTS = """\
ref,end,value_pence,options,options_taken,signed,finding,termination
A,{today+2m:last},1000,12m:400 12m:500,0,{today-1m:last},mixed,
B,{today+1m:last},2000,12m:700 12m:800,1,{today-1m:last},,
C,{today-1m:last},4000,,0,{today-2m:last},,
D,{today+9m:last},8000,,0,,,
E,{today+9m:last},16000,,0,{today-2m:last},works_well,{today-1m:last} by agreement
"""
REFERRALS = """\
row,pathway,authored,story
1,AF,3,
2,AF,127,accepted@120
3,AF,126,accepted@120 attended@100
4,AF,300,accepted@290 attended@250 treated@174 discharged:treatment_complete@170 handed@165
5,AF,300,accepted@290 attended@250 treated@173 discharged:treatment_complete@170
6,AF,200,accepted@190 booked:170@180 missed@170 booked:140@168 attended@140
7,AF,200,accepted@190 attended@150 monitored:clinician@150
8,AF,330,accepted@320 attended@300 monitored:patient@300 decided:medical@200 treated@150
9,AF,100,returned@95
10,AF,90,accepted@85 attended@60 decided:medical@60
11,AF,90,accepted@85 attended@60 decided:surgical@60
"""
PATHWAYS = {"pathways": [{"code": "AF", "draft": {"title": "Atrial fibrillation"}}]}
POOLS = {
    "pools": [
        {
            "key": "P",
            "open": {
                "title": "Pool",
                "financial_year": "{fy}",
                "partners": ["X", "Y"],
                "lines": [
                    {"code": "ONE", "budget_pence": 900},
                    {"code": "TWO", "budget_pence": 100},
                    {"code": "OUT", "budget_pence": 50, "funding": "aligned"},
                ],
                "risk_share": {"risk_pool_pence": 0, "caps": [], "underspend_to_investment_bp": 0},
            },
            "contributions": [{"partner": "X", "amount_pence": 701}, {"partner": "Y", "amount_pence": 299}],
            "pathway_links": [{"pathway": "AF", "line": "ONE", "tariff": [{"op_pence": 5}]}],
            "spend": {
                "every": "quarter",
                "amounts_pence": {"ONE": [10, 20, 40, 80], "TWO": [1, 2, 4, 8], "OUT": [3, 3, 3, 3]},
            },
            "forecasts": [{"line": "ONE", "outturn_pence": 950}, {"line": "TWO", "outturn_pence": 60}],
            "then": [],
        }
    ]
}


def a_story(key: str, collection: str, *said: tuple[str, Any], **more: str) -> dict[str, Any]:
    return {"key": key, "collection": collection, "steps": [{"do": do, "say": say} for do, say in said], **more}


def an_indicator(code: str, weight_bp: int) -> dict[str, Any]:
    return {"code": code, "weight_bp": weight_bp, "baseline": {"num": 1, "den": 2}, "target": {"num": 1, "den": 1}}


FRAMEWORK = {"title": "Outcomes", "indicators": [an_indicator("HALF", 4_000), an_indicator("OVER", 6_000)]}
HALF, OVER = {"code": "HALF", "num": 3, "den": 4}, {"code": "OVER", "num": 9, "den": 8}
MET, NOT_MET = {"answers": [{"met": False}, {"met": True}]}, {"answers": [{"met": False}]}
CONDITIONS = {"checkpoint": "cp1", "conditions": [{}, {}]}
ADDED = {"contract_id": "{contract:A}", "delta_value_pence": 50}
ALLIANCE = {
    "stories": [
        a_story("p1", "/procurements", ("plan", {}), ("engage", {})),
        a_story("c1", "/isap-cases", ("open", {}), ("screen", NOT_MET)),
        a_story("p1-on", "/procurements", ("intend", {}), goes_on_with="alliance:p1"),
        a_story("p2", "/procurements", ("plan", {})),
        a_story("c2", "/isap-cases", ("screen", MET), ("rate-ee", {"checkpoint": "ee"}), ("rate-cp1", CONDITIONS)),
        a_story("g", "/programmes", ("review", {"rag": "red"})),
        a_story("h", "/challenges", ("raise", {})),
        a_story("o", "/outcomes-frameworks", ("draft", FRAMEWORK), ("measure-1", HALF), ("measure-2", OVER)),
        a_story("m1", "/modifications", ("propose", ADDED), ("agree", {})),
        a_story("m2", "/modifications", ("propose", ADDED)),
    ]
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "contracts.csv").write_text(CONTRACTS)
    (tmp_path / "referrals.csv").write_text(REFERRALS)
    (tmp_path / "pathways.json").write_text(json.dumps(PATHWAYS))
    (tmp_path / "pools.json").write_text(json.dumps(POOLS))
    (tmp_path / "alliance.json").write_text(json.dumps(ALLIANCE))
    return tmp_path


def test_contracts_add_up(folder: Path) -> None:
    """Among them the joint commissioning there is: discharge, sexual health, equipment, Riverside (R103)."""
    assert demo_totals(TODAY, folder=folder)["contracts"] == {
        "by_status": {"active": 2, "expired": 1, "draft": 1, "terminated": 1},
        "by_finding": {"mixed": 1, "not_assessed": 3, "works_well": 1},
        "value_under_contract_pence": 1_000 + 50 + 2_700,
        "expiring_within_months": {3: 1, 6: 1, 12: 1, 18: 2},
    }


def test_a_contract_that_ended_on_a_later_day_is_expired_then(folder: Path) -> None:
    ends = date(2027, 1, 31)
    assert demo_totals(TODAY, ends, folder)["contracts"]["by_status"]["active"] == 2
    assert demo_totals(TODAY, ends + timedelta(days=1), folder)["contracts"]["by_status"]["expired"] == 2


def test_what_the_alliance_procures_assures_and_runs_adds_up(folder: Path) -> None:
    assert demo_totals(TODAY, folder=folder)["contracting"] == {
        "procurements": {"standstill": 1, "planned": 1},
        "assurance": {"not_applicable": 1, "cp1": 1},
        "conditions_open": 2,
        "programmes": {"red": 1},
        "challenges_open": 1,
        "outcomes": {"Outcomes": 2_000 + 6_000},
    }


def test_pools_add_up(folder: Path) -> None:
    # Referrals 4 and 5 were discharged 170 days ago, on 4 June: two at the tariff. Quarters 1 and 2 are over.
    assert demo_totals(TODAY, folder=folder)["pools"] == {
        "Pool 2026/27": {
            "contributions_pence": 1_000,
            "paid_pence": 3 * (175 + 74),
            "spend_pence": 10 + 20 + 1 + 2 + 2 * 5,
            "activity_pence": 10,
            "aligned_spend_pence": 6,
            "variance_pence": 10,
            "shares_pence": {"X": 7, "Y": 3},
        }
    }


def test_nobody_pays_for_a_patient_who_never_came(folder: Path) -> None:
    with (folder / "referrals.csv").open("a") as file:
        file.write("99,AF,200,accepted@190 booked:170@180 missed@170 discharged:did_not_attend@165\n")
    assert demo_totals(TODAY, folder=folder)["pools"]["Pool 2026/27"]["activity_pence"] == 10


def test_referrals_add_up(folder: Path) -> None:
    assert demo_totals(TODAY, folder=folder)["referrals"] == {
        "by_pathway_and_stage": {
            "Atrial fibrillation": {
                "submitted": 1,
                "accepted_to_book": 1,
                "attended": 2,
                "discharged": 2,
                "active_monitoring": 1,
                "treated": 1,
                "returned_with_advice": 1,
                "decided_to_treat": 1,
                "listed_for_treatment": 1,
            }
        },
        "by_stage": {
            "submitted": 1,
            "accepted_to_book": 1,
            "attended": 2,
            "discharged": 2,
            "active_monitoring": 1,
            "treated": 1,
            "returned_with_advice": 1,
            "decided_to_treat": 1,
            "listed_for_treatment": 1,
        },
        # 1 waits 3 days, 2 waits 127 (too long), 3 waits 126 (just within), 6 waits 168 since it was booked again,
        # 10 and 11 wait 90.
        "waiting": {"all": 6, "within_18_weeks": 4},
        # 4 waited 126 days, 5 waited 127, 8 waited 50 on its second clock.
        "treated": {"all": 3, "within_18_weeks": 2},
        "handovers": {"sent": 1, "due": 1},
        "handovers_outstanding": 2,
    }


def test_a_day_later_everybody_has_waited_a_day_more(folder: Path) -> None:
    later = demo_totals(TODAY, TODAY + timedelta(days=1), folder)["referrals"]
    assert later["waiting"] == {"all": 6, "within_18_weeks": 3}


class TestShares:
    POOL: ClassVar = {
        "07L": 450_000_000,
        "LBBD": 300_000_000,
        "08F": 600_000_000,
        "LBH": 250_000_000,
        "08N": 650_000_000,
        "LBR": 250_000_000,
    }

    def test_overspend_with_caps_is_worked_example_w2(self) -> None:
        caps = [{"partner": council, "cap_bp": 300} for council in ("LBBD", "LBH", "LBR")]
        terms = {"risk_pool_pence": 25_000_000, "caps": caps}
        assert shares(113_745_931, self.POOL, terms) == {
            "07L": 17_138_629,
            "LBBD": 9_000_000,
            "08F": 22_851_505,
            "LBH": 7_500_000,
            "08N": 24_755_797,
            "LBR": 7_500_000,
        }

    def test_underspend_after_the_investment_fund_is_worked_example_w3(self) -> None:
        assert list(shares(-60_000_000, self.POOL, {"underspend_to_investment_bp": 2_500}).values()) == [
            -8_100_000,
            -5_400_000,
            -10_800_000,
            -4_500_000,
            -11_700_000,
            -4_500_000,
        ]
