"""What the rules need to know of one alignment, and how each assessment changes it."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from shared.events.contracts.service_alignments import Alignment, ServiceAlignmentAssessed
from shared.kernel.parts import Evidence


@dataclass(frozen=True)
class ServiceAlignment:
    """One service of one provider in one locality, as last assessed."""

    service_alignment_id: UUID
    service: str
    provider: str
    locality: str
    alignment: Alignment
    evidence: tuple[Evidence, ...]
    note: str
    assessed_on: date
    parties: tuple[str, ...]


def evolve(one: ServiceAlignment | None, event: ServiceAlignmentAssessed) -> ServiceAlignment | None:
    """The alignment after one more assessment."""
    if one is None:
        return ServiceAlignment(
            service_alignment_id=event.service_alignment_id,
            service=event.service,
            provider=event.provider,
            locality=event.locality,
            alignment=event.alignment,
            evidence=event.evidence,
            note=event.note,
            assessed_on=event.assessed_on,
            parties=event.parties,
        )
    if not event.newest:
        return one
    return replace(
        one, alignment=event.alignment, evidence=event.evidence, note=event.note, assessed_on=event.assessed_on
    )
