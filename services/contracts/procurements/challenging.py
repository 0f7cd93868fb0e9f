"""The rules of representations and their review, while the standstill stays open (SI 2023/1348 reg 12)."""

from collections.abc import Sequence
from uuid import UUID

from services.contracts.procurements import award_commands as c
from services.contracts.procurements import refusals as no
from services.contracts.procurements.ending import abandoned
from services.contracts.procurements.guards import about, at, happened, no_commissioner, not_before
from services.contracts.procurements.record import Procurement, ProcurementStatus
from services.contracts.procurements.repeating import repeat
from services.contracts.procurements.sealed import Representation, Sealed
from services.contracts.procurements.state import ProcurementFile
from shared.events.contracts import procurement_awards as e
from shared.events.contracts.procurements import ProcurementEvent
from shared.kernel.four_eyes import somebody_else

S = ProcurementStatus


def challenge(command: c.RepresentationCommand, file: ProcurementFile) -> Sequence[ProcurementEvent]:
    """What happens when somebody is aggrieved, or a refusal."""
    one, sealed = file.record, file.sealed
    match command:
        case c.RecordRepresentation():
            return [_received(command, one)]
        case c.HearRepresentation():
            made = _waiting(command.representation_id, one, sealed)
            happened(command.heard_on, command.today, "heard_on")
            not_before(command.heard_on, made.received_on, "heard_on")
            return [
                e.RepresentationHeard(
                    **about(one),
                    representation_id=made.representation_id,
                    number=made.number,
                    heard_on=command.heard_on,
                    account=command.account,
                )
            ]
        case c.GiveInformation():
            return [_informed(command, one, sealed)]
        case c.ReviewDecision():
            return _review(command, file)


def _received(command: c.RecordRepresentation, one: Procurement) -> e.RepresentationReceived:
    """In time is in time, also when it is recorded after the clock has ended the standstill; not after the award."""
    at(one, (S.STANDSTILL, S.AWARD_CONFIRMED, S.REVIEW_REQUESTED), "representations")
    happened(command.received_on, command.today, "received_on")
    no_commissioner([command.provider], one, "provider")
    if one.intention_published_on is not None and command.received_on < one.intention_published_on:
        raise no.RepresentationTooEarly(f"The decision was published on {one.intention_published_on}.")
    if one.representations_until is None or command.received_on > one.representations_until:
        raise no.RepresentationTooLate(
            f"Representations were taken until the end of {one.representations_until}; this one came in on "
            f"{command.received_on}."
        )
    return e.RepresentationReceived(
        **about(one),
        representation_id=command.representation_id,
        number=one.representations + 1,
        received_on=command.received_on,
        title=one.title,
        commissioners=one.commissioners,
        provider=command.provider,
        grounds=command.grounds,
        information_requested=command.information_requested,
    )


def _waiting(representation_id: UUID, one: Procurement, sealed: Sealed) -> Representation:
    for made in sealed.representations:
        if made.representation_id == representation_id:
            return made
    raise no.RepresentationNotFound(f"No representation to procurement {one.ref} that waits has this id.")


def _informed(command: c.GiveInformation, one: Procurement, sealed: Sealed) -> e.RepresentationInformed:
    made = _waiting(command.representation_id, one, sealed)
    if not made.wants_information:
        raise no.NothingRequested(f"Representation {made.number} asks for no information.")
    happened(command.given_on, command.today, "given_on")
    not_before(command.given_on, made.received_on, "given_on")
    return e.RepresentationInformed(
        **about(one),
        representation_id=made.representation_id,
        number=made.number,
        given_on=command.given_on,
        information=command.information,
    )


def _review(command: c.ReviewDecision, file: ProcurementFile) -> Sequence[ProcurementEvent]:
    one, sealed = file.record, file.sealed
    at(one, (S.REVIEW_REQUESTED,), "a review")
    somebody_else(command.by, sealed.decided_by or "", "this decision")
    happened(command.communicated_on, command.today, "communicated_on")
    for made in sealed.representations:
        not_before(command.communicated_on, made.received_on, "communicated_on")
        if made.heard_on is None:
            raise no.ProviderNotHeard(f"Record first how representation {made.number} could be explained.")
        if made.wants_information and made.informed_on is None:
            raise no.InformationNotGiven(f"Record first which information was given on representation {made.number}.")
        not_before(command.communicated_on, max(made.heard_on, made.informed_on or made.heard_on), "communicated_on")
    reviewed = e.AwardDecisionReviewed(
        **about(one),
        outcome=command.outcome,
        reasons=command.reasons,
        communicated_on=command.communicated_on,
        representations=tuple(made.representation_id for made in sealed.representations),
        reviewed_by=command.by,
    )
    return [reviewed, *_consequence(command, file)]


def _consequence(command: c.ReviewDecision, file: ProcurementFile) -> Sequence[ProcurementEvent]:
    one = file.record
    match command.outcome:
        case "confirmed":
            on = command.running_on
            if on is None or (one.standstill_ends is not None and on.ends <= one.standstill_ends):
                return []
            return [e.StandstillExtended(**about(one), ends_on=on.ends, sign_from=on.sign_from, citation=on.citation)]
        case "step_repeated":
            if command.to_step is None:
                raise no.StepMissing("Say which step is repeated.")
            return [repeat(file, command.to_step, command.reasons)]
        case "abandoned":
            return [abandoned(one, command.reasons, command.communicated_on, command.abandonment_notice_due_on)]
