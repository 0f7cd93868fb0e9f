"""The parts of the overview that come from the contracts service's procurements, assurance, programmes and outcomes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from pydantic import BaseModel

from services.gateway.alliance.assurance import ISAP_STAGES
from services.gateway.alliance.procurements import PROCUREMENT_STAGES
from services.gateway.alliance.programmes import RAGS
from services.gateway.overview.answers import (
    AssurancePosition,
    ChallengesPosition,
    NextStep,
    OutcomesPosition,
    ProcurementsPosition,
    ProgrammesPosition,
)

Sums = Mapping[str, int]


def contracting_positions(sums: Sums, titles: Mapping[str, str]) -> Mapping[str, BaseModel | Sequence[BaseModel]]:
    """By the name of the part; `titles` by the id of a procurement or an outcomes framework."""
    return {
        "procurements": ProcurementsPosition(
            by_stage=_counts("procurements.by_stage", PROCUREMENT_STAGES, sums),
            next=sorted(_next(sums, titles), key=_by_day),
        ),
        "assurance": AssurancePosition(
            by_stage=_counts("assurance.by_stage", ISAP_STAGES, sums),
            conditions_open=sums.get("assurance.conditions_open", 0),
            conditions_overdue=sums.get("assurance.conditions_overdue", 0),
        ),
        "programmes": ProgrammesPosition(
            by_rag=_counts("programmes.by_rag", RAGS, sums),
            milestones_overdue=sums.get("programmes.milestones_overdue", 0),
        ),
        "challenges": ChallengesPosition(
            open=sums.get("challenges.open", 0), overdue=sums.get("challenges.overdue", 0)
        ),
        "outcomes": [
            OutcomesPosition(outcomes_framework_id=UUID(key), title=titles.get(key), score_bp=amount)
            for key, amount in sorted(_scores(sums))
        ],
    }


def _scores(sums: Sums) -> Iterator[tuple[str, int]]:
    return ((name.split(".")[1], amount) for name, amount in sums.items() if name.startswith("outcomes."))


def _counts(group: str, names: tuple[str, ...], sums: Sums) -> dict[str, int]:
    return {name: sums.get(f"{group}.{name}", 0) for name in names}


def _next(sums: Sums, titles: Mapping[str, str]) -> Iterator[NextStep]:
    for name, amount in sums.items():
        if amount and name.startswith("procurements.") and ".next." in name:
            _, key, _, step, day = name.split(".")
            yield NextStep(procurement_id=UUID(key), title=titles.get(key), step=step, on=date.fromisoformat(day))


def _by_day(step: NextStep) -> tuple[date, UUID]:
    return step.on, step.procurement_id
