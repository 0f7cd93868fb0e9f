"""What the overview must say of the loaded demonstration, from the files alone and by other code than the services'."""

import csv
import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dateutil.relativedelta import relativedelta

from deploy.demo.alliance_totals import added_by_modifications, alliance_totals
from deploy.demo.dates import resolve
from deploy.demo.pool_totals import pool_totals
from deploy.demo.steps import BHR

WINDOWS_MONTHS = (3, 6, 12, 18)
EIGHTEEN_WEEKS_DAYS = 126
STAGE_AFTER = {
    "accepted": "accepted_to_book",
    "returned": "returned_with_advice",
    "rejected": "rejected",
    "booked": "booked",
    "attended": "attended",
    "missed": "did_not_attend",
    "decided:surgical": "listed_for_treatment",
    "decided:medical": "decided_to_treat",
    "monitored": "active_monitoring",
    "treated": "treated",
    "discharged": "discharged",
    "cancelled": "cancelled",
}
HANDOVER_AFTER = {"discharged": "due", "handed": "sent", "acknowledged": "acknowledged", "queried": "queried"}
OUTSTANDING = ("due", "sent", "queried")
ENDS_THE_WAIT = frozenset({"returned", "rejected", "cancelled", "monitored", "treated", "discharged", "missed"})

Totals = dict[str, Any]


def demo_totals(anchor: date, as_of: date | None = None, folder: Path = BHR) -> Totals:
    """By part of the overview: contracts, contracting, pools and referrals on the day `as_of`, of a load on `anchor`.

    Money in pence. Counts hold once every clock and every reaction to an event has done its work.
    """
    day = as_of or anchor
    return {
        "contracts": _contracts(anchor, day, folder),
        "contracting": alliance_totals(folder),
        "pools": pool_totals(anchor, folder),
        "referrals": _referrals(anchor, day, folder),
    }


def _contracts(anchor: date, day: date, folder: Path) -> Totals:
    added = added_by_modifications(folder)
    with (folder / "contracts.csv").open(encoding="utf-8") as file:
        contracts = [_contract(row, anchor, day, added.get(row["ref"], 0)) for row in csv.DictReader(file)]
    active = [contract for contract in contracts if contract["status"] == "active"]
    return {
        "by_status": dict(Counter(contract["status"] for contract in contracts)),
        "by_finding": dict(Counter(contract["finding"] for contract in contracts)),
        "value_under_contract_pence": sum(contract["value_pence"] for contract in active),
        "expiring_within_months": {
            months: sum(day <= contract["end"] <= day + relativedelta(months=months) for contract in active)
            for months in WINDOWS_MONTHS
        },
    }


def _contract(row: dict[str, str], anchor: date, day: date, added_pence: int) -> Totals:
    end, value = date.fromisoformat(str(resolve(row["end"], anchor))), int(row["value_pence"]) + added_pence
    for option in row["options"].split()[: int(row["options_taken"])]:
        months, pence = option.split("m:")
        end = end + timedelta(days=1) + relativedelta(months=int(months)) - timedelta(days=1)
        value += int(pence)
    status = "active" if row["signed"] else "draft"
    if row["termination"]:
        status = "terminated"
    elif status == "active" and end < day:
        status = "expired"
    return {"status": status, "finding": row["finding"] or "not_assessed", "end": end, "value_pence": value}


def _referrals(anchor: date, day: date, folder: Path) -> Totals:
    pathways = json.loads((folder / "pathways.json").read_text("utf-8"))["pathways"]
    titles = {pathway["code"]: pathway["draft"]["title"] for pathway in pathways}
    with (folder / "referrals.csv").open(encoding="utf-8") as file:
        referrals = [(titles[row["pathway"]], _referral(row, (day - anchor).days)) for row in csv.DictReader(file)]
    handovers = Counter(referral["handover"] for _, referral in referrals if referral["handover"])
    return {
        "by_pathway_and_stage": {
            title: dict(Counter(referral["stage"] for which, referral in referrals if which == title))
            for title in titles.values()
        },
        "by_stage": dict(Counter(referral["stage"] for _, referral in referrals)),
        "waiting": _within(wait for _, referral in referrals for wait in referral["waiting"]),
        "treated": _within(wait for _, referral in referrals for wait in referral["treated"]),
        "handovers": dict(handovers),
        "handovers_outstanding": sum(handovers[status] for status in OUTSTANDING),
    }


def _within(waits: Any) -> Totals:
    """How many waits, and how many of them were within 18 weeks."""
    days = list(waits)
    return {"all": len(days), "within_18_weeks": sum(wait <= EIGHTEEN_WEEKS_DAYS for wait in days)}


def _referral(row: dict[str, str], days_later: int) -> Totals:
    """Where a referral is, and its waits in days: what is still waited for, and what ended in treatment."""
    stage, handover, started = "submitted", "", int(row["authored"])
    clock: int | None = started
    treated = []
    for step in row["story"].split():
        what, ago = step.split("@")
        word, days_ago = what.split(":")[0], int(ago)
        if word == "treated" and clock is not None:
            treated.append(clock - days_ago)
        if word in ENDS_THE_WAIT:
            clock = None
        restarts = (word, stage) in {("booked", "did_not_attend"), ("decided", "active_monitoring")}
        clock = days_ago if restarts else clock
        stage = STAGE_AFTER.get(what, STAGE_AFTER.get(word, stage))
        handover = HANDOVER_AFTER.get(word, handover)
    waiting = [] if clock is None else [clock + days_later]
    return {"stage": stage, "handover": handover, "waiting": waiting, "treated": treated}
