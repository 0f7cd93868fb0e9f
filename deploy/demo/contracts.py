"""The contracts of contracts.csv as stories: registered, activated, extended, assessed, novated and so on."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from deploy.demo.dates import resolve
from deploy.demo.steps import BHR, Caller, Json, Step, Story

IN_AREA_SHARE_BP = {"RF4": 7_400}
"""BHRUT also serves people from outside (R46); the share is ILL."""

THEMES = {
    "works_well": ["waiting times", "patient experience"],
    "needs_improvement": ["late reports", "activity below plan"],
    "mixed": ["good outcomes", "long waits"],
}


def contract_stories(anchor: date, folder: Path = BHR) -> Iterator[Story]:
    """One story per row, the load's mark first; dates are counted from `anchor`."""
    places = _places(folder)
    with (folder / "contracts.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            caller = Caller("commissioner", row["commissioners"].split()[0])
            steps = [Step("register", caller, _registration(row, places)), *_deeds(row, caller)]
            yield Story(
                file="contracts.csv",
                row=row["ref"],
                collection="/contracts",
                steps=tuple(_dated(step, anchor) for step in steps),
                name=f"contract:{row['ref']}",
            )


def _places(folder: Path) -> dict[str, list[str]]:
    """Localities by CCG, and under "all"."""
    places: dict[str, list[str]] = {"all": []}
    with (folder / "places.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["kind"] == "locality":
                places.setdefault(row["commissioner"], []).append(row["code"])
                places["all"].append(row["code"])
                places[row["code"]] = [row["code"]]
    return places


def _registration(row: dict[str, str], places: dict[str, list[str]]) -> Json:
    providers = [
        {
            "ods": ods,
            "role": "lead" if place == 0 else "member",
            "in_area_share_bp": IN_AREA_SHARE_BP.get(ods, 10_000),
        }
        for place, ods in enumerate(row["providers"].split())
    ]
    options = [option.split("m:") for option in row["options"].split()]
    return {
        "ref": row["ref"],
        "title": row["title"],
        "commissioners": row["commissioners"].split(),
        "providers": providers,
        "cpv": [row["cpv"]],
        "regime": row["regime"],
        "route": row["route"],
        "start": row["start"],
        "end": row["end"],
        "extension_options": [{"months": int(months), "value_pence": int(pence)} for months, pence in options],
        "original_lifetime_value_pence": int(row["value_pence"]),
        "service_lines": [row["line"]],
        "localities": places[row["localities"]],
        "standard_form": row["standard_form"],
    }


def _deeds(row: dict[str, str], caller: Caller) -> Iterator[Step]:
    if row["signed"]:
        yield Step("activate", caller, {"signed_on": row["signed"]}, "/activation")
    for option_no in range(1, int(row["options_taken"]) + 1):
        yield Step(f"extend-{option_no}", caller, {"option_no": option_no}, "/extensions")
    if row["finding"]:
        yield Step("find", caller, _finding(row), "/findings")
    if row["novation"]:
        from_ods, to_ods, day, reason = row["novation"].split(maxsplit=3)
        body: Json = {"from_ods": from_ods, "to_ods": to_ods, "reason": reason, "effective_on": day}
        yield Step("novate", caller, body, "/novations")
    if row["plan"]:
        plan, reason = row["plan"].split(maxsplit=1)
        yield Step("plan", caller, {"plan": plan, "reason": reason}, "/expiry-plans")
    if row["termination"]:
        day, ground = row["termination"].split(maxsplit=1)
        yield Step("terminate", caller, {"ground": ground, "effective_on": day}, "/termination")


def _finding(row: dict[str, str]) -> Json:
    evidence = {"kind": "contract review (ILL)", "uri": f"urn:acs:demo:{row['ref'].lower()}:review", "period": "{fy-1}"}
    return {
        "finding": row["finding"],
        "themes": THEMES[row["finding"]],
        "evidence": [evidence],
        "assessed_on": "{today-1m:first}",
    }


def _dated(step: Step, anchor: date) -> Step:
    body = resolve(step.body, anchor)
    assert isinstance(body, dict)  # noqa: S101 - resolve keeps the shape
    return replace(step, body=body)
