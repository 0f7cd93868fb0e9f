"""What the pools of the demonstration must add up to, from the files alone."""

import csv
import json
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from dateutil.relativedelta import relativedelta

from deploy.demo.dates import resolve

Totals = dict[str, Any]


def pool_totals(anchor: date, folder: Path) -> Totals:
    """By pool, named "title year": contributions agreed and paid, spending, variance and each partner's part of it.

    `spend_pence` is of pooled lines, activity included; `variance_pence` and `shares_pence` are those of the last
    forecast, or of the reconciliation, or None: positive is to be paid in.
    """
    contents: Any = resolve(json.loads((folder / "pools.json").read_text("utf-8")), anchor)
    discharges = _discharges(anchor, folder)
    return {
        f"{pool['open']['title']} {pool['open']['financial_year']}": _pool(pool, anchor, discharges)
        for pool in contents["pools"]
    }


def _pool(pool: Totals, anchor: date, discharges: list[tuple[str, date]]) -> Totals:
    first = date(int(pool["open"]["financial_year"][:4]), 4, 1)
    budgets = {line["code"]: line["budget_pence"] for line in pool["open"]["lines"] if _pooled(line)}
    posted = {
        line: sum(_begun(pence, first, anchor, pool["spend"]["every"]))
        for line, pence in pool["spend"]["amounts_pence"].items()
    }
    activity = _activity(pool, first, discharges)
    agreed = {one["partner"]: one["amount_pence"] for one in pool["contributions"]}
    spent = sum(pence for line, pence in posted.items() if line in budgets) + activity
    outturn = _outturn(pool, budgets, spent, over=anchor >= first + relativedelta(years=1))
    variance = None if outturn is None else outturn - sum(agreed.values())
    shared = None if variance is None else shares(variance, agreed, pool["open"]["risk_share"])
    return {
        "contributions_pence": sum(agreed.values()),
        "paid_pence": sum(_paid(amount, first, anchor) for amount in agreed.values()),
        "spend_pence": spent,
        "activity_pence": activity,
        "aligned_spend_pence": sum(pence for line, pence in posted.items() if line not in budgets),
        "variance_pence": variance,
        "shares_pence": shared,
    }


def _pooled(line: Totals) -> bool:
    return bool(line.get("funding", "pooled") == "pooled")


def _begun(amounts: list[int], first: date, anchor: date, every: str) -> list[int]:
    """The amounts of months that have begun, or of quarters whose last month has."""
    months = {"month": 1, "quarter": 3}[every]
    return [
        pence
        for number, pence in enumerate(amounts, start=1)
        if first + relativedelta(months=number * months - 1) <= anchor
    ]


def _paid(amount: int, first: date, anchor: date) -> int:
    begun = sum(first + relativedelta(months=3 * quarter, days=14) <= anchor for quarter in range(4))
    return amount if begun == 4 else amount // 4 * begun


def _activity(pool: Totals, first: date, discharges: list[tuple[str, date]]) -> int:
    """Out-patient discharges of the year, at the tariff of their pathway."""
    tariffs = {link["pathway"]: link["tariff"][0]["op_pence"] for link in pool["pathway_links"]}
    year_after = first + relativedelta(years=1)
    return sum(tariffs[pathway] for pathway, day in discharges if pathway in tariffs and first <= day < year_after)


def _discharges(anchor: date, folder: Path) -> list[tuple[str, date]]:
    """By pathway and day, of the patients who came: nobody pays for one who never did."""
    with (folder / "referrals.csv").open(encoding="utf-8") as file:
        return [
            (row["pathway"], anchor - timedelta(days=int(step.split("@")[1])))
            for row in csv.DictReader(file)
            if "attended@" in row["story"] or "treated@" in row["story"]
            for step in row["story"].split()
            if step.startswith("discharged")
        ]


def _outturn(pool: Totals, budgets: dict[str, int], spent: int, *, over: bool) -> int | None:
    """What the pool is forecast to spend in all, or has spent once reconciled; None when nobody has said."""
    if "reconciliation" in pool["then"]:
        return spent
    forecasts = [] if over else pool["forecasts"]
    if not forecasts:
        return None
    if "line" not in forecasts[-1]:
        return int(forecasts[-1]["outturn_pence"])
    return sum((budgets | {one["line"]: one["outturn_pence"] for one in forecasts}).values())


def shares(variance: int, agreed: dict[str, int], terms: Totals) -> dict[str, int]:
    """Each partner's part of a variance after risk pool or investment fund, capped, to the penny."""
    if variance < 0:
        back = -variance - int(Fraction(-variance * terms["underspend_to_investment_bp"], 10_000) + Fraction(1, 2))
        return {partner: -pence for partner, pence in _spread(back, agreed).items()}
    rest = variance - min(variance, terms["risk_pool_pence"])
    caps = {cap["partner"]: agreed[cap["partner"]] * cap["cap_bp"] // 10_000 for cap in terms["caps"]}
    capped: dict[str, int] = {}
    while True:
        free = {partner: pence for partner, pence in agreed.items() if partner not in capped}
        left = rest - sum(capped.values())
        over = {
            partner: caps[partner]
            for partner in free
            if partner in caps and left * free[partner] > caps[partner] * sum(free.values())
        }
        if not over:
            return {partner: (capped | _spread(left, free))[partner] for partner in agreed}
        capped |= over


def _spread(pence: int, weights: dict[str, int]) -> dict[str, int]:
    """By weight, what rounding leaves over to the largest remainders, the earlier partner first."""
    whole = sum(weights.values())
    parts = {name: pence * weight // whole for name, weight in weights.items()} if whole else {}
    by_remainder = sorted(parts, key=lambda name: -(pence * weights[name] % whole))
    for name in by_remainder[: pence - sum(parts.values())]:
        parts[name] += 1
    return parts
