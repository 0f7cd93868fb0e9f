"""What a row says of a contract, whatever its layout."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class ContractSaid:
    """A contract as a source knows it: organisations as it names them, value over the whole term in pence.

    `end` is the last day, extensions included. `signed_on` is None where the source does not say; `pending` is a
    contract that the source itself does not know as signed. `notes` are what to look at, though it can be read.
    """

    ref: str
    title: str
    commissioners: tuple[str, ...]
    suppliers: tuple[str, ...]
    route: str
    start: date
    end: date
    value_pence: int
    cpv: tuple[str, ...] = ()
    signed_on: date | None = None
    pending: bool = False
    notes: tuple[str, ...] = ()
