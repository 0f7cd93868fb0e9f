"""The ways an erasure says no."""

from shared.kernel.refusals import Duplicate, NotAllowed, NotFound, Refused


class ErasureNotFound(NotFound):
    rule = "The alliance knows the erasure"


class PersonNotKnown(NotFound):
    rule = "The caller's organisation holds something about the person"


class ErasureAlreadyRequested(Duplicate):
    rule = "A person has one request for erasure at a time"


class PersonAlreadyErased(Refused):
    rule = "A destroyed key cannot be destroyed again"


class ErasureAlreadyDecided(Refused):
    rule = "An erasure is decided once"


class DecidedByRequester(NotAllowed):
    rule = "Four eyes: whoever asks for an erasure does not decide on it"


class NotTheRequester(NotAllowed):
    rule = "A request is taken back by the organisation that made it"


class CareUnderWay(Refused):
    rule = "Nobody's record is erased while a referral is open or its handover is owed (UK GDPR, article 17(3)(c))"
