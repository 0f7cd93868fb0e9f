"""What can be noted of a contract."""

from datetime import date
from uuid import UUID

from shared.events.budgets.known_contracts import ContractTerm
from shared.kernel.message import Command
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Part


class Modified(Part):
    """From `from_day` on a contract is another: it ends on `to_day`, and is worth `value_pence` over its whole term."""

    from_day: date
    to_day: date
    value_pence: int


class NoteContract(Command):
    """Note what an event of the contract's stream says; None leaves a fact as it was known.

    `contract_version` is the version of that event in the contract's stream; `end` the last day in force; `term` the
    first term, or the one an option adds.
    """

    contract_id: UUID
    ref: str
    contract_version: int
    start: date | None = None
    end: date | None = None
    term: ContractTerm | None = None
    modified: Modified | None = None
    ended: bool | None = None
    commissioners: tuple[OrgCode, ...] | None = None
