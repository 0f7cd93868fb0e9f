"""Contracts in their life as people read them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Index, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.contracts.contract_management.state import ManagedContract, Review, derived, evolve
from shared.folded import folded_view
from shared.views import ResourceRow


class ManagedContractRow(ResourceRow):
    """One contract in its life, under the id it has in the register.

    `silent_since` is the day of the last dialogue or the first day in life; `silent` once too many days have passed.
    """

    contract_id: UUID = Field(primary_key=True)
    ref: str
    commissioners: list[str] = Field(sa_type=ARRAY(Text))
    providers: list[str] = Field(sa_type=ARRAY(Text))
    localities: list[str] = Field(sa_type=ARRAY(Text))
    in_life_from: date
    silent_since: date
    last_dialogue_on: date | None
    silent: bool
    reviews: list[Review] = Field(sa_type=JSONB)
    ended_on: date | None
    next_review_on: date | None
    open_actions: int

    @property
    def owners(self) -> Sequence[str]:
        """Its commissioners."""
        return self.commissioners


class ManagedContractTable(ManagedContractRow, table=True):
    """The table behind the contracts in their life."""

    __tablename__ = "managed_contracts"
    __table_args__ = (
        Index("ix_managed_contracts_next_review", "next_review_on"),
        Index("ix_managed_contracts_silent_since", "silent_since"),
    )


managed_contract_view = folded_view(ManagedContractTable, ManagedContractRow, ManagedContract, evolve, derived)
