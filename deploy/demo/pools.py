"""The pools of pools.json as stories: agreed, activated, paid into, spent, linked, reported, forecast."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from deploy.demo.dates import resolve
from deploy.demo.steps import BHR, Caller, Step, Story
from shared.kernel.dates import add_months, year_bounds

QUARTERS = (1, 2, 3, 4)


def pool_stories(anchor: date, folder: Path = BHR) -> Iterator[Story]:
    """One story per pool; months, quarters and payments after `anchor` have not happened yet."""
    contents: Any = resolve(json.loads((folder / "pools.json").read_text("utf-8")), anchor)
    for pool in contents["pools"]:
        pool["open"]["statements"] = contents["statements"]
        yield Story(
            file="pools.json",
            row=pool["key"],
            collection="/pools",
            steps=tuple(_steps(pool, anchor)),
            name=f"pool:{pool['key']}",
        )


def _steps(pool: dict[str, Any], anchor: date) -> Iterator[Step]:
    opening = pool["open"]
    first, last = year_bounds(opening["financial_year"])
    host = Caller("finance", opening["host"])
    yield Step("open", host, opening)
    for agreed in pool["contributions"]:
        yield Step(f"agree-{agreed['partner']}", Caller("finance", agreed["partner"]), agreed, "/contributions")
    for partner in opening["partners"]:
        body = {"partner": partner, "signed_on": first.isoformat()}
        yield Step(f"sign-{partner}", Caller("commissioner", partner), body, "/signatures")
    yield Step("activate", host, {}, "/activation")
    yield from _links(pool, host)
    yield from _payments(pool, host, first, anchor)
    yield from _spending(pool, host, first, anchor)
    for quarter in QUARTERS:
        if _quarter_end(first, quarter) < anchor:
            narrative = f"Quarter {quarter} as posted (ILL)."
            yield Step(f"return-{quarter}", host, {"quarter": quarter, "narrative": narrative}, "/returns")
    if anchor <= last:
        for number, forecast in enumerate(pool["forecasts"], start=1):
            yield Step(f"forecast-{number}", host, forecast, "/forecasts")
    for deed in pool["then"]:
        yield Step(deed, host, {}, f"/{deed}")


def _links(pool: dict[str, Any], host: Caller) -> Iterator[Step]:
    for link in pool["contract_links"]:
        body = {"line": link["line"], "contract_id": f"{{contract:{link['contract']}}}", "share_bp": link["share_bp"]}
        yield Step(f"link-{link['contract']}", host, body, "/contract-links")
    for link in pool["pathway_links"]:
        body = {"line": link["line"], "pathway_id": f"{{pathway:{link['pathway']}}}", "tariff": link["tariff"]}
        yield Step(f"link-{link['pathway']}", host, body, "/pathway-links")


def _payments(pool: dict[str, Any], host: Caller, first: date, anchor: date) -> Iterator[Step]:
    """A quarter of each contribution on the 15th of the quarter's first month, what is left over in the last."""
    for quarter in QUARTERS:
        paid_on = add_months(first, 3 * (quarter - 1)) + timedelta(days=14)
        if paid_on > anchor:
            return
        for agreed in pool["contributions"]:
            whole = agreed["amount_pence"]
            body = {
                "partner": agreed["partner"],
                "kind": agreed["kind"],
                "amount_pence": whole // 4 if quarter < 4 else whole - 3 * (whole // 4),
                "paid_on": paid_on.isoformat(),
                "payment_ref": f"ILL-Q{quarter}-{agreed['partner']}",
            }
            yield Step(f"pay-{quarter}-{agreed['partner']}", host, body, "/payments")


def _spending(pool: dict[str, Any], host: Caller, first: date, anchor: date) -> Iterator[Step]:
    """Each line's spending, by month or for a whole quarter in its last month; only months that have begun."""
    every = {"month": 1, "quarter": 3}[pool["spend"]["every"]]
    amounts: dict[str, list[int]] = pool["spend"]["amounts_pence"]
    for number in range(12 // every):
        month = add_months(first, number * every + every - 1)
        if month > anchor:
            return
        for line, pence in amounts.items():
            body = {
                "line": line,
                "amount_pence": pence[number],
                "period": f"{month:%Y-%m}",
                "source_ref": f"ILL-{line}-{month:%Y-%m}",
            }
            yield Step(f"spend-{line}-{number + 1}", host, body, "/expenditure")


def _quarter_end(first: date, quarter: int) -> date:
    return add_months(first, 3 * quarter) - timedelta(days=1)
