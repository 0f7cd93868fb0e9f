"""What can have happened to a contract in the register (field names follow the NHS Atamis export and OCDS)."""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from shared.events.contracts.register_life import (
    ContractExpiryApproaching,
    ContractExpiryPlanned,
    ContractModificationDeclined,
    ContractModified,
    ContractReviewClauseRecorded,
    ContractReviewPointApproaching,
    ContractReviewPointSet,
    ContractRolledIntoAcs,
)
from shared.kernel.message import Event
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Evidence, Part, Pence

Finding = Literal["works_well", "needs_improvement", "mixed", "not_assessed"]


class ContractProvider(Part):
    """A provider under a contract; `in_area_share_bp` is how much of its work is for this area (R46)."""

    ods: OrgCode
    role: Literal["lead", "member", "subcontractor"] = "lead"
    in_area_share_bp: int = Field(default=10_000, ge=0, le=10_000)


class ExtensionOption(Part):
    """An extension agreed at the start: how many months, and the lifetime value it adds in pence."""

    months: int = Field(ge=1, le=120)
    value_pence: Pence


class ProviderInvestment(Part):
    """What a provider puts into a long contract (R43): how much in pence, for what, and by when."""

    ods: OrgCode
    purpose: str = Field(min_length=1, max_length=200)
    amount_pence: Pence
    invested_by: date


class ContractRegistered(Event):
    """A contract was entered as a draft. `end` is the last day; value is over the whole initial term."""

    sentence: ClassVar[str] = "Contract {ref} was registered: {title}"

    contract_id: UUID
    ref: str
    title: str
    commissioners: tuple[OrgCode, ...]
    providers: tuple[ContractProvider, ...]
    cpv: tuple[str, ...]
    regime: Literal["pcr2015", "psr2023", "pa2023", "none"]
    route: str
    start: date
    end: date
    extension_options: tuple[ExtensionOption, ...]
    original_lifetime_value_pence: Pence
    service_lines: tuple[str, ...]
    localities: tuple[str, ...]
    standard_form: str
    framework: str | None = None
    procurement_id: UUID | None = None
    procurement_began_on: date | None = None
    outcomes_framework_id: UUID | None = None
    population: str | None = None
    investments: tuple[ProviderInvestment, ...] = ()
    no_budget_line_reason: str | None = None


class ContractActivated(Event):
    """The contract was signed and is in force; carries what budgets need to open a commitment.

    `procurement_id` is the procurement it came of, `delegation_id` the authority it was signed under.
    """

    sentence: ClassVar[str] = "Contract {ref} was activated"

    contract_id: UUID
    ref: str
    signed_on: date
    value_pence: int
    annual_value_pence: int
    start: date
    end: date
    commissioners: tuple[OrgCode, ...]
    procurement_id: UUID | None = None
    delegation_id: UUID | None = None


class ContractExtended(Event):
    """A pre-agreed option was taken: `option_no` counts from 1; value, annual value and end are the new ones.

    The option's own term runs from `added_from` to `new_end`, both inclusive, and is worth `added_value_pence`.
    `passed_alert_months` is the expiry alert whose day for the new end had passed already, None when none had.
    """

    sentence: ClassVar[str] = "Contract {ref} was extended by {months} months to {new_end}"

    contract_id: UUID
    ref: str
    option_no: int
    months: int
    added_from: date
    added_value_pence: int
    new_end: date
    new_value_pence: int
    new_annual_value_pence: int
    passed_alert_months: int | None = None


class ContractFindingRecorded(Event):
    """Whether a contract works well, on evidence (R2). `newest` is off when a later assessment was recorded before."""

    sentence: ClassVar[str] = "Contract {ref} was assessed: {finding}"

    contract_id: UUID
    ref: str
    finding: Finding
    themes: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    assessed_on: date
    newest: bool = True

    def tell(self) -> str:
        """The event in one sentence, the finding in words."""
        return self.sentence.format(ref=self.ref, finding=self.finding.replace("_", " "))


class ContractNovated(Event):
    """One provider's place was taken by another; `in_area_share_bp` is how much of its work is for this area (R46)."""

    sentence: ClassVar[str] = "Contract {ref} was novated from {from_ods} to {to_ods}"

    contract_id: UUID
    ref: str
    from_ods: OrgCode
    to_ods: OrgCode
    in_area_share_bp: int = Field(default=10_000, ge=0, le=10_000)
    reason: str
    effective_on: date


class ContractTerminated(Event):
    """The contract was ended before its term; `effective_on` is the last day in force."""

    sentence: ClassVar[str] = "Contract {ref} was terminated: {ground}"

    contract_id: UUID
    ref: str
    ground: str
    effective_on: date


class ContractExpired(Event):
    """The term ran out; `end` was the last day in force."""

    sentence: ClassVar[str] = "Contract {ref} expired at the end of {end}"

    contract_id: UUID
    ref: str
    end: date


ContractEvent = (
    ContractRegistered
    | ContractActivated
    | ContractExtended
    | ContractFindingRecorded
    | ContractNovated
    | ContractTerminated
    | ContractExpired
    | ContractReviewClauseRecorded
    | ContractReviewPointSet
    | ContractReviewPointApproaching
    | ContractExpiryApproaching
    | ContractExpiryPlanned
    | ContractModified
    | ContractModificationDeclined
    | ContractRolledIntoAcs
)
