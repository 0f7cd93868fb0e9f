"""The ISAP cases: by stage, with the conditions that are open and those that are overdue."""

from typing import assert_never

from services.gateway.alliance.facts import Facts, numbers
from services.gateway.alliance.figures import Figure, Figures
from shared.events.contracts import assurance as e

ISAP_STAGES = ("screening", "not_applicable", "early_engagement", "cp1", "cp2", "cp3", "closed")


def assurance_facts(facts: Facts, event: e.AssuranceEvent) -> Facts:
    """`stage`; the numbers of `open` conditions, and of those of them that are `overdue`."""
    match event:
        case e.IsapCaseOpened():
            return {"stage": "screening", "open": [], "overdue": []}
        case e.IsapScreened():
            return {"stage": "early_engagement" if event.applies else "not_applicable"}
        case e.IsapCheckpointRated():
            return {"stage": event.stage, "open": [*numbers(facts, "open"), *(one.no for one in event.conditions)]}
        case e.IsapConditionClosed(condition_no=closed):
            left = {which: [no for no in numbers(facts, which) if no != closed] for which in ("open", "overdue")}
            return {"stage": event.stage, **left}
        case e.IsapConditionOverdue():
            return {"overdue": [*numbers(facts, "overdue"), event.condition_no]}
        case e.IsapCaseLinkedToProcurement() | e.IsapScrutinyRecorded() | e.IsapCheckpointSubmitted():
            return {}
    assert_never(event)


def assurance_figures(key: str, facts: Facts) -> Figures:
    """What one case adds."""
    return {
        Figure(f"assurance.by_stage.{facts['stage']}"): 1,
        Figure("assurance.conditions_open"): len(numbers(facts, "open")),
        Figure("assurance.conditions_overdue"): len(numbers(facts, "overdue")),
    }
