"""The rules of governance bodies."""

from collections.abc import Mapping, Sequence
from typing import assert_never

from services.contracts.bodies import refusals as no
from services.contracts.bodies.commands import (
    AdoptTermsOfReference,
    AppointSeat,
    BodyCommand,
    ConcludeBodyOption,
    DissolveBody,
    EstablishBody,
    LogBodyOption,
    MoveBody,
    Parent,
    ProposeTermsOfReference,
    VacateSeat,
)
from services.contracts.bodies.state import GovernanceBody, evolve
from services.contracts.naming import all_known, each_once
from shared.events.contracts.bodies import (
    BodyDissolved,
    BodyEstablished,
    BodyEvent,
    BodyKind,
    BodyMoved,
    BodyOption,
    BodyOptionConcluded,
    BodyOptionLogged,
    QuorumRule,
    Seat,
    SeatAppointed,
    SeatVacated,
    TermsOfReference,
    TermsOfReferenceAdopted,
    TermsOfReferenceProposed,
)
from shared.kernel.decider import Decider
from shared.kernel.four_eyes import somebody_else
from shared.kernel.organisations import OrgKind

LEVEL: Mapping[BodyKind, int] = {
    "partnership_board": 0,
    "leadership_group": 1,
    "joint_commissioning": 2,
    "provider_alliance": 2,
    "locality": 3,
    "sub_group": 4,
    "task_group": 5,
}
"""Each reports to a smaller number alone. That holds body by body, so no two changes at once can close a circle."""

COMMISSIONERS = frozenset({OrgKind.CCG, OrgKind.ICB, OrgKind.BOROUGH})


def decide(command: BodyCommand, body: GovernanceBody | None) -> Sequence[BodyEvent]:
    """What happens, or a refusal."""
    if isinstance(command, EstablishBody):
        return _establish(command, body)
    if body is None:
        raise no.BodyNotFound("There is no such governance body.")
    if body.dissolved_on is not None:
        raise no.BodyIsDissolved(f"{body.ref} was dissolved on {body.dissolved_on}.")
    match command:
        case MoveBody():
            return _move(command, body)
        case ProposeTermsOfReference():
            return _propose(command, body)
        case AdoptTermsOfReference():
            return _adopt(command, body)
        case AppointSeat():
            return _appoint(command, body)
        case VacateSeat():
            return _vacate(command, body)
        case LogBodyOption():
            number = len(body.options) + 1
            option = BodyOption(
                number=number,
                title=command.title,
                form=command.form,
                for_it=command.for_it,
                against_it=command.against_it,
            )
            return [BodyOptionLogged(body_id=body.body_id, ref=body.ref, option=option)]
        case ConcludeBodyOption():
            return _conclude(command, body)
        case DissolveBody():
            return _dissolve(command, body)
    assert_never(command)


def _establish(command: EstablishBody, body: GovernanceBody | None) -> Sequence[BodyEvent]:
    if body is not None:
        raise no.BodyRefTaken("This body is already established.")
    each_once("convened_by", command.convened_by)
    if command.established_on > command.today:
        raise no.EstablishedInFuture(f"It would be established on {command.established_on}, after today.")
    all_known(command.localities, command.known_localities)
    if command.kind == "locality" and not command.localities:
        raise no.LocalityBodyWithoutLocality("Name the localities this body sits for.")
    if command.parent_id is not None:
        _check_parent(command.kind, command.parent)
    return [
        BodyEstablished(
            body_id=command.body_id,
            parties=command.convened_by,
            localities=command.localities,
            ref=command.ref,
            name=command.name,
            kind=command.kind,
            parent_id=command.parent_id,
            convened_by=command.convened_by,
            established_on=command.established_on,
        )
    ]


def _check_parent(kind: BodyKind, parent: Parent | None) -> None:
    if parent is None:
        raise no.UnknownParent("No governance body has this id.")
    if parent.dissolved:
        raise no.ParentDissolved(f"{parent.ref} is dissolved.")
    if LEVEL[parent.kind] >= LEVEL[kind]:
        said = f"A {kind} cannot report to a {parent.kind}".replace("_", " ")
        raise no.ParentNotAbove(f"{said}, which is not of a higher level.")


def _move(command: MoveBody, body: GovernanceBody) -> Sequence[BodyEvent]:
    if command.parent_id is not None:
        _check_parent(body.kind, command.parent)
    if command.parent_id == body.parent_id:
        return []
    parent_ref = command.parent.ref if command.parent else None
    return [BodyMoved(body_id=body.body_id, ref=body.ref, parent_id=command.parent_id, parent_ref=parent_ref)]


