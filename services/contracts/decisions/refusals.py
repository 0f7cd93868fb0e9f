"""The ways decisions say no."""

from shared.kernel.refusals import Duplicate, NotAllowed, NotFound, Refused


class UnknownDecidingBody(Refused):
    rule = "A decision is put to a governance body of the alliance"
    field = "body_id"


class DecidingBodyDissolved(Refused):
    rule = "A body decides while it sits"
    field = "met_on"


class NoTermsOfReferenceThatDay(Refused):
    rule = "A body decides under terms of reference that hold on the day of the meeting (R60)"
    field = "met_on"


class BodyHasNoRight(Refused):
    rule = "A body decides what its decision rights give it to decide (R94)"
    field = "matter"


class EvidenceNotFound(Refused):
    rule = "Evidence inside the alliance is a resource that exists"
    field = "evidence"


class PapersWithheldFromConvenor(Refused):
    rule = "Papers are not withheld from those who convene the body"
    field = "withheld_from"


class DecisionAlreadyProposed(Duplicate):
    rule = "A decision is proposed once"


class DecisionClosed(Refused):
    rule = "Only a proposal that is open can be decided, deferred or withdrawn"


class NotASeatOfTheBody(Refused):
    rule = "Interests are declared by seats of the body"
    field = "seat"


class ConflictAlreadyDeclared(Refused):
    rule = "A seat declares an interest of a kind in an organisation once"
    field = "seat"


class MeetingInFuture(Refused):
    rule = "A decision is recorded once the meeting was held"
    field = "met_on"


class AttendedByNoSeat(Refused):
    rule = "Only seats of the body that were filled on that day attend"
    field = "attending"


class SeatNamedTwice(Refused):
    rule = "A seat attends once and votes once"
    field = "attending"


class VoterNotAttending(Refused):
    rule = "Only who attends votes"
    field = "in_favour"


class ConflictedSeatVoted(Refused):
    rule = "A seat with a conflict of interest does not vote"
    field = "in_favour"


class NotQuorate(Refused):
    rule = "A body decides when the seats without a conflict make a quorum, in all and of each kind (R100)"
    field = "attending"


class NotCarried(Refused):
    rule = "A decision is taken by the majority that the terms of reference ask for"
    field = "in_favour"


class JointDecisionOneSided(Refused):
    rule = "What commissioners and providers answer for together has a vote of each side in favour (R94)"
    field = "in_favour"


class ProposalWasCarried(Refused):
    rule = "A proposal that was carried is not rejected"
    field = "in_favour"


class ContradictsStandingPosition(Refused):
    rule = "A decision that contradicts the standing position on its topic names the decision it supersedes (R99)"
    field = "supersedes"


class NotTheStandingPosition(Refused):
    rule = "Only the standing position on the same topic is superseded (R99)"
    field = "supersedes"


class OlderThanStandingPosition(Refused):
    rule = "Decisions on a topic follow one another in time (R99)"
    field = "met_on"


class TopicDecidedMeanwhile(Duplicate):
    rule = "There is one position on a topic; of two decided at once one stands (R99)"
    field = "topic"


class DeferredIntoPast(Refused):
    rule = "A decision is put off until a day to come"
    field = "until"


class ActionBeforeMeeting(Refused):
    rule = "Actions follow from a decision taken, rejected or deferred"


class ActionOwnerNotConcerned(Refused):
    rule = "An action is owned by an organisation that the decision concerns (R47)"
    field = "owner"


class ActionOwnerSeatUnknown(Refused):
    rule = "The seat that answers for an action is a seat that its owner has in the body"
    field = "owner_seat"


class ActionDueInPast(Refused):
    rule = "An action is due today or later"
    field = "due_on"


class NoSuchAction(Refused):
    rule = "The decision has the action"
    field = "number"


class ActionAlreadyDone(Refused):
    rule = "An action is done once"
    field = "number"


class DoneInFuture(Refused):
    rule = "An action is done on a day that has been"
    field = "done_on"


class NotTheActionsOwner(NotAllowed):
    rule = "Its owner, or who convenes the body, says that an action is done"


class ActionNotOverdue(Refused):
    rule = "An action is overdue the day after it was due"


class DecisionNotTaken(Refused):
    rule = "A decision that others rest on is taken, and stands"
    field = "decision_id"


class NoPosition(NotFound):
    rule = "The alliance holds a position on the topic"


class DecisionNotFound(NotFound):
    rule = "The decision is known"
