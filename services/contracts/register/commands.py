"""What the register can be asked."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.events.contracts.register import ContractProvider, ExtensionOption
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode, OrgKind
from shared.kernel.parts import Cpv, Evidence, Pence, Ref
from shared.kernel.parts import Name as Text

Assessed = Literal["works_well", "needs_improvement", "mixed"]
TermDay = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))]
"""Far from the ends of the calendar, so that no option leads beyond it."""


class RegisterContractBody(Body):
    """A contract to enter as a draft; `end` is the last day of the initial term, value is over that term in pence."""

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


class RegisterContract(RegisterContractBody, Command):
    """Enter a contract in the register.

    `commissioner_kinds` says what each commissioner is; `known_localities` are those of the installation, and where
    there are none every one is taken as known. That no other contract has the reference, the register itself sees to.
    """

    contract_id: UUID
    commissioner_kinds: dict[OrgCode, OrgKind]
    known_localities: frozenset[str]


class ActivateContractBody(Body):
    """When the contract was signed."""

    signed_on: date


class ActivateContract(ActivateContractBody, Command):
    """Bring a draft into force."""

    today: date


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


RegisterCommand = (
    RegisterContract
    | ActivateContract
    | ExtendContract
    | RecordContractFinding
    | NovateContract
    | TerminateContract
    | ExpireContract
)
