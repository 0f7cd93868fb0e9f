"""Procurements, assurance, programmes, challenges and outcomes counted anew from raw events: the last word wins."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

Story = list[tuple[str, dict[str, Any]]]
STAGE_AFTER = {
    "ProcurementPlanned": "planned",
    "ProcurementMarketEngaged": "market_engagement",
    "ProcurementLaunched": "launched",
    "ProcurementAssessmentBegan": "evaluating",
    "AwardIntentionPublished": "intention_published",
    "StandstillStarted": "standstill",
    "StandstillExtended": "standstill",
    "AwardDecisionReviewed": "standstill",
    "RepresentationReceived": "review_requested",
    "StandstillEnded": "award_confirmed",
    "ProcurementAwarded": "awarded",
    "ProcurementContractSigned": "contract_signed",
    "ProcurementCommenced": "commenced",
    "ProcurementAbandoned": "abandoned",
}
"""The stage an event leads to; a step repeated leads to `planned` or `evaluating`."""
ISAP_STAGES = ("screening", "not_applicable", "early_engagement", "cp1", "cp2", "cp3", "closed")


def recount_matters(told: Mapping[str, Story]) -> dict[str, Any]:
    """Those parts of the overview, in its names."""
    return {
        "procurements": _procurements({key[-36:]: story for key, story in _of("procurement", told)}),
        "assurance": _assurance([story for _, story in _of("isap-case", told)]),
        "programmes": _programmes([story for _, story in _of("programme", told)]),
        "challenges": _challenges([story for _, story in _of("challenge", told)]),
        "outcomes": _outcomes({key[-36:]: story for key, story in _of("outcomes-framework", told)}),
    }


def _of(kind: str, told: Mapping[str, Story]) -> Iterator[tuple[str, Story]]:
    return ((key, story) for key, story in told.items() if key[:-37] == kind)


def _procurements(stories: Mapping[str, Story]) -> dict[str, Any]:
    stages: Counter[str] = Counter(dict.fromkeys(dict.fromkeys(STAGE_AFTER.values()), 0))
    following = []
    for key, story in stories.items():
        moves = [(kind, said) for kind, said in story if kind in STAGE_AFTER or kind == "ProcurementStepRepeated"]
        kind, said = moves[-1]
        repeated = kind == "ProcurementStepRepeated"
        stage = ("planned" if said["to_step"] == "launch" else "evaluating") if repeated else STAGE_AFTER[kind]
        stages[stage] += 1
        title = story[0][1]["title"]
        if kind == "ProcurementLaunched":
            following.append({"procurement_id": key, "title": title, "step": "assess", "on": said["assess_from"]})
        elif kind in ("StandstillStarted", "StandstillExtended"):
            following.append({"procurement_id": key, "title": title, "step": "award", "on": said["sign_from"]})
    return {"by_stage": dict(stages), "next": sorted(following, key=lambda one: (one["on"], one["procurement_id"]))}


def _assurance(stories: list[Story]) -> dict[str, Any]:
    stages: Counter[str] = Counter(dict.fromkeys(ISAP_STAGES, 0))
    still_open = overdue = 0
    for story in stories:
        stage = "screening"
        for kind, said in story:
            if kind == "IsapScreened":
                stage = "early_engagement" if said["applies"] else "not_applicable"
            stage = said.get("stage", stage)
        stages[stage] += 1
        made = {one["no"] for kind, said in story if kind == "IsapCheckpointRated" for one in said["conditions"]}
        closed = {said["condition_no"] for kind, said in story if kind == "IsapConditionClosed"}
        late = {said["condition_no"] for kind, said in story if kind == "IsapConditionOverdue"}
        still_open += len(made - closed)
        overdue += len(late - closed)
    return {"by_stage": dict(stages), "conditions_open": still_open, "conditions_overdue": overdue}


def _programmes(stories: list[Story]) -> dict[str, Any]:
    rags: Counter[str] = Counter(green=0, amber=0, red=0, not_reviewed=0)
    overdue = 0
    for story in stories:
        kinds = [kind for kind, _ in story]
        if "ProgrammeStarted" not in kinds or "ProgrammeClosed" in kinds:
            continue
        last = {said["milestone_no"]: kind for kind, said in story if kind.startswith("Milestone")}
        late = sum(kind == "MilestoneMissed" for kind in last.values())
        reviews = [said["rag"] for kind, said in story if kind == "ProgrammeReviewed" and said["level"] != "locality"]
        rag = reviews[-1] if reviews else "not_reviewed"
        rags["amber" if late and rag == "green" else rag] += 1
        overdue += late
    return {"by_rag": dict(rags), "milestones_overdue": overdue}


def _challenges(stories: list[Story]) -> dict[str, int]:
    last = [story[-1][0] for story in stories]
    over = ("ChallengeAnswered", "ChallengeWithdrawn")
    return {"open": sum(kind not in over for kind in last), "overdue": last.count("ChallengeFellOverdue")}


def _outcomes(stories: Mapping[str, Story]) -> dict[str, Any]:
    scored = {}
    for key, story in stories.items():
        payments = [said["payment"] for kind, said in story if kind.startswith("OutcomePayment")]
        if payments:
            year = max(payment["contract_year"] for payment in payments)
            score = [payment["score_bp"] for payment in payments if payment["contract_year"] == year][-1]
            scored[key] = {"outcomes_framework_id": key, "title": story[0][1]["title"], "score_bp": score}
    return scored
