"""What is known of the patient: every text sealed under the patient's key, beside the guard against duplicates."""

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.referrals.referrals.rtt import CLOCK_EVENTS
from services.referrals.referrals.stages import CLOSED, HandoverEvent, Stage, stage_after
from shared.events.referrals.referrals import (
    HandoverQueried,
    HandoverQueryResolved,
    HandoverSent,
    ReferralCancelled,
    ReferralEvent,
    ReferralSubmitted,
    ReferralTriaged,
)
from shared.kernel.privacy import Sealed
from shared.views import Recorded, ResourceRow, View


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class SealedLetter(_Part):
    """The content of a handover (R83)."""

    diagnosis: Sealed[str]
    results: Sealed[str]
    medication: Sealed[str]
    plan: Sealed[str]
    who_does_what: Sealed[str]
    rereferral_criteria: Sealed[str]


class SealedQuery(_Part):
    """A query about a handover and its answer."""

    queried_on: date
    query: Sealed[str]
    resolved_on: date | None = None
    answer: Sealed[str] | None = None


class ReferralRecordRow(ResourceRow):
    """`duplicate_key` names patient and specialty while the referral is open, unless it was an override."""

    referral_id: UUID = Field(primary_key=True)
    patient_ref: str
    specialty_tfc: str
    is_open: bool
    duplicate_key: str | None
    nhs_number: Sealed[str] = Field(sa_type=JSONB)
    patient_name: Sealed[str] | None = Field(sa_type=JSONB)
    date_of_birth: Sealed[str] | None = Field(sa_type=JSONB)
    narrative: Sealed[str] | None = Field(sa_type=JSONB)
    override_reason: Sealed[str] | None = Field(sa_type=JSONB)
    advice: Sealed[str] | None = Field(default=None, sa_type=JSONB)
    cancellation_note: Sealed[str] | None = Field(default=None, sa_type=JSONB)
    letter: SealedLetter | None = Field(default=None, sa_type=JSONB)
    queries: list[SealedQuery] = Field(sa_type=JSONB)


class ReferralRecordTable(ReferralRecordRow, table=True):
    """The table behind the records."""

    __tablename__ = "referral_records"
    __table_args__ = (
        UniqueConstraint("duplicate_key", name="uq_referral_records_duplicate_key"),
        Index("ix_referral_records_patient_ref", "patient_ref"),
    )


def project_record(row: ReferralRecordRow | None, recorded: Recorded[ReferralEvent]) -> ReferralRecordRow | None:
    """The record after one more event."""
    event = recorded.event
    if isinstance(event, ReferralSubmitted):
        return _submitted(event, recorded)
    if row is None:
        return None
    changes: dict[str, Any] = {"version": recorded.version, "changed_at": recorded.occurred_at}
    if not isinstance(event, (*CLOCK_EVENTS, HandoverEvent)) and stage_after(Stage.SUBMITTED, event) in CLOSED:
        changes |= {"is_open": False, "duplicate_key": None}
    return row.model_copy(update=changes | _texts(row, event))


def _texts(row: ReferralRecordRow, event: ReferralEvent) -> dict[str, Any]:
    match event:
        case ReferralTriaged():
            return {"advice": event.advice}
        case ReferralCancelled():
            return {"cancellation_note": event.note}
        case HandoverSent():
            return {"letter": SealedLetter(**{name: getattr(event, name) for name in SealedLetter.model_fields})}
        case HandoverQueried():
            return {"queries": [*row.queries, SealedQuery(queried_on=event.queried_on, query=event.query)]}
        case HandoverQueryResolved():
            answered = row.queries[-1].model_copy(update={"resolved_on": event.resolved_on, "answer": event.answer})
            return {"queries": [*row.queries[:-1], answered]}
        case _:
            return {}  # all other events carry no text about the patient


def _submitted(event: ReferralSubmitted, recorded: Recorded[ReferralEvent]) -> ReferralRecordRow:
    overridden = event.duplicate_of is not None
    return ReferralRecordRow(
        version=recorded.version,
        parties=[event.practice_ods, event.provider_ods],
        changed_at=recorded.occurred_at,
        referral_id=event.referral_id,
        patient_ref=event.patient_ref,
        specialty_tfc=event.specialty_tfc,
        is_open=True,
        duplicate_key=None if overridden else f"{event.patient_ref}|{event.specialty_tfc}",
        nhs_number=event.nhs_number,
        patient_name=event.patient_name,
        date_of_birth=event.date_of_birth,
        narrative=event.narrative,
        override_reason=event.override_reason,
        queries=[],
    )


record_view: View[ReferralRecordRow] = View(table=ReferralRecordTable, row=ReferralRecordRow, project=project_record)
