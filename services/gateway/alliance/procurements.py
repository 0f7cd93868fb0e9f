"""Procurements: by stage, and when the next step of each may lawfully happen."""

from typing import assert_never

from services.gateway.alliance.facts import Facts
from services.gateway.alliance.figures import Figure, Figures
from shared.events.contracts import procurement_awards as a
from shared.events.contracts import procurements as e

PROCUREMENT_STAGES = (
    "planned",
    "market_engagement",
    "launched",
    "evaluating",
    "intention_published",
    "standstill",
    "review_requested",
    "award_confirmed",
    "awarded",
    "contract_signed",
    "commenced",
    "abandoned",
)
NEXT_STEPS = ("assess", "award")
_NOTHING: Facts = {"next_step": None, "next_on": None}


def procurement_facts(facts: Facts, event: e.ProcurementEvent) -> Facts:
    """`title`, `stage`; `next_step` with `next_on`, the first day on which the law lets it happen, if it names one."""
    match event:
        case e.ProcurementPlanned():
            return {"title": event.title, "stage": "planned", **_NOTHING}
        case e.ProcurementMarketEngaged():
            return {"stage": "market_engagement"}
        case e.ProcurementLaunched():
            return {"stage": "launched", "next_step": "assess", "next_on": event.assess_from.isoformat()}
        case e.ProcurementAssessmentBegan():
            return {"stage": "evaluating", **_NOTHING}
        case e.ProcurementStepRepeated():
            return {"stage": "planned" if event.to_step == "launch" else "evaluating", **_NOTHING}
        case e.ProcurementConflictDeclared() | e.BidReceived() | e.BidWithdrawn() | e.ProcurementEvaluated():
            return {}
        case _:
            return _chosen(event)


def _chosen(event: a.ProcurementAwardEvent) -> Facts:
    match event:
        case a.AwardIntentionPublished():
            return {"stage": "intention_published", **_NOTHING}
        case a.StandstillStarted() | a.StandstillExtended():
            return {"stage": "standstill", "next_step": "award", "next_on": event.sign_from.isoformat()}
        case a.RepresentationReceived():
            return {"stage": "review_requested", **_NOTHING}
        case a.AwardDecisionReviewed():
            return {"stage": "standstill"}
        case a.StandstillEnded():
            return {"stage": "award_confirmed", **_NOTHING}
        case a.ProcurementAwarded():
            return {"stage": "awarded", **_NOTHING}
        case a.ProcurementContractSigned():
            return {"stage": "contract_signed", **_NOTHING}
        case a.ProcurementCommenced():
            return {"stage": "commenced", **_NOTHING}
        case a.ProcurementAbandoned():
            return {"stage": "abandoned", **_NOTHING}
        case (
            a.RepresentationHeard()
            | a.RepresentationInformed()
            | a.ProcurementNoticePublished()
            | a.AwardNoticeFellOverdue()
        ):
            return {}
    assert_never(event)


def procurement_figures(key: str, facts: Facts) -> Figures:
    """One in its stage; and, named with its day, what it waits for."""
    figures = {Figure(f"procurements.by_stage.{facts['stage']}"): 1}
    if facts["next_on"]:
        figures[Figure(f"procurements.{key}.next.{facts['next_step']}.{facts['next_on']}")] = 1
    return figures
