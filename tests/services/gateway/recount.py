"""The overview counted anew from raw events, by other code than the gateway's: no rows, no sums, last word wins."""

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta

from shared.eventstore.published import PublishedEvent
from tests.services.gateway.recount_matters import recount_matters

Told = dict[str, list[tuple[str, dict[str, Any]]]]


def recount(events: Sequence[PublishedEvent], today: date) -> dict[str, Any]:
    """`{"contracts": …, "pools": {id: …}, "referrals": {id: …}, …}` in the names of the overview."""
    told: Told = defaultdict(list)
    for event in events:
        told[event.stream_id].append((event.type, json.loads(event.data)))
    return {
        "contracts": _contracts([told[one] for one in told if one.startswith("contract-")], today),
        "pools": {one[-36:]: _pool(told[one]) for one in told if one.startswith("pool-")},
        "referrals": _pathways(told, today),
        **recount_matters(told),
    }


def _last(story: list[tuple[str, dict[str, Any]]], *types: str) -> dict[str, Any] | None:
    return next((said for kind, said in reversed(story) if kind in types), None)


def _all(story: list[tuple[str, dict[str, Any]]], *types: str) -> list[dict[str, Any]]:
    return [said for kind, said in story if kind in types]


def _contracts(stories: list[Any], today: date) -> dict[str, Any]:
    statuses: Counter[str] = Counter(draft=0, active=0, expired=0, terminated=0, rolled_into_acs=0)
    findings: Counter[str] = Counter(works_well=0, needs_improvement=0, mixed=0, not_assessed=0)
    value = 0
    ends: list[date] = []
    unplanned: list[date] = []
    for story in stories:
        kinds = [kind for kind, _ in story]
        status = "draft" if "ContractActivated" not in kinds else "active"
        status = "terminated" if "ContractTerminated" in kinds else status
        status = "expired" if "ContractExpired" in kinds else status
        status = "rolled_into_acs" if "ContractRolledIntoAcs" in kinds else status
        statuses[status] += 1
        findings[(_last(story, "ContractFindingRecorded") or {"finding": "not_assessed"})["finding"]] += 1
        if status == "active":
            changed = _last(story, "ContractExtended", "ContractModified")
            activated = _last(story, "ContractActivated") or {}
            value += changed["new_value_pence"] if changed else activated["value_pence"]
            ends.append(date.fromisoformat(changed["new_end"] if changed else activated["end"]))
            if (_last(story, "ContractExpiryPlanned") or {}).get("end") != ends[-1].isoformat():
                unplanned.append(ends[-1])
    return {
        "by_status": dict(statuses),
        "by_finding": dict(findings),
        "in_force_value_pence": value,
        "expiring_within": _ending(ends, today),
        "expiring_without_plan": _ending(unplanned, today),
    }


def _ending(ends: list[date], today: date) -> dict[str, int]:
    return {
        f"{months}_months": sum(today <= end <= today + relativedelta(months=months) for end in ends)
        for months in (3, 6, 12, 18)
    }


STATUS_WORDS = {
    "PoolOpened": "draft",
    "SignaturesWithdrawn": "draft",
    "PoolAgreed": "agreed",
    "PoolActivated": "active",
    "PoolYearClosed": "year_end",
    "PoolReconciled": "reconciled",
    "PoolTerminated": "terminated",
}


