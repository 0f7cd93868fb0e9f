"""Whether a meeting could decide, and how it voted: attendance, conflicts, quorum, majority."""

from datetime import date

from services.contracts.bodies.quorum import QuorumAnswer, quorum, seats_on
from services.contracts.bodies.state import terms_on
from services.contracts.decisions import refusals as no
from services.contracts.decisions.commands import RejectDecision, SittingBody, TakeDecision
from services.contracts.decisions.state import Decision
from shared.events.contracts.bodies import DecisionRight, Majority, Seat, TermsOfReference
from shared.events.contracts.decisions import Meeting, Votes
from shared.kernel.parts import Part

COMMISSIONING = frozenset({"commissioner", "democratic"})


class HeldMeeting(Part):
    """A meeting that could decide: what will be recorded of it, whether it carried, and under which right."""

    record: Meeting
    carried: bool
    both_sides: bool
    right: DecisionRight


def hold(command: TakeDecision | RejectDecision, decision: Decision) -> HeldMeeting:
    """The meeting of a command, or the rule that kept it from deciding."""
    if command.met_on > command.today:
        raise no.MeetingInFuture(f"The meeting is dated {command.met_on}, after today.")
    terms = terms_of(command.body, command.met_on)
    right = right_to_decide(command.body, terms, decision.matter)
    seats = seats_on(command.body.seats, command.met_on)
    conflicted = _conflicted(decision, seats)
    _check_seats(command, seats, conflicted)
    counted = quorum(terms.quorum, seats, command.attending, conflicted)
    if not counted.quorate:
        raise _not_quorate(counted)
    return HeldMeeting(
        record=Meeting(
            met_on=command.met_on,
            terms_edition=terms.edition,
            attending=command.attending,
            conflicted=tuple(sorted(conflicted)),
            counted=counted.counted,
            votes=Votes(in_favour=command.in_favour, against=command.against, abstained=command.abstained),
        ),
        carried=carried(terms.majority, len(command.in_favour), len(command.against)),
        both_sides=_both_sides(command, seats),
        right=right,
    )


def terms_of(body: SittingBody, day: date) -> TermsOfReference:
    """The terms of reference the body decides under on a day, while it sits."""
    if body.dissolved_on is not None and day > body.dissolved_on:
        raise no.DecidingBodyDissolved(f"{body.ref} was dissolved on {body.dissolved_on}.")
    terms = terms_on(body.editions, day)
    if terms is None:
        raise no.NoTermsOfReferenceThatDay(f"{body.ref} has no terms of reference that hold on {day}.")
    return terms


def right_to_decide(body: SittingBody, terms: TermsOfReference, matter: str) -> DecisionRight:
    """The body's right to decide a matter; a body that only advises has none."""
    for right in terms.rights:
        if right.matter == matter and right.right == "decides":
            return right
    decided = sorted(one.matter for one in terms.rights if one.right == "decides")
    raise no.BodyHasNoRight(f"{body.ref} has no right to decide {matter}.", decides=[*decided])


def carried(majority: Majority, in_favour: int, against: int) -> bool:
    """Whether the votes reach a majority; abstentions count for neither side."""
    match majority:
        case "simple_majority":
            return in_favour > against
        case "two_thirds":
            return in_favour > 0 and in_favour * 3 >= (in_favour + against) * 2
        case "unanimity":
            return in_favour > 0 and against == 0


def _conflicted(decision: Decision, seats: tuple[Seat, ...]) -> frozenset[str]:
    """The seats that declared an interest, and those whose organisation was not shown the papers."""
    declared = {conflict.seat for conflict in decision.conflicts}
    return frozenset(seat.seat for seat in seats if seat.seat in declared or seat.org in decision.withheld_from)


def _check_seats(command: TakeDecision | RejectDecision, seats: tuple[Seat, ...], conflicted: frozenset[str]) -> None:
    attending = set(command.attending)
    voters = [*command.in_favour, *command.against, *command.abstained]
    if strangers := attending - {seat.seat for seat in seats}:
        raise no.AttendedByNoSeat(
            f"{command.body.ref} had no such seats on {command.met_on}.", seats=[*sorted(strangers)]
        )
    if len(attending) < len(command.attending) or len(set(voters)) < len(voters):
        raise no.SeatNamedTwice("A seat is named more than once.")
    if absent := set(voters) - attending:
        raise no.VoterNotAttending("Seats voted that were not there.", seats=[*sorted(absent)])
    if barred := conflicted & set(voters):
        raise no.ConflictedSeatVoted("Seats voted that have a conflict of interest.", seats=[*sorted(barred)])


def _not_quorate(counted: QuorumAnswer) -> no.NotQuorate:
    return no.NotQuorate(
        f"Seats without a conflict are missing: {counted.lacking}.",
        counted=[*counted.counted],
        missing=counted.missing,
        missing_by_kind={one.kind: one.missing for one in counted.by_kind if one.missing},
    )


def _both_sides(command: TakeDecision | RejectDecision, seats: tuple[Seat, ...]) -> bool:
    kinds = {seat.kind for seat in seats if seat.seat in command.in_favour}
    return bool(kinds & COMMISSIONING) and "provider" in kinds
