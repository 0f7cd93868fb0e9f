"""Procurements, assurance, programmes, challenges and outcomes in the overview: a line each."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from deploy.cli.figures import counted, labelled, percent, tally
from services.gateway.overview.answers import AllianceOverview, NextStep, OutcomesPosition

RAG = {"green": "green", "amber": "yellow", "red": "red"}
STEPS = {"assess": "assessment", "award": "award"}
CHECKPOINTS = {"cp1": "at checkpoint 1", "cp2": "at checkpoint 2", "cp3": "at checkpoint 3"}
NEXT_SHOWN = 5


def contracting_table(overview: AllianceOverview, width: int) -> RenderableType | None:
    """None when there is nothing of it."""
    return labelled(_rows(overview), width)


def _rows(overview: AllianceOverview) -> Iterator[tuple[str, Sequence[Text]]]:
    yield "Procurements", tally(overview.procurements.by_stage)
    yield "First lawful on", list(_following(overview.procurements.next))
    assurance = overview.assurance
    conditions = _outstanding(assurance.conditions_open, assurance.conditions_overdue, "open condition")
    stages = {CHECKPOINTS.get(stage, stage): count for stage, count in assurance.by_stage.items()}
    yield "ISAP cases", [*tally(stages), *conditions]
    programmes = overview.programmes
    late = [Text(f"{counted(programmes.milestones_overdue, 'milestone')} overdue", "yellow")]
    yield "Programmes", [*_rags(programmes.by_rag), *late[: programmes.milestones_overdue]]
    yield "Challenges", _outstanding(overview.challenges.open, overview.challenges.overdue, "open challenge")
    yield "Outcomes", [_scored(one) for one in overview.outcomes]


def _following(steps: Sequence[NextStep]) -> Iterator[Text]:
    for step in steps[:NEXT_SHOWN]:
        what = f"{STEPS.get(step.step, step.step)} of {step.title or step.procurement_id}"
        yield Text.assemble((f"{step.on:%-d %b %Y}", "bold"), f" {what}")
    if len(steps) > NEXT_SHOWN:
        yield Text(f"and {len(steps) - NEXT_SHOWN:,} more", "dim")


def _rags(by_rag: dict[str, int]) -> list[Text]:
    shown = ((rag, entry) for rag in by_rag for entry in tally({rag: by_rag[rag]}))
    return [Text.assemble(entry, style=RAG.get(rag, "")) if rag in RAG else entry for rag, entry in shown]


def _outstanding(still_open: int, overdue: int, what: str) -> list[Text]:
    if not still_open:
        return []
    entry = Text(counted(still_open, what))
    return [entry.append(f" ({overdue:,} overdue)", "yellow") if overdue else entry]


def _scored(outcomes: OutcomesPosition) -> Text:
    name = outcomes.title or str(outcomes.outcomes_framework_id)
    return Text.assemble(f"{name} ", (percent(outcomes.score_bp), "bold"))
