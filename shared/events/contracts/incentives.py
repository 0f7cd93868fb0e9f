"""What can have happened to an incentive that a contract pays, and whether it works against an aim (R42, R98)."""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from shared.events.contracts.reduction_aims import Activity
from shared.kernel.message import Event
from shared.kernel.money import pounds
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Name, Part, Pence, Ref
from shared.kernel.privacy import Confidential

Basis = Literal["per_activity", "block", "threshold", "outcome"]
Rewards = Literal["more_activity", "less_activity", "outcome"]
ReviewOutcome = Literal["keep", "amend", "withdraw"]


class IncentiveTerms(Part):
    """What is paid for: an activity, more or less of it, or an outcome by its indicator; the amount in pence `per`."""

    basis: Basis
    rewards: Rewards
    activity: Activity | None = None
    indicator: Ref | None = None
    amount_pence: Pence
    per: Name


class PerverseFlag(Part):
    """The aim that an incentive works against, with its activity and reason."""

    reduction_aim_id: UUID
    activity: Activity
    reason: str


class IncentiveRegistered(Event):
    """An incentive entered the register; `beneficiary_group` is who is moved by it, such as consultants."""

    sentence: ClassVar[str] = "Contract {contract_ref} pays {beneficiary} an incentive: {title}"

    incentive_id: UUID
    contract_id: UUID
    contract_ref: str
    title: str
    parties: tuple[OrgCode, ...]
    localities: tuple[str, ...]
    commissioners: tuple[OrgCode, ...]
    beneficiary: OrgCode
    beneficiary_group: str
    terms: IncentiveTerms
    registered_by: Confidential[str]

    def tell(self) -> str:
        """The event in one sentence, with the amount."""
        said = self.sentence.format(contract_ref=self.contract_ref, beneficiary=self.beneficiary, title=self.title)
        return f"{said}, {pounds(self.terms.amount_pence)} per {self.terms.per}"


class IncentiveFlagged(Event):
    """It rewards more of an activity that there is to be less of: a perverse incentive (R98)."""

    sentence: ClassVar[str] = "Incentive {title} of contract {contract_ref} is perverse: {flag.reason}"

    incentive_id: UUID
    contract_ref: str
    title: str
    flag: PerverseFlag


class IncentiveCleared(Event):
    """What it worked against is no longer aimed at, or it no longer works against it."""

    sentence: ClassVar[str] = "Incentive {title} of contract {contract_ref} no longer works against an aim"

    incentive_id: UUID
    contract_ref: str
    title: str
    reduction_aim_id: UUID


class IncentiveReviewed(Event):
    """Somebody other than who registered it decided what becomes of it."""

    sentence: ClassVar[str] = "Incentive {title} of contract {contract_ref} was reviewed: {outcome}"

    incentive_id: UUID
    contract_ref: str
    title: str
    outcome: ReviewOutcome
    reasons: str
    reviewed_on: date
    reviewed_by: Confidential[str]


class IncentiveAmended(Event):
    """It is paid on other terms."""

    sentence: ClassVar[str] = "Incentive {title} of contract {contract_ref} was amended: {reason}"

    incentive_id: UUID
    contract_ref: str
    title: str
    terms: IncentiveTerms
    reason: str
    registered_by: Confidential[str]


IncentiveEvent = IncentiveRegistered | IncentiveFlagged | IncentiveCleared | IncentiveReviewed | IncentiveAmended
