"""The outcomes frameworks: what each last scored, in basis points of what could be reached."""

from services.gateway.alliance.facts import Facts
from services.gateway.alliance.figures import Figure, Figures
from shared.events.contracts import outcomes as e


def outcome_facts(facts: Facts, event: e.OutcomesFrameworkEvent) -> Facts:
    """`title`; `score_bp` of the latest contract year that was paid for, or paid for anew; `year` is its number."""
    if isinstance(event, e.OutcomesFrameworkDrafted):
        return {"title": event.title, "year": 0, "score_bp": None}
    if not isinstance(event, e.OutcomePaymentCalculated | e.OutcomePaymentCorrected):
        return {}
    year, paid = facts["year"], event.payment
    latest = isinstance(year, int) and paid.contract_year >= year
    return {"year": paid.contract_year, "score_bp": paid.score_bp} if latest else {}


def outcome_figures(key: str, facts: Facts) -> Figures:
    """What one framework adds; nothing before it was scored."""
    score = facts["score_bp"]
    return {Figure(f"outcomes.{key}.score_bp"): score} if isinstance(score, int) else {}
