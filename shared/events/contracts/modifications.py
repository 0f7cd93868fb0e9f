"""What can have happened to a modification of a contract, from the proposal to its effect."""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from shared.events.contracts.law import Ground, GroundAnswer, Limit, ModificationFacts, NoticeDuty, Regime
from shared.kernel.message import Event
from shared.kernel.money import pounds
from shared.kernel.organisations import OrgCode
from shared.kernel.privacy import Confidential


class ModificationProposed(Event):
    """A change of a contract was proposed: `facts` is what an assessment starts from.

    `delta_value_pence` is signed, `effective_on` the first day it is to hold, `commissioners` are the contract's.
    """

    sentence: ClassVar[str] = "Modification {ref} of contract {contract_ref} was proposed: {title}"

    modification_id: UUID
    ref: str
    parties: tuple[OrgCode, ...]
    commissioners: tuple[OrgCode, ...]
    localities: tuple[str, ...]
    contract_id: UUID
    contract_ref: str
    title: str
    rationale: str
    delta_value_pence: int
    delta_term_days: int
    cause: Literal[
        "authority", "external", "succession", "clause", "additional", "unforeseeable", "known_risk", "urgent"
    ]
    clause_ref: str | None
    character_change: bool
    effective_on: date
    facts: ModificationFacts
    proposed_by: Confidential[str] = ""


class ModificationAssessed(Event):
    """What the law says of it, with all that this rests on: the facts as they stood, sums reached, limits, citations.

    `ground` is in words, `ground_code` None when none carries it; `cumulative_pence` counts earlier modifications in.
    """

    sentence: ClassVar[str] = "Modification {ref} of contract {contract_ref} was assessed"

    modification_id: UUID
    ref: str
    contract_ref: str
    regime: Regime
    permitted: bool
    ground: str
    ground_code: Ground | None
    notice_required: bool
    cumulative_pence: int
    facts: ModificationFacts
    reasons: tuple[str, ...]
    limits: tuple[Limit, ...]
    considered: tuple[GroundAnswer, ...]
    notices: tuple[NoticeDuty, ...]
    citations: tuple[str, ...]
    advice: str
    assessed_on: date

    def tell(self) -> str:
        """The event in one sentence, with what came of it."""
        found = f"permitted, {self.ground}" if self.permitted else "not permitted, a new procurement is needed"
        return f"Modification {self.ref} of contract {self.contract_ref} was assessed: {found}"


class ModificationNoticePublished(Event):
    """The notice the law asks for was published."""

    sentence: ClassVar[str] = "The notice of modification {ref} was published on {published_on}"

    modification_id: UUID
    ref: str
    published_on: date
    notice_ref: str


class ModificationNoticeOverdue(Event):
    """The last day for the notice passed without one."""

    sentence: ClassVar[str] = "The notice of modification {ref} was due on {due_on}"

    modification_id: UUID
    ref: str
    due_on: date


class ModificationAgreed(Event):
    """Somebody other than the proposer agreed to it, within the authority cited; the register is to follow."""

    sentence: ClassVar[str] = "Modification {ref} of contract {contract_ref} was agreed, to hold from {effective_on}"

    modification_id: UUID
    ref: str
    contract_id: UUID
    contract_ref: str
    agreed_on: date
    effective_on: date
    delta_value_pence: int
    delta_term_days: int
    ground: Ground
    delegation_id: UUID | None
    agreed_by: Confidential[str] = ""


class ModificationEffective(Event):
    """The register shows it: value and end of the contract are the new ones."""

    sentence: ClassVar[str] = "Modification {ref} of contract {contract_ref} took effect: until {new_end}"

    modification_id: UUID
    ref: str
    contract_id: UUID
    contract_ref: str
    effective_on: date
    new_value_pence: int
    new_end: date

    def tell(self) -> str:
        """The event in one sentence, the sum in pounds."""
        worth = pounds(self.new_value_pence)
        return f"Modification {self.ref}: contract {self.contract_ref} is now worth {worth} until {self.new_end}"


class ModificationRejected(Event):
    """It will not be made."""

    sentence: ClassVar[str] = "Modification {ref} of contract {contract_ref} was rejected: {reason}"

    modification_id: UUID
    ref: str
    contract_ref: str
    reason: str


class ModificationReprocured(Event):
    """What the law did not permit as a modification is being procured instead."""

    sentence: ClassVar[str] = "Instead of modification {ref} there is procurement {procurement_ref}"

    modification_id: UUID
    ref: str
    procurement_id: UUID
    procurement_ref: str


ModificationEvent = (
    ModificationProposed
    | ModificationAssessed
    | ModificationNoticePublished
    | ModificationNoticeOverdue
    | ModificationAgreed
    | ModificationEffective
    | ModificationRejected
    | ModificationReprocured
)
