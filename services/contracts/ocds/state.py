"""What is remembered of one contracting process."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never
from uuid import UUID

from shared.events.contracts.ocds import ContractingProcessEvent, ReleasePublished


@dataclass(frozen=True)
class ContractingProcess:
    """One process: how many releases it has, when the newest is dated, and which events they tell of."""

    process_id: UUID
    ocid: str
    releases: int
    first_dated: datetime
    last_dated: datetime
    tells_of: tuple[UUID, ...]
    parties: tuple[str, ...]


def evolve(process: ContractingProcess | None, event: ContractingProcessEvent) -> ContractingProcess | None:
    """The process after one more release."""
    match event:
        case ReleasePublished():
            if process is None:
                return _first(event)
            return replace(
                process,
                releases=event.number,
                last_dated=event.dated,
                tells_of=(*process.tells_of, event.tells_of),
                parties=event.parties,
            )
    assert_never(event)


def _first(event: ReleasePublished) -> ContractingProcess:
    return ContractingProcess(
        process_id=event.process_id,
        ocid=event.ocid,
        releases=event.number,
        first_dated=event.dated,
        last_dated=event.dated,
        tells_of=(event.tells_of,),
        parties=event.parties,
    )
