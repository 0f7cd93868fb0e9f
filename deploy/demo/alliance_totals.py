"""What the overview must say of alliance.json on any day, from the file alone and by other code than the services'."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

Story = dict[str, dict[str, Any]]
"""What was said in each step of a thing, by the step's name."""

PROCUREMENT_AFTER = {
    "plan": "planned",
    "engage": "market_engagement",
    "launch": "launched",
    "intend": "standstill",
}


def alliance_totals(folder: Path) -> dict[str, Any]:
    """The parts of the overview by name, noughts left out; outcomes are scores by title."""
    things = _things(folder)
    procurements = [PROCUREMENT_AFTER[list(story)[-1]] for story in things["/procurements"]]
    cases = [_case(story) for story in things["/isap-cases"]]
    return {
        "procurements": dict(Counter(procurements)),
        "assurance": dict(Counter(stage for stage, _ in cases)),
        "conditions_open": sum(conditions for _, conditions in cases),
        "programmes": dict(Counter(story["review"]["rag"] for story in things["/programmes"])),
        "challenges_open": len(things["/challenges"]),
        "outcomes": {story["draft"]["title"]: _score_bp(story) for story in things["/outcomes-frameworks"]},
    }


def added_by_modifications(folder: Path) -> Mapping[str, int]:
    """Pence by the reference of the contract, of the modifications that were agreed."""
    added: dict[str, int] = defaultdict(int)
    for story in _things(folder)["/modifications"]:
        if "agree" in story:
            proposal = story["propose"]
            added[proposal["contract_id"].removeprefix("{contract:").removesuffix("}")] += proposal["delta_value_pence"]
    return added


def _things(folder: Path) -> Mapping[str, list[Story]]:
    """The things of each collection, a story that goes on with another added to it."""
    things: dict[str, Story] = {}
    by_collection: dict[str, list[Story]] = defaultdict(list)
    for key, collection, said in _read(folder):
        if key not in things:
            things[key] = {}
            by_collection[collection].append(things[key])
        things[key] |= said
    return by_collection


def _read(folder: Path) -> Iterator[tuple[str, str, Story]]:
    contents: Any = json.loads((folder / "alliance.json").read_text("utf-8"))
    for story in contents["stories"]:
        key = story.get("goes_on_with", "").removeprefix("alliance:") or story["key"]
        yield key, story["collection"], {step["do"]: step.get("say", {}) for step in story["steps"]}


def _case(story: Story) -> tuple[str, int]:
    """The stage of an ISAP case, and how many conditions were made."""
    if not any(answer["met"] for answer in story["screen"]["answers"]):
        return "not_applicable", 0
    rated = [said for step, said in story.items() if step.startswith("rate-")]
    return rated[-1]["checkpoint"], sum(len(one.get("conditions", ())) for one in rated)


def _score_bp(story: Story) -> int:
    """Each indicator's way from its baseline to its target, as far as it was gone, by its weight."""
    measured = {said["code"]: said for step, said in story.items() if step.startswith("measure-")}
    score = Fraction(0)
    for one in story["draft"]["indicators"]:
        start, goal = (Fraction(one[which]["num"], one[which]["den"]) for which in ("baseline", "target"))
        reached = Fraction(measured[one["code"]]["num"], measured[one["code"]]["den"])
        score += one["weight_bp"] * min(max((reached - start) / (goal - start), Fraction(0)), Fraction(1))
    return round(score)
