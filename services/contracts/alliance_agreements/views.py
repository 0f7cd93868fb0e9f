"""Alliance agreements as people read them."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.contracts.alliance_agreements.state import (
    AllianceAgreement,
    AllianceMember,
    AllianceStatus,
    SharedResource,
    evolve,
)
from shared.events.contracts.alliance_agreements import OverlaidContract, SupplyLink, TermsOfReference
from shared.folded import folded_view
from shared.views import ResourceRow, View


class AllianceAgreementRow(ResourceRow):
    """An alliance agreement; `unsigned` names the members, and those invited, whose signature is outstanding."""

    alliance_agreement_id: UUID = Field(primary_key=True)
    ref: str
    title: str
    status: AllianceStatus = Field(sa_type=Text)
    localities: list[str] = Field(sa_type=ARRAY(Text))
    members: list[AllianceMember] = Field(sa_type=JSONB)
    unsigned: list[str] = Field(sa_type=ARRAY(Text))
    contracts: list[OverlaidContract] = Field(sa_type=JSONB)
    contract_ids: list[UUID] = Field(sa_type=ARRAY(Uuid))
    principles: list[str] = Field(sa_type=ARRAY(Text))
    terms_of_reference: TermsOfReference = Field(sa_type=JSONB)
    starts_on: date
    in_force_from: date | None
    ended_on: date | None
    supply_chain: list[SupplyLink] = Field(sa_type=JSONB)
    resources: list[SharedResource] = Field(sa_type=JSONB)

    @property
    def owners(self) -> Sequence[str]:
        """The members on the commissioners' side: they keep it, all sign it."""
        return [one.ods for one in self.members if one.side == "commissioner" and one.left_on is None]


class AllianceAgreementTable(AllianceAgreementRow, table=True):
    """The table behind it."""

    __tablename__ = "alliance_agreements"
    __table_args__ = (
        UniqueConstraint("ref", name="uq_alliance_agreements_ref"),
        Index("ix_alliance_agreements_parties", "parties", postgresql_using="gin"),
        Index("ix_alliance_agreements_status", "status", "alliance_agreement_id"),
    )


def _derived(agreement: AllianceAgreement) -> Mapping[str, object]:
    return {
        "unsigned": [one.ods for one in agreement.members if one.signed_on is None and one.left_on is None],
        "contract_ids": [one.contract_id for one in agreement.contracts],
    }


alliance_agreement_view: View[AllianceAgreementRow] = folded_view(
    AllianceAgreementTable, AllianceAgreementRow, AllianceAgreement, evolve, _derived
)
