"""What the register can be asked."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.events.contracts.register import ContractProvider, Evidence, ExtensionOption, Finding, Pence
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode

Text = Annotated[str, Field(min_length=1, max_length=200)]
Cpv = Annotated[str, Field(pattern=r"^\d{8}-\d$", examples=["85100000-0"])]


class RegisterContractBody(Body):
    """A contract to enter as a draft; `end` is the last day of the initial term, value is over that term in pence."""

    ref: Annotated[str, Field(min_length=1, max_length=60)]
    title: Text
    commissioners: tuple[OrgCode, ...] = Field(min_length=1, max_length=20)
    providers: tuple[ContractProvider, ...] = Field(min_length=1, max_length=50)
    cpv: tuple[Cpv, ...] = Field(default=(), max_length=20)
    regime: Literal["pcr2015", "psr2023", "pa2023", "none"] = "none"
    route: Text = "not recorded"
    start: date
    end: date
    extension_options: tuple[ExtensionOption, ...] = Field(default=(), max_length=20)
    original_lifetime_value_pence: Pence
    service_lines: tuple[Text, ...] = Field(default=(), max_length=100)
    localities: tuple[Text, ...] = Field(default=(), max_length=50)
    standard_form: Text = "NHS Standard Contract"
    framework: Text | None = None


class RegisterContract(RegisterContractBody, Command):
    """Enter a contract in the register."""

    contract_id: UUID


class ActivateContractBody(Body):
    """When the contract was signed."""

    signed_on: date


class ActivateContract(ActivateContractBody, Command):
    """Bring a draft into force."""


class ExtendContractBody(Body):
    """Which pre-agreed option to take, counted from 1."""

    option_no: int = Field(ge=1, le=20)


class ExtendContract(ExtendContractBody, Command):
    """Take a pre-agreed extension option."""

    today: date


class RecordContractFindingBody(Body):
    """Whether the contract works well, and what that rests on."""

    finding: Finding
    themes: tuple[Text, ...] = Field(default=(), max_length=20)
    evidence: tuple[Evidence, ...] = Field(default=(), max_length=50)
    assessed_on: date


class RecordContractFinding(RecordContractFindingBody, Command):
    """Record a finding with its evidence."""

    today: date


class NovateContractBody(Body):
    """Who takes whose place, why, and from when."""

    from_ods: OrgCode
    to_ods: OrgCode
    reason: Text
    effective_on: date


class NovateContract(NovateContractBody, Command):
    """Let one provider take another's place."""


class TerminateContractBody(Body):
    """On what ground the contract ends, and its last day in force."""

    ground: Text
    effective_on: date


class TerminateContract(TerminateContractBody, Command):
    """End a contract before its term."""


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
