"""The programmes under way by RAG, and the milestones that are overdue."""

from services.gateway.alliance.facts import Facts, numbers
from services.gateway.alliance.figures import Figure, Figures
from shared.events.contracts import programmes as e

RAGS = ("green", "amber", "red", "not_reviewed")


def programme_facts(facts: Facts, event: e.ProgrammeEvent) -> Facts:
    """`active`; the `rag` of the last review by the leadership group; the numbers of milestones that are `overdue`."""
    match event:
        case e.ProgrammeProposed():
            return {"active": False, "rag": "not_reviewed", "overdue": []}
        case e.ProgrammeStarted():
            return {"active": True}
        case e.ProgrammeReviewed(level="leadership_group"):
            return {"rag": event.rag}
        case e.MilestoneMissed():
            return {"overdue": [*numbers(facts, "overdue"), event.milestone_no]}
        case e.MilestoneMet() | e.MilestoneRescheduled():
            return {"overdue": [no for no in numbers(facts, "overdue") if no != event.milestone_no]}
        case e.ProgrammeClosed():
            return {"active": False}
        case _:
            return {}


def programme_figures(key: str, facts: Facts) -> Figures:
    """What one programme adds while it is under way: with an overdue milestone it is never green."""
    if not facts["active"]:
        return {}
    overdue = numbers(facts, "overdue")
    rag = "amber" if overdue and facts["rag"] == "green" else facts["rag"]
    return {Figure(f"programmes.by_rag.{rag}"): 1, Figure("programmes.milestones_overdue"): len(overdue)}
