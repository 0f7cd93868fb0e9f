"""The register as people read it: one row per contract, with the derived columns of the Atamis export."""

from collections.abc import Sequence
from datetime import date
from typing import assert_never
from uuid import UUID

from sqlalchemy import BigInteger, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.contracts.register.state import ContractStatus, annual_value_pence
from shared.events.contracts.register import (
    ContractActivated,
    ContractEvent,
    ContractExpired,
    ContractExtended,
    ContractFindingRecorded,
    ContractNovated,
    ContractProvider,
    ContractRegistered,
    ContractTerminated,
    ExtensionOption,
    Finding,
)
from shared.kernel.dates import term_months
from shared.kernel.parts import Evidence
from shared.views import Recorded, ResourceRow, View


class ContractRow(ResourceRow):
    """A contract in the register. Values in pence over the whole term so far; ends are inclusive.

    `current_end` of a terminated contract is its last day in force; its value, term in months and annual value stay
    those agreed. The finding with its themes and evidence is that of the newest assessment.
    """

    contract_id: UUID = Field(primary_key=True)
    ref: str
    title: str
    status: ContractStatus = Field(sa_type=Text)
    finding: Finding = Field(sa_type=Text)
    assessed_on: date | None
    finding_themes: list[str] = Field(sa_type=ARRAY(Text))
    evidence: list[Evidence] = Field(sa_type=JSONB)
    commissioners: list[str] = Field(sa_type=ARRAY(Text))
    providers: list[ContractProvider] = Field(sa_type=JSONB)
    provider_codes: list[str] = Field(sa_type=ARRAY(Text))
    localities: list[str] = Field(sa_type=ARRAY(Text))
    service_lines: list[str] = Field(sa_type=ARRAY(Text))
    cpv: list[str] = Field(sa_type=ARRAY(Text))
    regime: str
    route: str
    standard_form: str
    framework: str | None
    start: date
    original_end: date
    current_end: date
    signed_on: date | None
    ended_on: date | None
    extension_options: list[ExtensionOption] = Field(sa_type=JSONB)
    options_taken: int
    original_value_pence: int = Field(sa_type=BigInteger)
    current_value_pence: int = Field(sa_type=BigInteger)
    current_term_months: int
    annual_value_pence: int = Field(sa_type=BigInteger)

    @property
    def owners(self) -> Sequence[str]:
        """Its commissioners: they keep it, its providers see it."""
        return self.commissioners


class ContractTable(ContractRow, table=True):
    """The table behind the register."""

    __tablename__ = "contracts"
    __table_args__ = (UniqueConstraint("ref", name="uq_contracts_ref"),)


def project_contract(row: ContractRow | None, recorded: Recorded[ContractEvent]) -> ContractRow | None:
    """The register's row after one more event."""
    event = recorded.event
    if isinstance(event, ContractRegistered):
        return _registered(event, recorded)
    if row is None:
        return None
    changes: dict[str, object] = {"version": recorded.version, "changed_at": recorded.occurred_at}
    match event:
        case ContractActivated():
            changes |= {"status": ContractStatus.ACTIVE, "signed_on": event.signed_on}
        case ContractExtended():
            changes |= {
                "current_end": event.new_end,
                "current_value_pence": event.new_value_pence,
                "current_term_months": row.current_term_months + event.months,
                "annual_value_pence": event.new_annual_value_pence,
                "options_taken": event.option_no,
            }
        case ContractFindingRecorded():
            changes |= _assessed(event)
        case ContractNovated():
            changes |= _novated(row, event)
        case ContractTerminated():
            last = event.effective_on
            changes |= {"status": ContractStatus.TERMINATED, "current_end": last, "ended_on": last}
        case ContractExpired():
            changes |= {"status": ContractStatus.EXPIRED, "ended_on": event.end}
        case _:
            assert_never(event)
    return row.model_copy(update=changes)


def _registered(event: ContractRegistered, recorded: Recorded[ContractEvent]) -> ContractRow:
    codes = [provider.ods for provider in event.providers]
    months = term_months(event.start, event.end)
    value = event.original_lifetime_value_pence
    return ContractRow(
        version=recorded.version,
        parties=[*event.commissioners, *codes],
        changed_at=recorded.occurred_at,
        contract_id=event.contract_id,
        ref=event.ref,
        title=event.title,
        status=ContractStatus.DRAFT,
        finding="not_assessed",
        assessed_on=None,
        finding_themes=[],
        evidence=[],
        commissioners=list(event.commissioners),
        providers=list(event.providers),
        provider_codes=codes,
        localities=list(event.localities),
        service_lines=list(event.service_lines),
        cpv=list(event.cpv),
        regime=event.regime,
        route=event.route,
        standard_form=event.standard_form,
        framework=event.framework,
        start=event.start,
        original_end=event.end,
        current_end=event.end,
        signed_on=None,
        ended_on=None,
        extension_options=list(event.extension_options),
        options_taken=0,
        original_value_pence=value,
        current_value_pence=value,
        current_term_months=months,
        annual_value_pence=annual_value_pence(value, months),
    )


def _assessed(event: ContractFindingRecorded) -> dict[str, object]:
    if not event.newest:
        return {}
    return {
        "finding": event.finding,
        "assessed_on": event.assessed_on,
        "finding_themes": list(event.themes),
        "evidence": list(event.evidence),
    }


def _novated(row: ContractRow, event: ContractNovated) -> dict[str, object]:
    newcomer = {"ods": event.to_ods, "in_area_share_bp": event.in_area_share_bp}
    providers = [
        provider.model_copy(update=newcomer) if provider.ods == event.from_ods else provider
        for provider in row.providers
    ]
    codes = [provider.ods for provider in providers]
    # The former provider keeps sight of the contract it once delivered.
    parties = [*row.parties, event.to_ods] if event.to_ods not in row.parties else row.parties
    return {"providers": providers, "provider_codes": codes, "parties": parties}


contract_view: View[ContractRow] = View(table=ContractTable, row=ContractRow, project=project_contract)
