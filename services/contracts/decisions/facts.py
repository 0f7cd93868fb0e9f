"""What the rules of decisions are told of other rooms: the body as it stands, the standing position on a topic."""

from uuid import UUID

from sqlalchemy import ColumnElement, exists
from sqlmodel import col

from services.contracts.bodies.api import bodies
from services.contracts.bodies.views import GovernanceBodyRow, body_view
from services.contracts.decisions.commands import SittingBody, StandingPosition
from services.contracts.decisions.views import PositionTable, position_view
from shared.service import Service
from shared.web.call import Call


async def body_to_decide(call: Call, body_id: UUID) -> SittingBody | None:
    """The body, if the caller may read it."""
    row: GovernanceBodyRow | None = await call.service.row(body_view, body_id)
    return _sitting(row) if row is not None and call.allowed(bodies.read_action, row) else None


async def body_of(call: Call, body_id: UUID) -> SittingBody:
    """The body of a decision, whoever asks."""
    row = await call.service.row(body_view, body_id)
    assert row is not None, "bodies are never removed"  # noqa: S101  # a decision was put to it
    return _sitting(row)


def _sitting(row: GovernanceBodyRow) -> SittingBody:
    return SittingBody(
        body_id=row.body_id,
        ref=row.ref,
        parties=tuple(row.parties),
        convened_by=tuple(row.convened_by),
        localities=tuple(row.localities),
        seats=tuple(row.seats),
        editions=tuple(row.editions),
        dissolved_on=row.dissolved_on,
    )


async def standing_position(service: Service, topic: str) -> StandingPosition | None:
    """The last decision taken on a topic, or None."""
    rows = await service.rows(position_view, col(PositionTable.topic) == topic, stands())
    return next(
        (
            StandingPosition(
                decision_id=row.decision_id,
                number=row.number,
                position=row.position,
                body_ref=row.body_ref,
                taken_on=row.taken_on,
            )
            for row in rows
        ),
        None,
    )


def stands() -> ColumnElement[bool]:
    """Of the positions on a topic, the one after which no other was taken."""
    mine, later = PositionTable.__table__, PositionTable.__table__.alias("later")  # type: ignore[attr-defined]  # set by SQLModel
    return ~exists().where(later.c.topic == mine.c.topic, later.c.number > mine.c.number)
