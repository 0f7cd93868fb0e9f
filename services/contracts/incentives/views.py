"""The register of incentives as people read it."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Index, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.contracts.incentives.state import Incentive, IncentiveStatus, evolve
from shared.events.contracts.incentives import IncentiveTerms, PerverseFlag, ReviewOutcome
from shared.folded import folded_view
from shared.views import ResourceRow, View


class IncentiveRow(ResourceRow):
    """An incentive of a contract; `perverse` while it is paid and works against an aim, `flags` say which.

    A review counts until the terms change or another aim is found that it works against.
    """

    incentive_id: UUID = Field(primary_key=True)
    contract_id: UUID
    contract_ref: str
    title: str
    status: IncentiveStatus = Field(sa_type=Text)
    localities: list[str] = Field(sa_type=ARRAY(Text))
    commissioners: list[str] = Field(sa_type=ARRAY(Text))
    beneficiary: str
    beneficiary_group: str
    terms: IncentiveTerms = Field(sa_type=JSONB)
    activity: str | None
    rewards: str
    registered_by: str
    perverse: bool
    flags: list[PerverseFlag] = Field(sa_type=JSONB)
    review_outcome: ReviewOutcome | None = Field(sa_type=Text)
    review_reasons: str | None
    reviewed_on: date | None
    review_outstanding: bool

    @property
    def owners(self) -> Sequence[str]:
        """The contract's commissioners."""
        return self.commissioners


class IncentiveTable(IncentiveRow, table=True):
    """The table behind it."""

    __tablename__ = "incentives"
    __table_args__ = (
        Index("ix_incentives_activity", "activity"),
        Index("ix_incentives_contract", "contract_id"),
        Index("ix_incentives_parties", "parties", postgresql_using="gin"),
        Index("ix_incentives_perverse", "perverse", "incentive_id"),
    )


def _derived(incentive: Incentive) -> Mapping[str, object]:
    perverse = bool(incentive.flags) and incentive.status is not IncentiveStatus.WITHDRAWN
    return {
        "activity": incentive.terms.activity,
        "rewards": incentive.terms.rewards,
        "perverse": perverse,
        "review_outstanding": perverse and incentive.review_outcome is None,
    }


incentive_view: View[IncentiveRow] = folded_view(IncentiveTable, IncentiveRow, Incentive, evolve, _derived)
