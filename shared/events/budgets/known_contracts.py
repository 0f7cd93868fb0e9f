"""What budgets has noted of contracts that services/contracts owns."""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.kernel.message import Event
from shared.kernel.organisations import OrgCode


class ContractNoted(Event):
    """The contract as budgets knows it now; `end` is its last day in force, `ended` that it will not go on.

    `contract_version` is the version of the contract's own stream that this rests on.
    """

    sentence: ClassVar[str] = "Budgets took note of contract {ref}, in force from {start} to {end}"

    contract_id: UUID
    ref: str
    contract_version: int
    start: date
    end: date
    annual_value_pence: Annotated[int, Field(ge=0)]
    ended: bool
    commissioners: tuple[OrgCode, ...]


KnownContractEvent = ContractNoted
