"""An overview as the gateway answers it, for tests of how it is shown."""

from typing import Any

BUSY_POOL = "01a1fff4-3ca4-757d-9951-d9b900f31f24"
NEW_POOL = "01a1fff4-3cad-73e2-a5c2-6b5b29d19add"
CLOSED_POOL = "01a1fff4-3cab-7413-a4e7-60dc20f0ebdb"
PATHWAY = "01a1fff4-3b53-7179-9be0-e34eb7124a77"
OTHER_PATHWAY = "01a1fff4-3b80-7070-a9a3-01acfe75d743"


def an_overview(**changes: Any) -> dict[str, Any]:
    """Two pools of a year and one reconciled of the year before, two pathways, all sources up to date."""
    return {
        "as_of": "2026-11-21T21:12:51.271633+00:00",
        "partial": False,
        "gaps": [],
        "contracts": {
            "by_status": {"draft": 5, "active": 45, "expired": 4, "terminated": 0},
            "by_finding": {"works_well": 18, "needs_improvement": 8, "mixed": 11, "not_assessed": 17},
            "in_force_value_pence": 127_734_649_998,
            "expiring_within": {"3_months": 3, "6_months": 9, "12_months": 21, "18_months": 35},
            "expiring_without_plan": {"3_months": 0, "6_months": 2, "12_months": 8, "18_months": 20},
        },
        "pools": [
            a_pool(
                title="BHR integrated care pool",
                forecast_outturn_pence=2_613_745_931,
                variance_pence=113_745_931,
                unallocated_pence=0,
                forecast_share_pence={"08F": 63_745_931, "E09000002": 25_000_000},
                lines_above_budget=2,
                held_costs=1,
            ),
            a_pool(pool_id=NEW_POOL, title="Havering Better Care Fund"),
            a_pool(
                pool_id=CLOSED_POOL,
                title="Redbridge Better Care Fund",
                financial_year="2025/26",
                status="reconciled",
                variance_pence=-26_699_379,
                unallocated_pence=0,
                allocations_pence={"08N": -17_214_073, "E09000026": -2_810_461},
            ),
        ],
        "referrals": [
            a_pathway(),
            a_pathway(pathway_id=OTHER_PATHWAY, title="Osteoporosis", running_clocks=10, within_18_weeks=3),
        ],
        "procurements": {"by_stage": {"planned": 2, "standstill": 1, "abandoned": 0}, "next": [a_next_step()]},
        "assurance": {"by_stage": {"cp1": 1, "closed": 0}, "conditions_open": 2, "conditions_overdue": 1},
        "programmes": {"by_rag": {"green": 1, "amber": 1, "red": 0}, "milestones_overdue": 1},
        "challenges": {"open": 1, "overdue": 0},
        "outcomes": [{"outcomes_framework_id": BUSY_POOL, "title": "Community services", "score_bp": 7_250}],
        "sources": {name: a_source() for name in ("contracts", "budgets", "referrals")},
    } | changes


def a_next_step(**changes: Any) -> dict[str, Any]:
    """An award that may follow the standstill."""
    return {"procurement_id": NEW_POOL, "title": "Falls service", "step": "award", "on": "2026-12-08"} | changes


def a_pool(**changes: Any) -> dict[str, Any]:
    """A pool nobody has forecast for."""
    return {
        "pool_id": BUSY_POOL,
        "title": "Pool",
        "financial_year": "2026/27",
        "status": "active",
        "contributions_agreed_pence": 2_500_000_000,
        "contributions_paid_pence": 1_875_000_000,
        "spend_pence": 1_692_873_302,
        "aligned_spend_pence": 0,
        "commitments_pence": 0,
        "lines_above_budget": 0,
        "held_costs": 0,
        "forecast_outturn_pence": None,
        "variance_pence": None,
        "unallocated_pence": None,
        "forecast_share_pence": {},
        "allocations_pence": {},
    } | changes


def a_pathway(**changes: Any) -> dict[str, Any]:
    """54 open, 12 treated, 28 discharged, 20 closed without treatment."""
    return {
        "pathway_id": PATHWAY,
        "title": "Atrial fibrillation",
        "status": "published",
        "stages": {
            "submitted": 8,
            "returned_with_advice": 6,
            "rejected": 8,
            "accepted_to_book": 46,
            "treated": 12,
            "discharged": 28,
            "cancelled": 6,
        },
        "running_clocks": 50,
        "within_18_weeks": 45,
        "within_18_weeks_bp": 9_000,
        "handovers_outstanding": 11,
    } | changes


def a_source(**changes: Any) -> dict[str, Any]:
    """A source that is all in."""
    return {
        "as_of": "2026-11-21T21:10:20Z",
        "position": 159,
        "seconds_behind": 0,
        "reachable": True,
        "parked_streams": 0,
    } | changes
