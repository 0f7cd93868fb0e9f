"""What can have happened to how far a service is organised by localities (R51)."""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from shared.events.contracts.places import PlaceCode
from shared.kernel.message import Event
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Evidence

Alignment = Literal["aligned", "partly", "not_aligned"]


class ServiceAlignmentAssessed(Event):
    """How far a provider's service is organised by a locality, on evidence.

    `newest` is off when a later assessment was recorded before.
    """

    sentence: ClassVar[str] = "{service} of {provider} in {locality}: {alignment} with the locality on {assessed_on}"

    service_alignment_id: UUID
    service: str
    provider: OrgCode
    locality: PlaceCode
    localities: tuple[PlaceCode, ...]
    alignment: Alignment
    evidence: tuple[Evidence, ...]
    note: str
    assessed_on: date
    newest: bool
    parties: tuple[OrgCode, ...]

    def tell(self) -> str:
        """The event in one sentence, the alignment in words."""
        words = {"aligned": "aligned", "partly": "partly aligned", "not_aligned": "not aligned"}
        return (
            f"{self.service} of {self.provider} in {self.locality}: {words[self.alignment]} with the locality "
            f"on {self.assessed_on}"
        )


ServiceAlignmentEvent = ServiceAlignmentAssessed
