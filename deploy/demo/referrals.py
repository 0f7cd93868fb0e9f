"""The referrals of referrals.csv as stories; the column `story` reads `accepted@90 booked:60@88 attended@60 …`.

A step is a word, for some a detail after a colon, and how many days before loading it was done. What is booked names
the day of the appointment, also in days before loading; a negative one lies ahead.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from deploy.demo.steps import BHR, Caller, Json, Step, Story

MODES = {"CARDIOLOGY-VIDEO": "video"}
ADVICE = {
    "returned": "Please try the first two management steps of the pathway, and refer again if they do not help (ILL).",
    "rejected": "The criteria of the pathway are not met; no further information was given (ILL).",
}
OUTCOMES = {"accepted": "accepted_to_book", "returned": "returned_with_advice", "rejected": "rejected"}
HANDOVER = {
    "diagnosis": "As in the clinic letter (ILL)",
    "results": "Attached (ILL)",
    "medication": "Unchanged (ILL)",
    "plan": "Review by the practice in six weeks (ILL)",
    "who_does_what": "The practice prescribes; the clinic advises by telephone (ILL)",
    "rereferral_criteria": "As in the pathway (ILL)",
}
BY_THE_PRACTICE = frozenset({"acknowledged", "queried", "cancelled"})


@dataclass(frozen=True)
class _Deed:
    """One word of a story, with its detail and its day."""

    word: str
    detail: str
    days_ago: int


def referral_stories(anchor: date, folder: Path = BHR) -> Iterator[Story]:
    """One story per row; dates are counted back from `anchor`."""
    with (folder / "referrals.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield Story(file="referrals.csv", row=row["row"], collection="/referrals", steps=tuple(_steps(row, anchor)))


def _steps(row: dict[str, str], anchor: date) -> Iterator[Step]:
    practice, provider = Caller("gp", row["practice"]), Caller("provider", row["provider"])
    yield Step("submit", practice, _submission(row, anchor))
    for number, deed in enumerate(_deeds(row["story"]), start=1):
        caller = practice if deed.word in BY_THE_PRACTICE else provider
        path, body = _call(deed, row["pathway"], anchor)
        yield Step(f"{number}-{deed.word}", caller, body, path)


def _submission(row: dict[str, str], anchor: date) -> Json:
    results = [result.split("@") for result in row["results"].split()]
    return {
        "pathway_id": f"{{pathway:{row['pathway']}}}",
        "practice_ods": row["practice"],
        "provider_ods": row["provider"],
        "priority": row["priority"],
        "authored_on": _day(anchor, row["authored"]),
        "results": [{"code": code, "date": _day(anchor, days_ago)} for code, days_ago in results],
        "nhs_number": row["nhs_number"],
        "patient_name": row["name"],
        "date_of_birth": row["born"],
    }


def _deeds(story: str) -> Iterator[_Deed]:
    for said in story.split():
        what, days_ago = said.split("@")
        word, _, detail = what.partition(":")
        yield _Deed(word, detail, int(days_ago))


def _call(deed: _Deed, pathway: str, anchor: date) -> tuple[str, Json]:
    """Where a deed is sent, and what is said."""
    day = _day(anchor, deed.days_ago)
    mode = MODES.get(pathway, "face_to_face")
    match deed.word:
        case "accepted":
            return "/triage", {"outcome": OUTCOMES[deed.word], "triaged_on": day}
        case "returned" | "rejected":
            return "/triage", {"outcome": OUTCOMES[deed.word], "triaged_on": day, "advice": ADVICE[deed.word]}
        case "booked":
            return "/appointments", {"booked_on": day, "appointment_on": _day(anchor, deed.detail), "mode": mode}
        case "attended":
            return "/attendances", {"attended_on": day, "mode": mode}
        case "missed":
            return "/non-attendances", {"missed_on": day}
        case "decided":
            return "/decisions-to-treat", {"decided_on": day, "kind": deed.detail}
        case "monitored":
            return "/active-monitoring", {"started_on": day, "initiator": deed.detail}
        case "treated":
            return "/treatments", {"started_on": day}
        case "discharged":
            return "/discharge", {"discharged_on": day, "setting": "op", "reason": deed.detail}
        case "handed":
            return "/handovers", {"sent_on": day, **HANDOVER}
        case "acknowledged":
            return "/handovers/acknowledgement", {"acknowledged_on": day}
        case "queried":
            return "/handovers/query", {"queried_on": day, "query": "Which dose from week four on? (ILL)"}
        case "cancelled":
            return "/cancellation", {"cancelled_on": day, "reason": deed.detail}
        case _:
            raise ValueError(f"a referral's story does not know: {deed.word}")


def _day(anchor: date, days_ago: str | int) -> str:
    return (anchor - timedelta(days=int(days_ago))).isoformat()
