"""The edge where plain texts about a patient end: inside the service they are sealed under the patient's own key."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from nhs_number.standardise import standardise_format
from nhs_number.validate import is_valid
from pydantic import BaseModel

from services.referrals.referrals.domain import referral_decider
from services.referrals.referrals.records import ReferralRecordRow, SealedLetter, record_view
from services.referrals.referrals.refusals import ImpossibleDateOfBirth, InvalidNhsNumber, ReferralNotFound
from shared.eventstore.vault import Read, Reading, Vault
from shared.kernel.privacy import Sealed
from shared.web.call import Call

EARLIEST_BIRTH = date(1900, 1, 1)


class ReferralIdentity(BaseModel):
    """Who the patient is; "[erased]" where the key was destroyed."""

    referral_id: UUID
    nhs_number: str
    patient_name: str | None
    date_of_birth: str | None


class HandoverLetter(BaseModel):
    """What the provider hands over (R83)."""

    diagnosis: str
    results: str
    medication: str
    plan: str
    who_does_what: str
    rereferral_criteria: str


class AnsweredQuery(BaseModel):
    """A query about the handover and its answer."""

    queried_on: date
    query: str
    resolved_on: date | None
    answer: str | None


class ReferralTexts(BaseModel):
    """The clinical texts of a referral; "[erased]" where the key was destroyed."""

    referral_id: UUID
    narrative: str | None
    override_reason: str | None
    advice: str | None
    cancellation_note: str | None
    handover: HandoverLetter | None
    queries: list[AnsweredQuery]


def valid_nhs_number(given: str) -> str:
    """Ten digits without blanks or hyphens; InvalidNhsNumber, which does not repeat what was given, otherwise."""
    number = str(standardise_format(given))
    # The library takes digits of any script for digits; only one spelling may name a person.
    # Ten equal digits pass the check, but were never anybody's number.
    if not (number.isascii() and is_valid(number)) or len(set(number)) == 1:
        raise InvalidNhsNumber("This is not a valid NHS number.")
    return number


def valid_date_of_birth(given: date, today: date) -> date:
    """A day on which a patient of `today` can be born; ImpossibleDateOfBirth, which does not repeat it, otherwise."""
    if not EARLIEST_BIRTH <= given <= today:
        raise ImpossibleDateOfBirth("Nobody who is referred today was born on that day.")
    return given


async def sealed(vault: Vault, person_ref: str, **texts: str | None) -> Mapping[str, Sealed[str] | None]:
    """Each text sealed, under its own name; an absent one stays absent."""
    return {name: None if text is None else await vault.seal(person_ref, text) for name, text in texts.items()}


async def sealed_for(call: Call, referral_id: UUID, **texts: str | None) -> Mapping[str, Sealed[str] | None]:
    """As `sealed`, under the key of the referral's patient."""
    record = await find_record(call, referral_id)
    return await sealed(call.vault, record.patient_ref, **texts)


async def find_record(call: Call, referral_id: UUID) -> ReferralRecordRow:
    """The record of a referral, whoever asks; ReferralNotFound when there is none."""
    record = await call.service.row(record_view, referral_id)
    if record is None:
        raise ReferralNotFound("There is no such thing.")
    return record


async def reading(call: Call, record: ReferralRecordRow) -> Reading:
    """What opens the record, once it is written down who asked for it."""
    read = Read(
        actor=call.principal.sub,
        org=call.principal.org,
        action=call.action,
        stream_id=referral_decider.stream_id(record.referral_id),
        person_ref=record.patient_ref,
        request_id=call.request.scope["acs.request_id"],
    )
    return await call.vault.read(read)


def identity_of(reading: Reading, record: ReferralRecordRow) -> ReferralIdentity:
    """Who the patient is, in plain."""
    return ReferralIdentity(
        referral_id=record.referral_id,
        nhs_number=reading.open(record.nhs_number),
        patient_name=_opened(reading, record.patient_name),
        date_of_birth=_opened(reading, record.date_of_birth),
    )


def texts_of(reading: Reading, record: ReferralRecordRow) -> ReferralTexts:
    """What was written about the patient, in plain."""
    return ReferralTexts(
        referral_id=record.referral_id,
        narrative=_opened(reading, record.narrative),
        override_reason=_opened(reading, record.override_reason),
        advice=_opened(reading, record.advice),
        cancellation_note=_opened(reading, record.cancellation_note),
        handover=None if record.letter is None else _letter(reading, record.letter),
        queries=[
            AnsweredQuery(
                queried_on=asked.queried_on,
                query=reading.open(asked.query),
                resolved_on=asked.resolved_on,
                answer=_opened(reading, asked.answer),
            )
            for asked in record.queries
        ],
    )


def _letter(reading: Reading, letter: SealedLetter) -> HandoverLetter:
    parts = {name: reading.open(getattr(letter, name)) for name in SealedLetter.model_fields}
    return HandoverLetter(**parts)


def _opened(reading: Reading, text: Sealed[str] | None) -> str | None:
    return None if text is None else reading.open(text)
