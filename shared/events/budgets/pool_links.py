"""What can have happened to what stands behind a pool's lines: contracts with their commitments, pathways."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.events.budgets.pool_parts import (
    AboutPool,
    LineCode,
    Tariff,
)
from shared.kernel.parts import BasisPoints


class LineLinkedToContract(AboutPool):
    """`share_bp` of a contract is paid from this line (R53); said again, it replaces the share."""

    sentence: ClassVar[str] = "Line {line} of pool {title} was linked to a contract"

    line: LineCode
    contract_id: UUID
    share_bp: BasisPoints


class LineUnlinkedFromContract(AboutPool):
    """The line no longer pays for the contract."""

    sentence: ClassVar[str] = "Line {line} of pool {title} was unlinked from a contract"

    line: LineCode
    contract_id: UUID


class PathwayLinked(AboutPool):
    """Discharges on this pathway are paid from this line, at this tariff; said again, it replaces both."""

    sentence: ClassVar[str] = "Line {line} of pool {title} now pays for the discharges of a pathway"

    line: LineCode
    pathway_id: UUID
    tariff: tuple[Tariff, ...]


class PathwayUnlinked(AboutPool):
    """Discharges on this pathway are no longer paid from this pool."""

    sentence: ClassVar[str] = "Line {line} of pool {title} no longer pays for the discharges of a pathway"

    line: LineCode
    pathway_id: UUID


class CommitmentOpened(AboutPool):
    """A contract binds this much of the line's budget in the pool's year; `contract_version` is what was known."""

    sentence: ClassVar[str] = "Contract {contract_ref} commits {amount_pence} of line {line} of pool {title}"

    line: LineCode
    contract_id: UUID
    contract_ref: str
    contract_version: int
    amount_pence: int
    from_day: date
    to_day: date


class CommitmentAdjusted(AboutPool):
    """The contract's value, term or share changed, and so did what it binds of this year."""

    sentence: ClassVar[str] = (
        "Contract {contract_ref} now commits {amount_pence} instead of {previous_pence} of line {line} of pool {title}"
    )

    line: LineCode
    contract_id: UUID
    contract_ref: str
    contract_version: int
    amount_pence: int
    previous_pence: int
    from_day: date
    to_day: date


class CommitmentClosed(AboutPool):
    """The contract or the link ended; `amount_pence` stays owed for the days of this year it was in force."""

    sentence: ClassVar[str] = (
        "The commitment of contract {contract_ref} on line {line} of pool {title} closed at {amount_pence}"
    )

    line: LineCode
    contract_id: UUID
    contract_ref: str
    contract_version: int
    amount_pence: int
    previous_pence: int


class CommitmentsAboveBudget(AboutPool):
    """The contracts on a line now bind more than its budget."""

    sentence: ClassVar[str] = (
        "Commitments of {commitments_pence} exceed the budget of {budget_pence} on line {line} of pool {title}"
    )

    line: LineCode
    budget_pence: int
    commitments_pence: int
    excess_pence: int


class CommitmentsBackWithinBudget(AboutPool):
    """The contracts on a line bind no more than its budget again."""

    sentence: ClassVar[str] = "Commitments on line {line} of pool {title} are back within the budget of {budget_pence}"

    line: LineCode
    budget_pence: int
    commitments_pence: int


LinkEvent = (
    LineLinkedToContract
    | LineUnlinkedFromContract
    | PathwayLinked
    | PathwayUnlinked
    | CommitmentOpened
    | CommitmentAdjusted
    | CommitmentClosed
    | CommitmentsAboveBudget
    | CommitmentsBackWithinBudget
)
