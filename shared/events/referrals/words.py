"""How the codes in the events of referrals and pathways read in a sentence."""

from collections.abc import Mapping

from shared.kernel.message import Event

WORDS: Mapping[str, str] = {
    # priorities
    "ROUTINE": "routine",
    "URGENT": "urgent",
    "TWO_WEEK_WAIT": "two-week wait",
    # outcomes of triage
    "accepted_to_book": "accepted to book",
    "returned_with_advice": "returned with advice",
    # modes
    "face_to_face": "face to face",
    # destinations
    "primary_care": "to primary care",
    "self_care": "to self-care",
    "community_care": "to community care",
    "social_care": "to social care",
    "care_home": "to a care home",
    "died": "who had died",
    # reasons of a cancellation
    "patient_declined": "patient declined",
    "patient_died": "patient died",
    "no_longer_needed": "no longer needed",
    "moved_away": "moved away",
    "entered_in_error": "entered in error",
    # rules of the clocks
    "decision_after_active_monitoring": "decision to treat after active monitoring",
    "substantively_new_treatment": "substantively new treatment",
    "second_side": "second side",
    "rebooked_after_dna": "booked again after the patient did not attend (DNA)",
    "first_treatment": "first treatment",
    "returned_to_primary_care": "returned to primary care",
    "active_monitoring": "active monitoring",
    "decision_not_to_treat": "decision not to treat",
    "discharged_after_dna": "discharged after the patient did not attend (DNA)",
    "first_appointment_dna": "the patient did not attend (DNA) the first appointment",
    # sections of a pathway
    "management_steps": "management steps",
    "refer_criteria": "criteria to refer",
    "red_flags": "red flags",
    "template_fields": "template fields",
    "locality_exceptions": "locality exceptions",
    # erasures
    "no_longer_necessary": "no longer necessary",
    "consent_withdrawn": "consent withdrawn",
    "objection_upheld": "objection upheld",
    "unlawfully_processed": "unlawfully processed",
    "legal_obligation_to_erase": "legal obligation to erase",
    "retention_period_over": "the retention period is over",
    "never_lawfully_held": "they were never lawfully held",
    "no_duty_to_keep": "there is no duty to keep them",
    "record_must_be_kept": "the record must be kept",
    "public_health": "public health",
    "archiving_or_research": "archiving or research",
    "legal_claims": "legal claims",
    "ground_not_made_out": "the ground was not made out",
    "identity_not_proven": "the identity was not proven",
}


class InWords(Event):
    """An event that is told without codes."""

    def told(self, name: str) -> object:
        """A field as it stands in the sentence."""
        value = super().told(name)
        return WORDS.get(value, value) if isinstance(value, str) else value
