"""A governance body as it stands, and how each event changes it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never
from uuid import UUID

from shared.events.contracts.bodies import (
    BodyDissolved,
    BodyEstablished,
    BodyEvent,
    BodyKind,
    BodyMoved,
    BodyOption,
    BodyOptionConcluded,
    BodyOptionLogged,
    Seat,
    SeatAppointed,
    SeatVacated,
    TermsOfReference,
    TermsOfReferenceAdopted,
    TermsOfReferenceProposed,
)


@dataclass(frozen=True)
class GovernanceBody:
    """`editions` are the terms of reference adopted, oldest first; `proposed` waits for somebody else to adopt it.

    `seats` are all terms of all seats, in the order of their appointment.
    """

    body_id: UUID
    parties: tuple[str, ...]
    localities: tuple[str, ...]
    ref: str
    name: str
    kind: BodyKind
    parent_id: UUID | None
    convened_by: tuple[str, ...]
    established_on: date
    seats: tuple[Seat, ...] = ()
    editions: tuple[TermsOfReference, ...] = ()
    proposed: TermsOfReference | None = None
    proposed_by: str | None = None
    options: tuple[BodyOption, ...] = ()
    dissolved_on: date | None = None


def terms_on(editions: Sequence[TermsOfReference], day: date) -> TermsOfReference | None:
    """The terms of reference that hold on a day; None before the first."""
    return max(
        (edition for edition in editions if edition.effective_from <= day),
        key=lambda edition: edition.edition,
        default=None,
    )


def evolve(body: GovernanceBody | None, event: BodyEvent) -> GovernanceBody | None:
    """The body after `event`."""
    if isinstance(event, BodyEstablished):
        return GovernanceBody(
            body_id=event.body_id,
            parties=event.parties,
            localities=event.localities,
            ref=event.ref,
            name=event.name,
            kind=event.kind,
            parent_id=event.parent_id,
            convened_by=event.convened_by,
            established_on=event.established_on,
        )
    if body is None:
        return None
    match event:
        case BodyMoved():
            return replace(body, parent_id=event.parent_id)
        case TermsOfReferenceProposed():
            return replace(body, proposed=event.terms, proposed_by=event.proposed_by)
        case TermsOfReferenceAdopted():
            return replace(body, editions=(*body.editions, event.terms), proposed=None, proposed_by=None)
        case SeatAppointed():
            return replace(body, seats=(*body.seats, event.seat), parties=event.parties)
        case SeatVacated():
            return replace(body, seats=tuple(_vacated(seat, event) for seat in body.seats))
        case BodyOptionLogged():
            return replace(body, options=(*body.options, event.option))
        case BodyOptionConcluded():
            return replace(body, options=tuple(_concluded(option, event) for option in body.options))
        case BodyDissolved():
            return replace(body, dissolved_on=event.dissolved_on, proposed=None, proposed_by=None)
    assert_never(event)


def _vacated(seat: Seat, event: SeatVacated) -> Seat:
    if (seat.seat, seat.start) != (event.seat, event.start):
        return seat
    return seat.model_copy(update={"end": event.end})


def _concluded(option: BodyOption, event: BodyOptionConcluded) -> BodyOption:
    if option.number != event.number:
        return option
    return option.model_copy(update={"outcome": event.outcome, "outcome_reason": event.reason})
