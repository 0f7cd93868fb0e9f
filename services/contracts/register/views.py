"""The register as people read it: one row per contract, with the derived columns of the Atamis export."""

from collections.abc import Sequence
from datetime import date
from typing import Any, assert_never
from uuid import UUID

from sqlalchemy import BigInteger, Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.contracts.register.state import (
    AppliedModification,
    ContractStatus,
    ReviewClause,
    ReviewPoint,
    annual_value_pence,
    applied,
    reminded,
    review_clause,
    review_point,
    used,
)
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
    ProviderInvestment,
)
from shared.events.contracts.register_life import (
    ContractExpiryApproaching,
    ContractExpiryPlanned,
    ContractLifeEvent,
    ContractModificationDeclined,
    ContractModified,
    ContractReviewClauseRecorded,
    ContractReviewPointApproaching,
    ContractReviewPointSet,
    ContractRolledIntoAcs,
)
from shared.kernel.dates import term_months
from shared.kernel.parts import Evidence
from shared.views import Recorded, ResourceRow, View


class ContractRow(ResourceRow):
    """A contract in the register. Values in pence over the whole term so far; ends are inclusive.

    `current_end` of a terminated contract is its last day in force; its value, term in months and annual value stay
    those agreed. The finding with its themes and evidence is that of the newest assessment. `alerted_months` is the
    last expiry alert for this end, `expiry_plan` what is planned for it; a moved end has no plan yet.
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
    procurement_id: UUID | None
    procurement_began_on: date | None
    delegation_id: UUID | None
    outcomes_framework_id: UUID | None
    population: str | None
    investments: list[ProviderInvestment] = Field(sa_type=JSONB)
    invested_pence: int = Field(sa_type=BigInteger)
    no_budget_line_reason: str | None
    review_clauses: list[ReviewClause] = Field(sa_type=JSONB)
    review_points: list[ReviewPoint] = Field(sa_type=JSONB)
    modifications: list[AppliedModification] = Field(sa_type=JSONB)
    alerted_months: int | None
    expiry_plan: str | None
    expiry_plan_reason: str | None
    expiry_procurement_id: UUID | None
    acs_contract_id: UUID | None

    @property
    def owners(self) -> Sequence[str]:
        """Its commissioners: they keep it, its providers see it."""
        return self.commissioners


class ContractTable(ContractRow, table=True):
    """The table behind the register."""

    __tablename__ = "contracts"
    __table_args__ = (
        UniqueConstraint("ref", name="uq_contracts_ref"),
        Index("ix_contracts_status_current_end", "status", "current_end"),
        *(
            Index(f"ix_contracts_{name}", name, postgresql_using="gin")
            for name in ("parties", "provider_codes", "commissioners", "localities")
        ),
    )


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
            signed: dict[str, object] = {"signed_on": event.signed_on, "delegation_id": event.delegation_id}
            changes |= signed | {"status": ContractStatus.ACTIVE}
        case ContractExtended():
            months = row.current_term_months + event.months
            changes |= _worth_until(row, event, months) | {"options_taken": event.option_no}
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
            changes |= _in_life(row, event)
    return row.model_copy(update=changes)


def _in_life(row: ContractRow, event: ContractLifeEvent) -> dict[str, object]:
    match event:
        case ContractModified():
            effect = {
                "modifications": [*row.modifications, applied(event)],
                "review_clauses": list(used(row.review_clauses, event)),
            }
            return _worth_until(row, event, event.new_term_months) | effect
        case ContractReviewClauseRecorded():
            return {"review_clauses": [*row.review_clauses, review_clause(event)]}
        case ContractReviewPointSet():
            return {"review_points": [*row.review_points, review_point(event)]}
        case ContractReviewPointApproaching():
            return {"review_points": list(reminded(row.review_points, event))}
        case ContractExpiryApproaching():
            return {"alerted_months": event.months}
        case ContractExpiryPlanned():
            return _planned(event.plan, event.reason, event.procurement_id)
        case ContractRolledIntoAcs():
            last = event.effective_on
            ended = {"status": ContractStatus.ROLLED_INTO_ACS, "current_end": last, "ended_on": last}
            return ended | {"acs_contract_id": event.acs_contract_id}
        case ContractModificationDeclined():
            return {}
    assert_never(event)


def _worth_until(row: ContractRow, event: ContractExtended | ContractModified, months: int) -> dict[str, object]:
    """What an extension or a modification changes alike; what was planned was planned for the former end."""
    worth: dict[str, object] = {
        "current_value_pence": event.new_value_pence,
        "current_term_months": months,
        "annual_value_pence": event.new_annual_value_pence,
    }
    if event.new_end == row.current_end:
        return worth
    moved = {"current_end": event.new_end, "alerted_months": event.passed_alert_months}
    return worth | moved | _planned(None, None, None)


def _planned(plan: str | None, reason: str | None, procurement_id: UUID | None) -> dict[str, object]:
    return {"expiry_plan": plan, "expiry_plan_reason": reason, "expiry_procurement_id": procurement_id}


_NOTHING_YET: dict[str, Any] = {
    "finding": "not_assessed",
    "assessed_on": None,
    "finding_themes": [],
    "evidence": [],
    "signed_on": None,
    "ended_on": None,
    "delegation_id": None,
    "review_clauses": [],
    "review_points": [],
    "modifications": [],
    "alerted_months": None,
    "expiry_plan": None,
    "expiry_plan_reason": None,
    "expiry_procurement_id": None,
    "acs_contract_id": None,
}
"""Of a contract that has just been registered."""


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
        extension_options=list(event.extension_options),
        options_taken=0,
        original_value_pence=value,
        current_value_pence=value,
        current_term_months=months,
        annual_value_pence=annual_value_pence(value, months),
        procurement_id=event.procurement_id,
        procurement_began_on=event.procurement_began_on,
        outcomes_framework_id=event.outcomes_framework_id,
        population=event.population,
        investments=list(event.investments),
        invested_pence=sum(one.amount_pence for one in event.investments),
        no_budget_line_reason=event.no_budget_line_reason,
        **_NOTHING_YET,
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
