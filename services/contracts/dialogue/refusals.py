"""The ways the dialogue log says no."""

from shared.kernel.refusals import Duplicate, NotFound, Refused


class DialogueEntryNotFound(NotFound):
    rule = "There is such an entry in the dialogue log"


class DialogueEntryThereAlready(Duplicate):
    rule = "An entry is recorded once and never changed"


class NotOneSubject(Refused):
    rule = "Dialogue is about a contract or a procurement by its id, or about a market exercise by its name"
    field = "subject_id"


class DialogueInFuture(Refused):
    rule = "Dialogue is recorded once it was held"
    field = "held_on"


class DialogueOfNoCommissioner(Refused):
    rule = "Dialogue with the market is that of CCGs, integrated care boards and boroughs"
    field = "subject"


class DialogueWithItself(Refused):
    rule = "Dialogue is held with providers, not among the commissioners"
    field = "providers"


class DialoguePhaseNotSaid(Refused):
    rule = "Where the phase cannot be known from the subject, it is said: before or during (R17)"
    field = "phase"


class DialoguePhaseContradicted(Refused):
    rule = "The phase is the one the subject was in on that day (R17, R18)"
    field = "phase"


class UnequalTreatment(Refused):
    rule = "While a procurement is live, what one bidder is told all bidders are told (R17)"
    field = "shared_with_all"


class NothingToShare(Refused):
    rule = "Dialogue is shared with all bidders of a procurement"
    field = "shared_with_all"


class CorrectTheOriginal(Refused):
    rule = "A copy is corrected by correcting the entry it was made of"
