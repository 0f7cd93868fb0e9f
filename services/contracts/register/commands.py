"""What the register can be asked."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.events.contracts.law import Ground, ModificationFacts
from shared.events.contracts.register import ContractProvider, ExtensionOption, ProviderInvestment
from shared.kernel.authority import Approval
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode, OrgKind
from shared.kernel.parts import Cpv, Evidence, Part, Pence, Prose, Ref
from shared.kernel.parts import Name as Text

Assessed = Literal["works_well", "needs_improvement", "mixed"]
TermDay = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))]
"""Far from the ends of the calendar, so that no option leads beyond it."""


class RegisterContractBody(Body):
    """A contract to enter as a draft; `end` is the last day of the initial term, value is over that term in pence.

    `procurement_id` is the procurement it comes of, `outcomes_framework_id` and `population` what it is to achieve for
    whom (R97), `investments` what providers put into it (R43), `no_budget_line_reason` why no budget pays for it (R53).
    """

    ref: Ref
    title: Text
    commissioners: tuple[OrgCode, ...] = Field(min_length=1, max_length=20)
    providers: tuple[ContractProvider, ...] = Field(min_length=1, max_length=50)
    cpv: tuple[Cpv, ...] = Field(default=(), max_length=20)
    regime: Literal["pcr2015", "psr2023", "pa2023", "none"] = "none"
    route: Text = "not recorded"
    start: TermDay
    end: TermDay
    extension_options: tuple[ExtensionOption, ...] = Field(default=(), max_length=20)
    original_lifetime_value_pence: Pence
    service_lines: tuple[Text, ...] = Field(default=(), max_length=100)
    localities: tuple[Text, ...] = Field(default=(), max_length=50)
    standard_form: Text = "NHS Standard Contract"
    framework: Text | None = None
    procurement_id: UUID | None = None
    procurement_began_on: TermDay | None = None
    outcomes_framework_id: UUID | None = None
    population: Text | None = None
    investments: tuple[ProviderInvestment, ...] = Field(default=(), max_length=50)
    no_budget_line_reason: Text | None = None


class RegisterContract(RegisterContractBody, Command):
    """Enter a contract in the register.

    `commissioner_kinds` says what each commissioner is; `known_localities` are those of the installation, and where
    there are none every one is taken as known. That no other contract has the reference, the register itself sees to.
    """

    contract_id: UUID
    commissioner_kinds: dict[OrgCode, OrgKind]
    known_localities: frozenset[str]


class ActivateContractBody(Body):
    """When the contract was signed, and under which delegated authority."""

    signed_on: date
    delegation_id: UUID | None = None


class Gate(Part):
    """What the procurement a contract comes of asks before the signature; see `SigningGate` of the procurements."""

    ref: str
    awarded_to: tuple[OrgCode, ...]
    sign_from: date | None
    awarded_on: date | None
    awarded_value_pence: Pence | None
    missing: tuple[str, ...]


class ActivateContract(ActivateContractBody, Command):
    """Bring a draft into force; `gate` is None when it names no procurement."""

    today: date
    approval: Approval
    gate: Gate | None


class ExtendContractBody(Body):
    """Which pre-agreed option to take, counted from 1."""

    option_no: int = Field(ge=1, le=20)


class ExtendContract(ExtendContractBody, Command):
    """Take a pre-agreed extension option."""

    today: date


class RecordContractFindingBody(Body):
    """Whether the contract works well, and what that rests on."""

    finding: Assessed
    themes: tuple[Text, ...] = Field(default=(), max_length=20)
    evidence: tuple[Evidence, ...] = Field(default=(), max_length=50)
    assessed_on: date


class RecordContractFinding(RecordContractFindingBody, Command):
    """Record a finding with its evidence."""

    today: date


class NovateContractBody(Body):
    """Who takes whose place, why, and since when; `in_area_share_bp` is the newcomer's own (R46)."""

    from_ods: OrgCode
    to_ods: OrgCode
    in_area_share_bp: int = Field(default=10_000, ge=0, le=10_000)
    reason: Text
    effective_on: date


class NovateContract(NovateContractBody, Command):
    """Let one provider take another's place."""

    today: date


class TerminateContractBody(Body):
    """On what ground the contract ends, and its last day in force."""

    ground: Text
    effective_on: date


class TerminateContract(TerminateContractBody, Command):
    """End a contract before its term."""

    today: date


class ExpireContract(Command):
    """The clock's wish, the day after the end."""

    today: date


class RecordContractReviewClauseBody(Body):
    """A clause of the contract that lets it change; what it allows in its own words, and where the contract says so.

    Limits are over the whole term, in pence and days; None is no limit.
    """

    clause_ref: Ref
    text: Prose
    allows: Text
    unequivocal: bool
    value_limit_pence: Pence | None = None
    term_limit_days: int | None = Field(default=None, ge=0, le=40_000)
    source: Text


class RecordContractReviewClause(RecordContractReviewClauseBody, Command):
    """Record a review clause."""


class SetContractReviewPointBody(Body):
    """A day on which the contract may be broken or is reviewed, and how many days before people are reminded."""

    kind: Literal["break", "review"]
    on: TermDay
    notice_days: int = Field(default=90, ge=0, le=1_000)
    note: Text


class SetContractReviewPoint(SetContractReviewPointBody, Command):
    """Set a break or review point."""

    today: date


class RemindOfReviewPoint(Command):
    """The clock's wish, some days before a break or review point."""

    today: date


class PlanContractExpiryBody(Body):
    """What is to happen when the contract ends; the procurement, when one is to follow and has begun."""

    plan: Literal["renew", "reprocure", "let_end"]
    reason: Text
    procurement_id: UUID | None = None


class PlanContractExpiry(PlanContractExpiryBody, Command):
    """Plan what happens when the contract ends."""

    today: date


class AlertContractExpiry(Command):
    """The clock's wish, some months before the end."""

    today: date


class ModifyContract(Command):
    """Let an agreed modification take effect, if what took effect before it still leaves room.

    `facts` are those it was agreed on; what has been modified so far, the contract itself knows best.
    """

    modification_id: UUID
    modification_ref: Ref
    ground: Ground
    clause_ref: Ref | None
    effective_on: date
    facts: ModificationFacts
    today: date


class RollContractIntoAcsBody(Body):
    """The contract this one goes into, and the last day on which this one is in force."""

    acs_contract_id: UUID
    effective_on: date


class RollContractIntoAcs(RollContractIntoAcsBody, Command):
    """End a contract by taking its services into another; `acs_in_force` is what is known of that one."""

    acs_ref: str
    acs_in_force: bool
    today: date


RegisterCommand = (
    RegisterContract
    | ActivateContract
    | ExtendContract
    | RecordContractFinding
    | NovateContract
    | TerminateContract
    | ExpireContract
    | RecordContractReviewClause
    | SetContractReviewPoint
    | RemindOfReviewPoint
    | PlanContractExpiry
    | AlertContractExpiry
    | ModifyContract
    | RollContractIntoAcs
)