def _pool(story: list[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    opened = story[0][1]
    agreed = {(one["partner"], one["kind"]): one["amount_pence"] for one in _all(story, "ContributionAgreed")}
    spent = _all(story, "ExpenditurePosted", "ExpenditureReversed")
    committed: dict[tuple[str, str], int] = {}
    above = set()
    for kind, said in story:
        if kind.startswith("Commitment") and "contract_id" in said:
            committed[said["line"], said["contract_id"]] = said["amount_pence"]
        elif kind == "LineUnlinkedFromContract":
            committed.pop((said["line"], said["contract_id"]), None)
        elif kind == "CommitmentsAboveBudget":
            above.add(said["line"])
        elif kind == "CommitmentsBackWithinBudget":
            above.discard(said["line"])
    forecast, shared = _last(story, "ForecastUpdated"), _last(story, "VarianceAllocated")
    settled = shared or forecast
    return {
        "pool_id": opened["pool_id"],
        "title": opened["title"],
        "financial_year": opened["financial_year"],
        "status": next(STATUS_WORDS[kind] for kind, _ in reversed(story) if kind in STATUS_WORDS),
        "contributions_agreed_pence": sum(agreed.values()),
        "contributions_paid_pence": sum(
            one["amount_pence"] for one in _all(story, "ContributionPaid", "ContributionReversed")
        ),
        "spend_pence": sum(one["amount_pence"] for one in spent if one["funding"] == "pooled"),
        "aligned_spend_pence": sum(one["amount_pence"] for one in spent if one["funding"] == "aligned"),
        "commitments_pence": sum(committed.values()),
        "lines_above_budget": len(above),
        "held_costs": len(_all(story, "ActivityCostHeld"))
        - len(_all(story, "ActivityCostDismissed"))
        - sum(bool(one.get("releases_held")) for one in spent),
        "forecast_outturn_pence": forecast["forecast_outturn_pence"] if forecast else None,
        "variance_pence": settled["variance_pence"] if settled else None,
        "unallocated_pence": settled["unallocated_pence"] if settled else None,
        "forecast_share_pence": {
            one["partner"]: one["variance_pence"] for one in (forecast["partner_forecasts"] if forecast else [])
        },
        "allocations_pence": {one["partner"]: one["amount_pence"] for one in (shared["allocations"] if shared else [])},
    }


STAGE_WORDS = {
    "ReferralSubmitted": "submitted",
    "AppointmentBooked": "booked",
    "AppointmentMissed": "did_not_attend",
    "FirstAppointmentAttended": "attended",
    "TreatmentStarted": "treated",
    "ReferralDischarged": "discharged",
    "ReferralCancelled": "cancelled",
    "ActiveMonitoringStarted": "active_monitoring",
}
HANDOVER_WORDS = {
    "ReferralDischarged": 1,
    "HandoverSent": 1,
    "HandoverQueried": 1,
    "HandoverQueryResolved": 0,
    "HandoverAcknowledged": 0,
}


def _pathways(told: Told, today: date) -> dict[str, Any]:
    pathways: dict[str, Any] = {}
    for stream_id, story in told.items():
        if stream_id.startswith("pathway-"):
            words = {"PathwayPublished": "published", "PathwayWithdrawn": "withdrawn"}
            status = next((words[kind] for kind, _ in reversed(story) if kind in words), "draft")
            stages: Counter[str] = Counter()
            found = pathways.setdefault(stream_id[-36:], {"stages": stages, "waits": [], "handovers": 0})
            found |= {"title": story[0][1]["title"], "status": status}
        elif stream_id.startswith("referral-"):
            which = story[0][1]["pathway_id"]
            found = pathways.setdefault(
                which, {"stages": Counter(), "waits": [], "handovers": 0, "title": None, "status": "unknown"}
            )
            found["stages"][_stage(story)] += 1
            found["waits"] += _waits(story, today)
            found["handovers"] += next((HANDOVER_WORDS[kind] for kind, _ in story[::-1] if kind in HANDOVER_WORDS), 0)
    return {which: _shown(which, found) for which, found in pathways.items()}


def _shown(pathway_id: str, found: dict[str, Any]) -> dict[str, Any]:
    waiting, within = len(found["waits"]), sum(wait <= 126 for wait in found["waits"])
    return {
        "pathway_id": str(UUID(pathway_id)),
        "title": found["title"],
        "status": found["status"],
        "stages": dict(found["stages"]),
        "running_clocks": waiting,
        "within_18_weeks": within,
        "within_18_weeks_bp": (within * 20_000 + waiting) // (2 * waiting) if waiting else None,
        "handovers_outstanding": found["handovers"],
    }


def _stage(story: list[tuple[str, dict[str, Any]]]) -> str:
    stage, seen = "submitted", False
    for kind, said in story:
        later = (kind == "AppointmentBooked" and seen) or (kind == "AppointmentMissed" and not said["first"])
        seen |= kind == "FirstAppointmentAttended"
        if kind == "TreatmentDecided":
            stage = {"surgical": "listed_for_treatment", "medical": "decided_to_treat"}[said["kind"]]
        elif not later:
            stage = said["outcome"] if kind == "ReferralTriaged" else STAGE_WORDS.get(kind, stage)
    return str(stage)


def _waits(story: list[tuple[str, dict[str, Any]]], today: date) -> list[int]:
    ended = {said["clock_no"] for said in _all(story, "ClockStopped", "ClockNullified")}
    started = [said for said in _all(story, "ClockStarted") if said["clock_no"] not in ended]
    return [(today - date.fromisoformat(said["start"])) // timedelta(days=1) for said in started]
