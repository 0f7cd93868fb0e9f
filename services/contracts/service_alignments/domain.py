"""The rules of alignment."""

from collections.abc import Sequence
from typing import assert_never

from services.contracts.service_alignments import refusals as no
from services.contracts.service_alignments.commands import (
    AssessAlignment,
    ReassessAlignment,
    ServiceAlignmentCommand,
)
from services.contracts.service_alignments.state import ServiceAlignment, evolve
from shared.events.contracts.service_alignments import ServiceAlignmentAssessed
from shared.kernel.decider import Decider


def decide(command: ServiceAlignmentCommand, one: ServiceAlignment | None) -> Sequence[ServiceAlignmentAssessed]:
    """What happens, or a refusal."""
    _rests_on_something(command)
    match command:
        case AssessAlignment():
            if one is not None:
                raise no.AlignmentAssessedAlready(
                    f"{one.service} in {one.locality} is assessed as of {one.assessed_on}."
                )
            if not command.locality_known:
                raise no.NotALocality("No locality has the code given; enter it among the places first.")
            said = command.model_dump(exclude={"locality_known", "by_org", "today", "evidence"})
            parties = tuple(dict.fromkeys((command.by_org, command.provider)))
            localities = (command.locality,)
            return [
                ServiceAlignmentAssessed(
                    **said, evidence=command.evidence, localities=localities, newest=True, parties=parties
                )
            ]
        case ReassessAlignment():
            if one is None:
                raise no.AlignmentNotFound("There is no such alignment.")
            return [
                ServiceAlignmentAssessed(
                    service_alignment_id=one.service_alignment_id,
                    service=one.service,
                    provider=one.provider,
                    locality=one.locality,
                    localities=(one.locality,),
                    alignment=command.alignment,
                    evidence=command.evidence,
                    note=command.note,
                    assessed_on=command.assessed_on,
                    newest=command.assessed_on >= one.assessed_on,
                    parties=one.parties,
                )
            ]
    assert_never(command)


def _rests_on_something(command: ServiceAlignmentCommand) -> None:
    if command.alignment != "not_aligned" and not command.evidence:
        raise no.AlignmentWithoutEvidence("Name at least one item of evidence, such as a team list or a rota.")
    if command.assessed_on > command.today:
        raise no.AlignmentAssessedInFuture(f"The assessment is dated {command.assessed_on}, after today.")


service_alignment_decider: Decider[ServiceAlignmentCommand, ServiceAlignment | None, ServiceAlignmentAssessed] = (
    Decider(
        category="service-alignment",
        events=(ServiceAlignmentAssessed,),
        initial=None,
        decide=decide,
        evolve=evolve,
    )
)
