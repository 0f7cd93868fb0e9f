"""What can have happened to a contract in its life: review clauses and points, modifications, what comes at its end."""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from shared.events.contracts.law import Ground, Regime
from shared.kernel.message import Event
from shared.kernel.money import pounds
from shared.kernel.parts import Pence


class ContractReviewClauseRecorded(Event):
    """A clause that lets the contract change without a new procurement (R20); limits are over the whole term.

    `allows` is what it provides for, in its own words; `source` where the contract says so. None is no limit.
    """

    sentence: ClassVar[str] = "Contract {ref} has review clause {clause_ref}: {allows}"

    contract_id: UUID
    ref: str
    clause_ref: str
    text: str
    allows: str
    unequivocal: bool
    value_limit_pence: Pence | None
    term_limit_days: int | None
    source: str


class ContractReviewPointSet(Event):
    """A day on which the contract may be broken or is reviewed (R19); people are reminded `notice_days` before."""

    sentence: ClassVar[str] = "Contract {ref} has a {kind} point on {on}"

    contract_id: UUID
    ref: str
    kind: Literal["break", "review"]
    on: date
    notice_days: int
    remind_on: date
    note: str


class ContractReviewPointApproaching(Event):
    """The day to be reminded of a break or review point came (R19)."""

    sentence: ClassVar[str] = "Contract {ref} comes to its {kind} point on {on}"

    contract_id: UUID
    ref: str
    kind: Literal["break", "review"]
    on: date


class ContractExpiryApproaching(Event):
    """So many months are left until the contract ends, or fewer (R1)."""

    sentence: ClassVar[str] = "Contract {ref} ends on {end}, in {months} months or less"

    contract_id: UUID
    ref: str
    months: int
    end: date


class ContractExpiryPlanned(Event):
    """What is to happen when the contract ends; a later plan takes the place of an earlier one."""

    sentence: ClassVar[str] = "Contract {ref}, which ends on {end}, is planned: {plan}"

    contract_id: UUID
    ref: str
    end: date
    plan: Literal["renew", "reprocure", "let_end"]
    reason: str
    procurement_id: UUID | None = None

    def tell(self) -> str:
        """The event in one sentence, the plan in words."""
        return self.sentence.format(ref=self.ref, end=self.end, plan=self.plan.replace("_", " "))


class ContractModified(Event):
    """A permitted modification took effect: value, annual value, term and end are the new ones.

    `ground` is the ground it rests on, `effective_on` the first day it holds, `delta_value_pence` signed.
    """

    sentence: ClassVar[str] = "Contract {ref} was modified by {modification_ref}"

    contract_id: UUID
    ref: str
    modification_id: UUID
    modification_ref: str
    regime: Regime
    ground: Ground
    clause_ref: str | None
    delta_value_pence: int
    delta_term_days: int
    effective_on: date
    new_value_pence: int
    new_annual_value_pence: int
    new_term_months: int
    new_end: date
    passed_alert_months: int | None = None

    def tell(self) -> str:
        """The event in one sentence, the sum in pounds."""
        worth = pounds(self.new_value_pence)
        return f"Contract {self.ref} was modified by {self.modification_ref}: worth {worth} until {self.new_end}"


class ContractModificationDeclined(Event):
    """An agreed modification could not take effect: what took effect before it left no room, or the term is over."""

    sentence: ClassVar[str] = "Contract {ref} was not modified by {modification_ref}: {reason}"

    contract_id: UUID
    ref: str
    modification_id: UUID
    modification_ref: str
    reason: str


class ContractRolledIntoAcs(Event):
    """The contract went into another of the accountable care system; `effective_on` is its last day in force."""

    sentence: ClassVar[str] = "Contract {ref} was rolled into contract {acs_ref}"

    contract_id: UUID
    ref: str
    acs_contract_id: UUID
    acs_ref: str
    effective_on: date


ContractLifeEvent = (
    ContractReviewClauseRecorded
    | ContractReviewPointSet
    | ContractReviewPointApproaching
    | ContractExpiryApproaching
    | ContractExpiryPlanned
    | ContractModified
    | ContractModificationDeclined
    | ContractRolledIntoAcs
)
