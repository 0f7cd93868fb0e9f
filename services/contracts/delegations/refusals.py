"""The ways delegations say no."""

from shared.kernel.refusals import Duplicate, NotAllowed, NotFound, Refused


class DelegationRefTaken(Duplicate):
    rule = "The reference of a delegated authority is unique"
    field = "ref"


class DelegationEndsBeforeItStarts(Refused):
    rule = "A delegated authority ends on or after the day it starts"
    field = "end"


class UnknownBody(Refused):
    rule = "The body that delegates is a governance body of the alliance (R94)"
    field = "body_id"


class NothingToConfirm(Refused):
    rule = "Only terms that were proposed can be confirmed"


class HolderConfirmsOwnAuthority(NotAllowed):
    rule = "Nobody confirms an authority for a role they hold themselves"


class DelegationIsRevoked(Refused):
    rule = "A revoked authority does not come back; grant another"


class DelegationExpired(Refused):
    rule = "Terms are amended while they last; grant another authority afterwards"


class UnknownDelegation(Refused):
    rule = "An approval cites a delegated authority that exists (R107)"
    field = "delegation_id"


class DelegationNotFound(NotFound):
    rule = "The delegated authority is known"
