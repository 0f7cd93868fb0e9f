"""What can be asked of the alignment of a service with a locality."""

from datetime import date
from typing import Annotated
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import Field

from shared.events.contracts.places import PlaceCode
from shared.events.contracts.service_alignments import Alignment
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Evidence, Name

_ALIGNMENTS = uuid5(NAMESPACE_URL, "urn:acs:service-alignments")
Note = Annotated[str, Field(max_length=2_000)]


def service_alignment_id_of(service: str, provider: str, locality: str) -> UUID:
    """One alignment for each service, provider and locality, whoever assesses it."""
    return uuid5(_ALIGNMENTS, f"{service.casefold()}\n{provider}\n{locality}")


class ReassessBody(Body):
    """How far the service is aligned, and what that rests on."""

    alignment: Alignment
    evidence: tuple[Evidence, ...] = Field(default=(), max_length=50)
    note: Note = ""
    assessed_on: date


class AssessAlignmentBody(ReassessBody):
    """Which service of whom, in which locality."""

    service: Name
    provider: OrgCode
    locality: PlaceCode


class AssessAlignment(AssessAlignmentBody, Command):
    """Assess it for the first time; `by_org` is the commissioner on whose behalf it is assessed."""

    service_alignment_id: UUID
    locality_known: bool
    by_org: OrgCode
    today: date


class ReassessAlignment(ReassessBody, Command):
    """Assess it again."""

    today: date


ServiceAlignmentCommand = AssessAlignment | ReassessAlignment
