"""What budgets has noted of contracts that services/contracts owns."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.kernel.message import Event
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Part


class ContractTerm(Part):
    """A part of a contract's term, both days inclusive, and what it is worth in pence: the first term, an option taken,
    or what a modification left to come, which is negative where it took back more than that.
    """

    from_day: date
    to_day: date
    value_pence: int


class ContractNoted(Event):
    """The contract as budgets knows it now; `end` is its last day in force, `ended` that it will not go on.

    `terms` are as agreed, in order; what of them lies after an early end is not owed.

    `contract_version` is the version of the contract's own stream that this rests on.
    """

    sentence: ClassVar[str] = "Budgets took note of contract {ref}, in force from {start} to {end}"

    contract_id: UUID
    ref: str
    contract_version: int
    start: date
    end: date
    terms: tuple[ContractTerm, ...]
    ended: bool
    commissioners: tuple[OrgCode, ...]


KnownContractEvent = ContractNoted
