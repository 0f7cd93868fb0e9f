"""Makes bhr/referrals.csv: a year of made-up referrals, the same every time, dated in days before loading (ILL)."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from deploy.demo.lives import STORIES, Chance

BHR = Path(__file__).parent / "bhr"
COLUMNS = (
    "row",
    "practice",
    "pathway",
    "provider",
    "priority",
    "authored",
    "nhs_number",
    "name",
    "born",
    "results",
    "story",
)
SEED = 20170711
PATHWAYS = {"AF": 26, "PSA": 24, "OSTEOPOROSIS": 16, "MENSTRUAL": 20, "CARDIOLOGY-VIDEO": 14}
"""How often each is referred along, of a hundred."""

BORN = {"MENSTRUAL": (1972, 2005)}
BORN_OTHERWISE = (1932, 1972)
SUSPECTED_CANCER = frozenset({"PSA", "MENSTRUAL"})


def nhs_numbers() -> Iterator[str]:
    """NHS numbers of the 999 test range with a valid Modulus 11 check digit, in order."""
    for number in range(1, 1_000_000):
        digits = f"999{number:06d}"
        check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(digits)) % 11
        if check != 10:  # such numbers are never issued
            yield f"{digits}{0 if check == 11 else check}"


def referrals() -> Iterator[dict[str, object]]:
    """Every row of referrals.csv."""
    chance = Chance(SEED)
    with (BHR / "organisations.csv").open(encoding="utf-8") as file:
        practices = [row["code"] for row in csv.DictReader(file) if row["kind"] == "gp_practice"]
    tests = _tests_by_pathway()
    stories = chance.shuffled([story for count, story in STORIES for _ in range(count)])
    for number, (story, nhs_number) in enumerate(zip(stories, nhs_numbers(), strict=False), start=1):
        pathway = chance.one_of(tuple(PATHWAYS), tuple(PATHWAYS.values()))
        authored, steps = story(chance)
        yield {
            "row": f"R{number:04d}",
            "practice": chance.one_of(practices),
            "pathway": pathway,
            "provider": chance.one_of(("RF4", "RAT")) if pathway == "OSTEOPOROSIS" else "RF4",
            "priority": _priority(chance, pathway),
            "authored": authored,
            "nhs_number": nhs_number,
            "name": f"Test Patient {number:04d}",
            "born": _birthday(chance, pathway),
            "results": _results(chance, tests[pathway], authored),
            "story": " ".join(steps),
        }


def _tests_by_pathway() -> dict[str, dict[str, Any]]:
    """The section on investigations of each pathway."""
    pathways = json.loads((BHR / "pathways.json").read_text("utf-8"))["pathways"]
    return {
        pathway["code"]: next(section for section in pathway["sections"] if section["section"] == "investigations")
        for pathway in pathways
    }


def _priority(chance: Chance, pathway: str) -> str:
    most_urgent = "TWO_WEEK_WAIT" if pathway in SUSPECTED_CANCER else "URGENT"
    return chance.one_of(("ROUTINE", "URGENT", most_urgent), (80, 12, 8))


def _birthday(chance: Chance, pathway: str) -> str:
    return f"{chance.days(*BORN.get(pathway, BORN_OTHERWISE))}-{chance.days(1, 12):02d}-{chance.days(1, 28):02d}"


def _results(chance: Chance, tests: dict[str, Any], authored: int) -> str:
    """The required tests done before referral; about one in five lacks one, where the pathway lets it."""
    done = [f"{test['code']}@{authored + chance.days(1, 20)}" for test in tests["investigations"] if test["required"]]
    if not tests["required_for_routine"] and chance.days(1, 5) == 1:
        done.pop()
    return " ".join(done)


def main() -> None:
    """Write bhr/referrals.csv anew."""
    with (BHR / "referrals.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(referrals())


if __name__ == "__main__":
    main()
