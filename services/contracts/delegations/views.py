"""Delegated authorities as people read them."""

from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.contracts.delegations.state import Delegation, DelegationStatus, evolve
from shared.events.contracts.delegations import DelegationTerms
from shared.folded import folded_view
from shared.views import ResourceRow


class DelegationRow(ResourceRow):
    """A delegated authority. The limit in pence is for each approval, inclusive; `start` and `end` are its days.

    Before it is confirmed, `matters`, `limit_pence` and `end` are those granted, and nobody can cite it.
    """

    delegation_id: UUID = Field(primary_key=True)
    ref: str
    org: str
    role: str
    body_id: UUID | None
    status: DelegationStatus = Field(sa_type=Text)
    edition: int
    matters: list[str] = Field(sa_type=ARRAY(Text))
    limit_pence: int = Field(sa_type=BigInteger)
    start: date
    end: date | None
    pending: DelegationTerms | None = Field(sa_type=JSONB)
    pending_by: str | None
    reason: str
    revoked_on: date | None


class DelegationTable(DelegationRow, table=True):
    """The table behind the delegations."""

    __tablename__ = "delegations"
    __table_args__ = (UniqueConstraint("ref", name="uq_delegations_ref"),)


delegation_view = folded_view(DelegationTable, DelegationRow, Delegation, evolve)
