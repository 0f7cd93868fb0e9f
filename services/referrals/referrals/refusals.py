"""The ways a referral says no."""

from shared.kernel.refusals import Duplicate, NotAllowed, NotFound, Refused


class ReferralNotFound(NotFound):
    rule = "The alliance knows the referral"


class InvalidNhsNumber(Refused):
    rule = "An NHS number has ten digits, the last of which checks the others (Modulus 11), and not all the same"
    field = "nhs_number"


class ImpossibleDateOfBirth(Refused):
    rule = "A patient was born in 1900 or later, and no later than today"
    field = "date_of_birth"


class DuplicateReferral(Duplicate):
    rule = "A patient has one open referral per specialty; another needs a reason to override (R79)"
    field = "override_reason"


class ReferredForAnother(NotAllowed):
    rule = "A practice refers its own patients"
    field = "practice_ods"


class NotAGpPractice(Refused):
    rule = "A referral comes from a GP practice with a locality"
    field = "practice_ods"


class NotAProvider(Refused):
    rule = "A patient is referred to an organisation that provides care, never to the referring practice itself"
    field = "provider_ods"


class AuthoredInFuture(Refused):
    rule = "A referral is authored today or earlier (e-RS A011)"
    field = "authored_on"


class AuthoredTooLongAgo(Refused):
    rule = "A referral is authored at most 365 days ago (e-RS A011)"
    field = "authored_on"


class NoPublishedPathway(Refused):
    rule = "A referral follows the version of a pathway that is published on its day (R72)"
    field = "pathway_id"


class NotThePublishedVersion(Refused):
    rule = "A referral follows the version of a pathway that is published on its day (R72)"
    field = "pathway_version"


class NotThePathwaysSpecialty(Refused):
    rule = "A referral goes to the specialty of its pathway"
    field = "specialty_tfc"


class ResultAfterReferral(Refused):
    rule = "A result that goes with a referral is no younger than it"
    field = "results"


class RequiredResultsMissing(Refused):
    rule = "This pathway takes routine referrals with all required results; two-week waits are never held up (R80)"
    field = "results"


class NotTheProvider(NotAllowed):
    rule = "The provider of the referral does this"


class NotThePractice(NotAllowed):
    rule = "The practice that referred does this"


class NotAParty(NotAllowed):
    rule = "A referral is cancelled by the practice or the provider"


class DateInFuture(Refused):
    rule = "What has happened is dated today or earlier"


class DateOutOfOrder(Refused):
    rule = "What happens in the care of a patient is dated no earlier than what happened before"


class AppointmentBeforeBooking(Refused):
    rule = "An appointment is no earlier than its booking"
    field = "appointment_on"


class NotOnItsDay(Refused):
    rule = "A booked appointment is attended, or not attended (DNA), on its day"


class ReferralClosed(Refused):
    rule = "Nothing is added to the care under a closed referral; a new need is a new referral"


class AlreadyTriaged(Refused):
    rule = "A referral is triaged once; after advice or rejection the practice refers anew, on a new clock"


class AdviceMissing(Refused):
    rule = "A referral is returned with advice and rejected with a reason"
    field = "advice"


class SignpostNotReturned(Refused):
    rule = "A patient is signposted elsewhere when the referral is not accepted"
    field = "signpost"


class NotYetAccepted(Refused):
    rule = "The provider accepts a referral before it acts on it"


class NoAppointmentBooked(Refused):
    rule = "Only a booked appointment can be recorded as did not attend (DNA)"


class NotRebooked(Refused):
    rule = "Who did not attend (DNA) the first appointment is booked anew, on a new clock"


class AlreadyAttended(Refused):
    rule = "A first appointment is attended once"


class NotYetSeen(Refused):
    rule = "The patient is seen before this is decided"


class NoNewTreatment(Refused):
    rule = "A further decision to treat says whether it is a substantively new treatment or the second side"
    field = "new_clock"


class NoNewClock(Refused):
    rule = "A new clock starts only once an earlier treatment has ended the wait"
    field = "new_clock"


class NoClockRunning(Refused):
    rule = "There is a wait to end"


class TreatmentNotDecided(Refused):
    rule = "After active monitoring or an earlier treatment, a decision to treat comes first"


class NothingTreated(Refused):
    rule = "A treatment is complete when it has begun"
    field = "reason"


class LastAppointmentNotMissed(Refused):
    rule = "A patient discharged for not attending did not attend (DNA) the last appointment"
    field = "reason"


class TreatmentWasNeeded(Refused):
    rule = "A patient who was treated is not discharged as needing no treatment"
    field = "reason"


class AlreadyTreated(Refused):
    rule = "A referral is cancelled before treatment; afterwards the patient is discharged"


class AlreadySeen(Refused):
    rule = "A patient who was seen is discharged and handed over, not cancelled (R83)"


class NotDischarged(Refused):
    rule = "The handover follows the discharge"


class HandoverAlreadySent(Refused):
    rule = "A handover is sent once; questions about it are queries"


class HandoverNotSent(Refused):
    rule = "A handover is acknowledged or queried once it was sent"


class HandoverQueryOpen(Refused):
    rule = "A query about the handover is answered first"


class HandoverAcknowledgedAlready(Refused):
    rule = "An acknowledged handover is closed"


class NoQueryOpen(Refused):
    rule = "Only an open query can be resolved"


class PausesEnded(Refused):
    rule = "RTT clocks cannot be paused since 1 October 2015; a delay the patient chose is a note"
    field = "from_date"


class PauseEndsBeforeStart(Refused):
    rule = "A pause ends on or after its first day"
    field = "to_date"


class PauseOutsideWait(Refused):
    rule = "A pause lies within the wait and apart from other pauses"
    field = "from_date"
