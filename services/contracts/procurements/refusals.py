"""The ways a procurement says no."""

from shared.kernel.refusals import Duplicate, NotFound, Refused


class ProcurementRefTaken(Duplicate):
    rule = "A procurement's reference is unique"
    field = "ref"


class ProcurementNotFound(NotFound):
    rule = "There is such a procurement"


class UnknownProcurement(Refused):
    rule = "A contract names the procurement it comes of"
    field = "procurement_id"


class NotAFinancialYear(Refused):
    rule = "A financial year is two following years, such as 2025-26"
    field = "financial_year"


class BidNotFound(NotFound):
    rule = "The bid is one of this procurement that stands"


class RepresentationNotFound(NotFound):
    rule = "The representation is one of this procurement that waits for the review"


class RouteNotPermitted(Refused):
    rule = "A procurement follows a route that the law permits for it (R12)"
    field = "route"


class LocalityUnknown(Refused):
    rule = "Localities are named by the codes of the installation"
    field = "localities"


class ReservedOutsideLightTouch(Refused):
    rule = "Only light-touch contracts can be reserved (PCR 2015 reg 77)"
    field = "reserved"


class ReservedTooLong(Refused):
    rule = "A reserved contract runs for no more than its longest term (PCR 2015 reg 77(3)(d))"
    field = "term_months"


class ReservedTwice(Refused):
    rule = "A reserved contract goes to nobody who was awarded one for such services lately (PCR 2015 reg 77(3)(c))"
    field = "providers"


class UnknownStrategy(Refused):
    rule = "A procurement cites a contracting strategy there is"
    field = "strategy_id"


class StrategyNotApproved(Refused):
    rule = "A procurement follows a contracting strategy that was approved (R13)"
    field = "strategy_id"


class NotTheStrategysRoute(Refused):
    rule = "A procurement follows the route its contracting strategy has chosen (R13)"
    field = "route"


class DayToCome(Refused):
    rule = "What is recorded has happened"


class BeforeStepBefore(Refused):
    rule = "A step is not dated before the one it follows"


class WrongStage(Refused):
    rule = "A procurement takes one step after the other"


class StepNotOfRoute(Refused):
    rule = "A procurement takes the steps of its route and no others"


class IsapCheckpointMissing(Refused):
    rule = "ISAP gates the launch, the signature and the commencement (R22)"


class CriteriaMissing(Refused):
    rule = "Where providers are compared, the criteria are announced at the launch (R16)"
    field = "criteria"


class WeightsNotWhole(Refused):
    rule = "The weights of the criteria sum to 10,000 basis points (R16)"
    field = "criteria"


class KeyCriterionMissing(Refused):
    rule = "Every key criterion is considered (SI 2023/1348 reg 5)"
    field = "criteria"


class BidsWithoutDeadline(Refused):
    rule = "Bids are asked for with a deadline"
    field = "bids_by"


class DeadlineWithoutBids(Refused):
    rule = "There is a deadline for bids only where bids are asked for"
    field = "bids_by"


class TimeForBidsTooShort(Refused):
    rule = "Bidders have the time the law gives them (Procurement Act 2023 s54)"
    field = "bids_by"


class TimeLimitNotReasoned(Refused):
    rule = "Time limits under the light-touch regime are reasonable and proportionate (PCR 2015 reg 76(7))"
    field = "time_limit_reason"


class BidTooLate(Refused):
    rule = "A bid that comes in after the deadline is not considered"
    field = "received_at"


class BidBeforeLaunch(Refused):
    rule = "Bids come in after the launch"
    field = "received_at"


class AlreadyBid(Duplicate):
    rule = "A provider has one bid that stands; it withdraws that one before it makes another"
    field = "provider"


class BidderCommissions(Refused):
    rule = "Nobody provides what it commissions itself"


class DeadlineNotPassed(Refused):
    rule = "Bids are opened after the deadline and not before"


class DeadlinePassed(Refused):
    rule = "A bid is withdrawn before the deadline"


class NoBids(Refused):
    rule = "There is something to assess"


class TooEarlyToAssess(Refused):
    rule = "Providers are assessed once the notice of the approach has stood for its days (SI 2023/1348 reg 10)"


class AlreadyEvaluated(Refused):
    rule = "An evaluation is done again only by repeating the step"


class NotEverybodyMarked(Refused):
    rule = "Every bid is marked or excluded with a reason"
    field = "marks"


class MarkedTwice(Refused):
    rule = "A provider is marked or excluded once"
    field = "marks"


class DidNotBid(Refused):
    rule = "Only who has bid is marked"
    field = "marks"


class MarksNotOfCriteria(Refused):
    rule = "A provider has one mark for each criterion announced"
    field = "marks"


class ConflictedEvaluator(Refused):
    rule = "A seat excluded for an interest does not evaluate (SI 2023/1348 reg 21)"
    field = "panel"


class NotEvaluated(Refused):
    rule = "The intention follows the evaluation"


class ProviderNamedAgain(Refused):
    rule = "A provider is named once"
    field = "providers"


class NotTheExistingProvider(Refused):
    rule = "Direct awards A and C go to the existing provider (SI 2023/1348 regs 7 and 9)"
    field = "providers"


class NotHighestPlaced(Refused):
    rule = "The contract goes to who was placed highest (R16)"
    field = "providers"


class TieNotBroken(Refused):
    rule = "One of several equally placed providers is chosen by an announced rule only (R16)"
    field = "tie_break"


class StandstillStillRunning(Refused):
    rule = "Nothing is awarded or signed before the standstill has ended (SI 2023/1348 reg 12)"


class RepresentationTooLate(Refused):
    rule = "Representations are made by the end of the 8th working day of the standstill (SI 2023/1348 reg 12(3))"
    field = "received_on"


class RepresentationTooEarly(Refused):
    rule = "Representations are about a decision that was published"
    field = "received_on"


class RepresentationNotReviewed(Refused):
    rule = "Representations are reviewed before the award (SI 2023/1348 reg 12(4))"


class NothingRequested(Refused):
    rule = "Information is given on a representation that asks for some"


class ProviderNotHeard(Refused):
    rule = "Who made representations can explain them before the review (SI 2023/1348 reg 12(4)(a))"


class InformationNotGiven(Refused):
    rule = "Information asked for is given before the review (SI 2023/1348 regs 12(4)(b) and 24)"


class StepMissing(Refused):
    rule = "A repetition names the step that is repeated"
    field = "to_step"


class StepNotTaken(Refused):
    rule = "Only a step that was taken can be repeated"
    field = "to_step"


class NotThoseIntended(Refused):
    rule = "The award goes to those named in the intention"
    field = "providers"


class NoNoticeDue(Refused):
    rule = "A notice of the award follows the award, and one of the abandonment follows that, once each"
    field = "kind"


class NoticeNotOverdue(Refused):
    rule = "A notice is overdue the day after its last"


class SignedBeforeAward(Refused):
    rule = "A contract is signed from the award on"
    field = "signed_on"
