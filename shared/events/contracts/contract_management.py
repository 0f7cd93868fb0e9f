"""What can have happened to a contract in its life: dialogue, silence, reviews and the actions they lead to (R18)."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.kernel.message import Event
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Name, Part
from shared.kernel.privacy import Confidential


class ReviewAction(Part):
    """What somebody does after a review, by the end of `due_on`; `owner` is a seat of the organisation."""

    action_id: UUID
    what: Name
    owner: Name
    ods: OrgCode
    due_on: date


class AboutManagedContract(Event):
    """An event of the management of one contract."""

    contract_id: UUID
    ref: str


class ContractManagementBegan(AboutManagedContract):
    """The contract is in force: dialogue has to go on from `in_life_from`."""

    sentence: ClassVar[str] = "Contract {ref} is under management from {in_life_from}"

    commissioners: tuple[OrgCode, ...]
    providers: tuple[OrgCode, ...]
    parties: tuple[OrgCode, ...]
    localities: tuple[str, ...]
    in_life_from: date


class ContractManagementProvidersChanged(AboutManagedContract):
    """Others provide under the contract now. `parties` is all it concerns, former providers included."""

    sentence: ClassVar[str] = "Contract {ref} is managed with {providers}"

    providers: tuple[OrgCode, ...]
    parties: tuple[OrgCode, ...]


class ContractDialogueNoted(AboutManagedContract):
    """Commissioners and providers spoke with one another, later than known before."""

    sentence: ClassVar[str] = "There was dialogue about contract {ref} on {held_on}"

    entry_id: UUID
    held_on: date


class ContractFellSilent(AboutManagedContract):
    """For more than `days` days nobody has spoken with one another."""

    sentence: ClassVar[str] = "Contract {ref} fell silent: no dialogue since {silent_since}, for more than {days} days"

    silent_since: date
    days: int


class ContractReviewScheduled(AboutManagedContract):
    """A review is to be held by the end of `due_on`."""

    sentence: ClassVar[str] = "A review of contract {ref} is to be held by {due_on}: {topics}"

    review_id: UUID
    due_on: date
    topics: tuple[str, ...]


class ContractReviewHeld(AboutManagedContract):
    """Commissioners reviewed the contract with its providers; what they found stays among them."""

    sentence: ClassVar[str] = "Contract {ref} was reviewed on {held_on} with {attended}"

    review_id: UUID
    held_on: date
    attended: tuple[OrgCode, ...]
    findings: Confidential[str]
    actions: Confidential[tuple[ReviewAction, ...]]


class ContractReviewMissed(AboutManagedContract):
    """The last day for a review passed without one."""

    sentence: ClassVar[str] = "The review of contract {ref} due by {due_on} was not held"

    review_id: UUID
    due_on: date


class ContractReviewActionClosed(AboutManagedContract):
    """What a review had asked for was done or given up."""

    sentence: ClassVar[str] = "An action from a review of contract {ref} was closed on {closed_on}"

    action_id: UUID
    closed_on: date
    outcome: Confidential[str]


class ContractManagementEnded(AboutManagedContract):
    """The contract has ended; `ended_on` was its last day in force."""

    sentence: ClassVar[str] = "Contract {ref} is no longer under management: its last day was {ended_on}"

    ended_on: date


ContractManagementEvent = (
    ContractManagementBegan
    | ContractManagementProvidersChanged
    | ContractDialogueNoted
    | ContractFellSilent
    | ContractReviewScheduled
    | ContractReviewHeld
    | ContractReviewMissed
    | ContractReviewActionClosed
    | ContractManagementEnded
)
