"""What the rows of a referral say, and what they never say."""

from datetime import date
from typing import get_args

import pytest

from services.referrals.referrals.records import record_view
from services.referrals.referrals.stages import HandoverStatus, Stage
from services.referrals.referrals.views import ReferralRow, referral_view
from shared.events.referrals import referrals as e
from shared.events.referrals.pathways import Mode, SectionName
from shared.events.referrals.words import WORDS
from tests.kit.scenario import row_after
from tests.services.referrals.referrals.story import (
    ACCEPTED,
    BOOKED,
    DISCHARGED,
    OTHER,
    PRACTICE,
    PROVIDER,
    REFERRED,
    SEEN,
    SENT,
    SUBMIT,
    cancel,
    decide,
    history,
    sealed,
    triage,
)

CODES = {
    code
    for codes in (
        e.Priority,
        e.TriageOutcome,
        e.CancellationReason,
        e.DischargeDestination,
        e.ClockStartRule,
        e.ClockStopRule,
        e.ClockNullifyRule,
        Mode,
        SectionName,
    )
    for code in get_args(codes)
}


class TestReferralRow:
    def test_of_a_new_referral_waits_since_its_day(self) -> None:
        row = row_after(referral_view, *history())
        assert (row.parties, row.status, row.waiting_since, row.days_waited) == (
            [PRACTICE, PROVIDER],
            Stage.SUBMITTED,
            REFERRED,
            None,
        )

    def test_of_a_discharged_one_names_the_wait_and_the_handover(self) -> None:
        row = row_after(referral_view, *history(*DISCHARGED))
        assert (row.is_open, row.waiting_since, row.days_waited, row.within_standard) == (False, None, 126, True)
        assert (row.handover_status, row.handover_due_on) == (HandoverStatus.DUE, date(2026, 5, 27))

    @pytest.mark.parametrize(("kind", "stage"), [("surgical", Stage.LISTED), ("medical", Stage.DECIDED)])
    def test_is_listed_for_surgery_alone(self, kind: str, stage: Stage) -> None:
        assert row_after(referral_view, *history(*SEEN, decide(date(2026, 2, 9), kind=kind))).status is stage

    def test_loses_its_appointment_with_the_cancellation(self) -> None:
        assert row_after(referral_view, *history(*BOOKED)).appointment_on == date(2026, 2, 9)
        assert row_after(referral_view, *history(*BOOKED, cancel(date(2026, 1, 9)))).appointment_on is None

    def test_survives_its_own_json(self) -> None:
        row = row_after(referral_view, *history(*SENT))
        assert referral_view.read(row.model_dump_json()) == row

    def test_has_no_place_for_anything_sealed_or_for_the_patient(self) -> None:
        assert not {"patient_ref", "nhs_number", "patient_name", "date_of_birth", "narrative"} & set(
            ReferralRow.model_fields
        )
        said = row_after(referral_view, *history(*SENT)).model_dump_json()
        assert "p-someone" not in said
        assert "box" not in said


class TestReferralRecord:
    def test_survives_its_own_json(self) -> None:
        row = row_after(record_view, *history(*SENT))
        assert record_view.read(row.model_dump_json()) == row

    def test_keeps_the_letter_sealed(self) -> None:
        assert row_after(record_view, *history(*SENT)).letter.plan == sealed("plan")

    def test_guards_patient_and_specialty_while_open(self) -> None:
        assert row_after(record_view, *history(*BOOKED)).duplicate_key == "p-someone|320"
        for closing in (
            (triage(REFERRED, "rejected"),),
            (triage(REFERRED, "returned_with_advice"),),
            (*ACCEPTED, cancel(date(2026, 1, 9))),
            DISCHARGED,
        ):
            row = row_after(record_view, *history(*closing))
            assert (row.is_open, row.duplicate_key) == (False, None)

    def test_an_override_does_not_take_the_guard(self) -> None:
        (submitted, *_) = history()
        overridden = submitted.model_copy(update={"duplicate_of": OTHER})
        row = row_after(record_view, overridden)
        assert (row.is_open, row.duplicate_key) == (True, None)


TOLD = (*history(*SENT), *history(triage(REFERRED, "rejected")), *history(cancel(REFERRED)))


def test_no_event_is_told_in_codes() -> None:
    assert not [event.tell() for event in (*TOLD, *history(*ACCEPTED)) if "_" in event.tell()]


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_that_is_told_has_words(code: str) -> None:
    assert code in WORDS or code.isalpha()


@pytest.mark.parametrize(
    ("destination", "said"),
    [
        ("primary_care", "RF4 discharged a patient of F82001 to primary care"),
        ("died", "RF4 discharged a patient of F82001 who had died"),
    ],
)
def test_a_discharge_tells_where_to(destination: str, said: str) -> None:
    (discharged,) = [event for event in TOLD if isinstance(event, e.ReferralDischarged)]
    assert discharged.model_copy(update={"destination": destination}).tell() == said


def test_every_event_reads_as_a_sentence_without_identifiers() -> None:
    for event in TOLD:
        told = event.tell()
        assert str(SUBMIT.referral_id) not in told
        assert "p-someone" not in told
        assert "{" not in told


@pytest.mark.parametrize(
    ("treated", "reason", "attended"),
    [(True, "did_not_attend", True), (False, "did_not_attend", False), (False, "no_treatment_needed", True)],
)
def test_a_discharge_of_the_first_version_tells_as_well_whether_anybody_was_seen(
    treated: bool, reason: str, attended: bool
) -> None:
    stored = {"treated": treated, "reason": reason}
    assert e.ReferralDischarged.upcasters[1](stored) == stored | {"attended": attended}


def test_every_event_survives_its_own_json() -> None:
    for event in history(*SENT):
        assert type(event).model_validate_json(event.model_dump_json()) == event
        assert isinstance(event, e.ReferralEvent)
