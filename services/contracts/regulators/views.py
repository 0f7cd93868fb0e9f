"""Contacts with regulators as people read them."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import Index, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.contracts.regulators.state import AssuranceContact, evolve
from shared.events.contracts.regulators import ContactKind, RegulatorFinding
from shared.folded import folded_view
from shared.views import ResourceRow, View


class AssuranceContactRow(ResourceRow):
    """A contact with a regulator; open findings are those it has not closed, overdue ones still lack an answer."""

    assurance_contact_id: UUID = Field(primary_key=True)
    localities: list[str] = Field(sa_type=ARRAY(Text))
    regulator: str
    regulator_name: str
    kind: ContactKind = Field(sa_type=Text)
    held_on: date
    subject: str
    summary: str
    isap_case_id: UUID | None
    contract_id: UUID | None
    findings: list[RegulatorFinding] = Field(sa_type=JSONB)
    open_findings: int
    overdue_findings: int


class AssuranceContactTable(AssuranceContactRow, table=True):
    """The table behind the contacts."""

    __tablename__ = "assurance_contacts"
    __table_args__ = (
        Index("ix_assurance_contacts_regulator", "regulator"),
        Index("ix_assurance_contacts_isap_case", "isap_case_id"),
        Index("ix_assurance_contacts_contract", "contract_id"),
    )


def _derived(contact: AssuranceContact) -> Mapping[str, object]:
    still_open = [one for one in contact.findings if one.closed_on is None]
    return {
        "open_findings": len(still_open),
        "overdue_findings": sum(one.overdue and one.answered_on is None for one in still_open),
    }


assurance_contact_view: View[AssuranceContactRow] = folded_view(
    AssuranceContactTable, AssuranceContactRow, AssuranceContact, evolve, _derived
)