def _propose(command: ProposeTermsOfReference, body: GovernanceBody) -> Sequence[BodyEvent]:
    matters = [right.matter for right in command.rights]
    if len(set(matters)) < len(matters):
        raise no.MatterStandsTwice("The same matter is named more than once.")
    of_kinds = _of_kinds(command.quorum)
    if command.quorum.total < of_kinds:
        raise no.QuorumBeyondTotal(
            f"The kinds alone need {of_kinds} seats, more than {command.quorum.total} in all.", of_kinds=of_kinds
        )
    terms = TermsOfReference(
        edition=len(body.editions) + 1,
        purpose=command.purpose,
        quorum=command.quorum,
        majority=command.majority,
        rights=command.rights,
        document=command.document,
        effective_from=command.effective_from,
    )
    return [TermsOfReferenceProposed(body_id=body.body_id, ref=body.ref, terms=terms, proposed_by=command.by)]


def _of_kinds(rule: QuorumRule) -> int:
    return rule.clinical + rule.democratic + rule.commissioner + rule.provider


def _adopt(command: AdoptTermsOfReference, body: GovernanceBody) -> Sequence[BodyEvent]:
    if body.proposed is None or body.proposed_by is None:
        raise no.NoTermsPutForward(f"No terms of reference wait for adoption by {body.ref}.")
    somebody_else(command.by, body.proposed_by, "these terms of reference")
    if body.editions and body.proposed.effective_from < max(command.today, body.editions[-1].effective_from):
        raise no.TermsBackdated(
            f"They would hold from {body.proposed.effective_from}; put them forward for a later day."
        )
    return [TermsOfReferenceAdopted(body_id=body.body_id, ref=body.ref, terms=body.proposed, adopted_by=command.by)]


def _appoint(command: AppointSeat, body: GovernanceBody) -> Sequence[BodyEvent]:
    seat = Seat(seat=command.seat, kind=command.kind, org=command.org, start=command.start, end=command.end)
    if seat.end is not None and seat.end < seat.start:
        raise no.SeatEndsBeforeItStarts(f"The term starts on {seat.start} and would end on {seat.end}.")
    if not _fits(command):
        raise no.SeatKindDoesNotFit(f"A {command.org_kind} cannot hold a {command.kind} seat.".replace("_", " "))
    for other in body.seats:
        if other.seat == seat.seat and _overlap(other, seat):
            raise no.SeatTermsOverlap(f"{seat.seat} is filled from {other.start} to {other.end or 'further notice'}.")
    parties = body.parties if seat.org in body.parties else (*body.parties, seat.org)
    return [SeatAppointed(body_id=body.body_id, ref=body.ref, seat=seat, parties=parties)]


def _fits(command: AppointSeat) -> bool:
    match command.kind:
        case "democratic":
            return command.org_kind is OrgKind.BOROUGH
        case "commissioner":
            return command.org_kind in COMMISSIONERS
        case "provider":
            return command.org_kind not in (OrgKind.CCG, OrgKind.ICB)
        case "clinical":
            return True


def _overlap(one: Seat, other: Seat) -> bool:
    return (one.end is None or other.start <= one.end) and (other.end is None or one.start <= other.end)


def _vacate(command: VacateSeat, body: GovernanceBody) -> Sequence[BodyEvent]:
    for seat in body.seats:
        within = seat.start <= command.end and (seat.end is None or command.end < seat.end)
        if seat.seat == command.seat and within:
            return [SeatVacated(body_id=body.body_id, ref=body.ref, seat=seat.seat, start=seat.start, end=command.end)]
    raise no.SeatNotFilled(f"{body.ref} has no term of that seat that could end on {command.end}.")


def _conclude(command: ConcludeBodyOption, body: GovernanceBody) -> Sequence[BodyEvent]:
    option = next((one for one in body.options if one.number == command.number), None)
    if option is None:
        raise no.NoSuchOption(f"The log of {body.ref} has {len(body.options)} options.")
    if option.outcome is not None:
        raise no.OptionAlreadyConcluded(f"Option {option.number} was {option.outcome.replace('_', ' ')}.")
    return [
        BodyOptionConcluded(
            body_id=body.body_id, ref=body.ref, number=option.number, outcome=command.outcome, reason=command.reason
        )
    ]


def _dissolve(command: DissolveBody, body: GovernanceBody) -> Sequence[BodyEvent]:
    if command.dissolved_on > command.today:
        raise no.DissolvedInFuture(f"It would be dissolved on {command.dissolved_on}, after today.")
    if command.reporting:
        raise no.BodiesStillReport(f"These still report to it: {', '.join(command.reporting)}.")
    return [BodyDissolved(body_id=body.body_id, ref=body.ref, reason=command.reason, dissolved_on=command.dissolved_on)]


body_decider: Decider[BodyCommand, GovernanceBody | None, BodyEvent] = Decider(
    category="governance-body",
    events=BodyEvent.__args__,
    initial=None,
    decide=decide,
    evolve=evolve,
)
