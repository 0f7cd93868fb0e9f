"""What can be asked of a modification."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from services.contracts.register.state import AppliedModification, ReviewClause
from shared.events.contracts.law import Cause, LegalDay, Route, TermDays, Trait
from shared.kernel.authority import Approval
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Cpv, Name, Part, Pence, Prose, Ref, SignedPence


class ContractAsItStands(Part):
    """What a modification has to know of its contract; `options_pence` are those not taken yet."""

    contract_id: UUID
    ref: str
    in_force: bool
    commissioners: tuple[OrgCode, ...]
    providers: tuple[OrgCode, ...]
    localities: tuple[str, ...]
    cpv: tuple[str, ...]
    procurement_began_on: date | None
    awarded_route: Route | None
    start: date
    end: date
    value_pence: int
    options_pence: int
    original_value_pence: int
    max_term_days: int
    clauses: tuple[ReviewClause, ...]
    modifications: tuple[AppliedModification, ...]


class ProposeModificationBody(Body):
    """A change of a contract, and what the law asks about it. Values in pence, signed; terms in days.

    `clause_ref` names a review clause of the register; `substantial_in` is None until somebody has assessed it, and
    empty when nothing makes it substantial. `cpv` and `procurement_began_on` are for what the register does not know.
    """

    contract_id: UUID
    ref: Ref
    title: Name
    rationale: Prose
    delta_value_pence: SignedPence
    delta_term_days: TermDays = 0
    effective_on: LegalDay
    cause: Cause
    clause_ref: Ref | None = None
    character_change: bool
    substantial_in: tuple[Trait, ...] | None = Field(default=None, max_length=5)
    change_of_contractor_impractical: bool = False
    successor_qualifies: bool = False
    risk_named_in_notice: bool = False
    aimed_at_circumvention: bool = False
    made_together_with_earlier: bool = False
    kind: Literal["services", "goods", "works"] = "services"
    authority: Literal["sub_central", "central"] = "sub_central"
    light_touch: bool | None = None
    indexed_value_pence: Pence | None = None
    threshold_pence: Pence | None = None
    cpv: tuple[Cpv, ...] = Field(default=(), max_length=20)
    procurement_began_on: LegalDay | None = None


class ProposeModification(ProposeModificationBody, Command):
    """Propose to change a contract; `by` is the subject of whoever proposes."""

    modification_id: UUID
    contract: ContractAsItStands
    by: str
    today: date


class AssessModificationBody(Body):
    """Nothing to say: the facts are those proposed, and what the register knows today."""


class AssessModification(AssessModificationBody, Command):
    """Assess the modification by the law, against the contract as it stands."""

    contract: ContractAsItStands
    today: date


class PublishModificationNoticeBody(Body):
    """When the notice the law asks for was published, and under which number."""

    published_on: date
    notice_ref: Ref


class PublishModificationNotice(PublishModificationNoticeBody, Command):
    """Record that the notice was published."""

    today: date


class FlagModificationNotice(Command):
    """The clock's wish, the day after the last one for the notice."""

    today: date


class AgreeModificationBody(Body):
    """Under which delegated authority it is agreed."""

    delegation_id: UUID | None = None


class AgreeModification(AgreeModificationBody, Command):
    """Agree to what somebody else proposed."""

    approval: Approval
    by: str
    today: date


class RejectModificationBody(Body):
    """Why it will not be made."""

    reason: Name


class RejectModification(RejectModificationBody, Command):
    """Give it up."""


class RecordModificationEffect(Command):
    """What the contract's own stream says came of an agreed modification: the new value in pence and the new end."""

    effective_on: date
    new_value_pence: int
    new_end: date


class DeclineModification(Command):
    """What the contract's own stream says when it has no room left for an agreed modification."""

    reason: str


class LinkReprocurementBody(Body):
    """The procurement that does what the modification may not."""

    procurement_id: UUID


class LinkReprocurement(LinkReprocurementBody, Command):
    """Link the procurement that takes the modification's place."""

    procurement_ref: str


ModificationCommand = (
    ProposeModification
    | AssessModification
    | PublishModificationNotice
    | FlagModificationNotice
    | AgreeModification
    | RejectModification
    | RecordModificationEffect
    | DeclineModification
    | LinkReprocurement
)
