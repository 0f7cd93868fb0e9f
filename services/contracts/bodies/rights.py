"""The decision-rights matrix: for each matter, which body decides and which advises, on a day (R94)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from services.contracts.bodies.state import terms_on
from services.contracts.bodies.views import GovernanceBodyRow
from shared.events.contracts.bodies import BodyKind, DecisionArea


class RightHolder(BaseModel):
    """A body that has a say."""

    body_id: UUID
    ref: str
    name: str
    kind: BodyKind
    localities: list[str]
    right: Literal["decides", "advises"]


class MatterRights(BaseModel):
    """A matter, and who has which say in it; bodies by reference."""

    matter: str
    area: DecisionArea
    bodies: list[RightHolder]


class DecisionRightsMatrix(BaseModel):
    """Who decides what on a day; matters by area and name."""

    on: date
    matters: list[MatterRights]


def matrix(bodies: Iterable[GovernanceBodyRow], day: date) -> DecisionRightsMatrix:
    """The matrix that the terms of reference of these bodies make on a day."""
    holders: dict[tuple[DecisionArea, str], list[RightHolder]] = defaultdict(list)
    for body in sorted(bodies, key=lambda one: one.ref):
        if body.dissolved_on is not None and body.dissolved_on < day:
            continue
        terms = terms_on(body.editions, day)
        for right in terms.rights if terms else ():
            said = body.model_dump(include={"body_id", "ref", "name", "kind", "localities"})
            holders[right.area, right.matter].append(RightHolder(**said, right=right.right))
    matters = [MatterRights(matter=matter, area=area, bodies=held) for (area, matter), held in sorted(holders.items())]
    return DecisionRightsMatrix(on=day, matters=matters)
