"""The ways a pool says no."""

from shared.kernel.refusals import Duplicate, NotAllowed, NotFound, Refused


class PoolNotFound(NotFound):
    rule = "The pool is known"


class PoolTitleTaken(Duplicate):
    rule = "A pool's title is unique among the pools of its financial year that were not terminated"
    field = "title"


class NotAFinancialYear(Refused):
    rule = "A financial year runs from 1 April and is written 2018/19"
    field = "financial_year"


class BeforePooledFunds(Refused):
    rule = "Pooled funds exist since SI 2000/617 came into force"
    field = "financial_year"


class PartnerNotEligible(Refused):
    rule = "Only NHS bodies and local authorities are partners of a pool (NHS Act 2006 s75; SI 2000/617)"
    field = "partners"


class PartnerNamedTwice(Refused):
    rule = "A partner stands once in the agreement"
    field = "partners"


class BothSidesNeeded(Refused):
    rule = "A pool has at least one NHS body and one local authority (NHS Act 2006 s75)"
    field = "partners"


class HostNotAPartner(Refused):
    rule = "The host is one of the partners (SI 2000/617 reg 7)"
    field = "host"


class TrustWithoutConsent(Refused):
    rule = "An NHS trust needs its commissioners' consent to join a pool (SI 2000/617 reg 7)"
    field = "trust_consents"


class ConsentMisplaced(Refused):
    rule = "Commissioners (CCGs, or ICBs) consent to the part of an NHS trust in the pool (SI 2000/617 reg 7)"


class AgreementStatementMissing(Refused):
    rule = "The written agreement states every compulsory heading (SI 2000/617 reg 7)"


class LineNotPoolable(Refused):
    rule = "Functions outside the regulations can be aligned with a pool, never pooled (SI 2000/617 reg 5)"


class LineNamedTwice(Refused):
    rule = "A line's code is unique in the pool"


class LineWithoutContractOrReason(Refused):
    rule = "A line has a contract, or a reason why it has none, and not both (R53)"


class CapForNoPartner(Refused):
    rule = "A cap is set once, for a partner of the pool"
    field = "risk_share.caps"


class NotAPartner(Refused):
    rule = "Only the pool's partners sign and contribute"
    field = "partner"


class PartnerSpeaksForItself(NotAllowed):
    rule = "A partner signs and agrees its contribution by its own organisation (R110)"
    field = "partner"


class HostOnly(NotAllowed):
    rule = "The host keeps the pool's accounts and appoints its manager (SI 2000/617 reg 7)"


class HostOrPayerOnly(NotAllowed):
    rule = "A payment is recorded by the host or by the partner that pays"
    field = "partner"


class PoolNotDraft(Refused):
    rule = "The agreement is signed while it is a draft"


class AlreadySigned(Refused):
    rule = "A partner signs once"
    field = "partner"


class SignedInFuture(Refused):
    rule = "A signature is of today or before"
    field = "signed_on"


class ContributionsSettled(Refused):
    rule = "Contributions of an active pool are varied before its year is over"


class VariationWithoutReason(Refused):
    rule = "A contribution once agreed varies only as the agreement says, with a reason (SI 2000/617 reg 7)"
    field = "variation_reason"


class ContributionOfNothing(Refused):
    rule = "Every partner contributes, in cash or in kind (SI 2000/617 reg 7)"
    field = "amount_pence"


class ContributionBelowPaid(Refused):
    rule = "A contribution is not varied below what was already paid"
    field = "amount_pence"


class AgreementNotSigned(Refused):
    rule = "Every partner has signed before a pool is activated"


class ContributionNotAgreed(Refused):
    rule = "Every partner has agreed a contribution before a pool is activated (SI 2000/617 reg 7)"


class LinesAboveContributions(Refused):
    rule = "The pooled lines' budgets do not exceed the contributions that pay for them"


class PoolAlreadyActivated(Refused):
    rule = "A pool is activated once"


class PoolNotActive(Refused):
    rule = "Money flows in an active pool, and until reconciliation in one whose year is closed"


class PaidInFuture(Refused):
    rule = "A payment is of today or before"
    field = "paid_on"


class PaidOutsideYear(Refused):
    rule = "A payment is of the pool's financial year, of the three months before or of the six months after it"
    field = "paid_on"


class PaymentAboveAgreed(Refused):
    rule = "A partner pays no more than it agreed; more is a variation (SI 2000/617 reg 7)"
    field = "amount_pence"


class PaymentRefTaken(Duplicate):
    rule = "A payment is taken once, and again only after it was reversed"
    field = "payment_ref"


class PaymentNotFound(NotFound):
    rule = "A reversal names a payment into this pool"


class PaymentAlreadyReversed(Duplicate):
    rule = "A payment is reversed once"


class UnknownLine(Refused):
    rule = "The line is one of the pool's"
    field = "line"


class PeriodOutsideYear(Refused):
    rule = "A posting is for a month of the pool's financial year"
    field = "period"


class PeriodNotBegun(Refused):
    rule = "A posting is for a month that has begun"
    field = "period"


class SourceRefTaken(Duplicate):
    rule = "A source reference is posted once in a pool, and again only after it was reversed"
    field = "source_ref"


class PostingNotFound(NotFound):
    rule = "A reversal names a posting of this pool"


class NotReversible(Refused):
    rule = "Only expenditure is reversed; a reversal or a held cost is not"


class PostingAlreadyReversed(Duplicate):
    rule = "A posting is reversed once"


class HeldCostNotFound(NotFound):
    rule = "What is dismissed is a held cost of this pool"


class HeldCostsOutstanding(Refused):
    rule = "Every held cost is posted or dismissed before a pool is settled"


class QuarterStillRunning(Refused):
    rule = "A quarter is reported after its last day"
    field = "quarter"


class ReturnAlreadySubmitted(Duplicate):
    rule = "A quarter is submitted once, then only amended"
    field = "quarter"


class ReturnNotSubmitted(NotFound):
    rule = "Only a submitted return is amended"


class BooksNotOpened(Refused):
    rule = "Returns are made for a pool that has been active"


class ForecastNotOpen(Refused):
    rule = "A forecast is made while the pool is active"


class LineNotPooled(Refused):
    rule = "The pool's forecast is of its pooled lines"
    field = "line"


class LinksSettled(Refused):
    rule = "Links change until the books are final"


class ContractAlreadyLinked(Refused):
    rule = "A line is linked to a contract once; another share replaces it explicitly"
    field = "replaces"


class NothingToReplace(Refused):
    rule = "What a link replaces is linked now"
    field = "replaces"


class ContractSharedTwice(Refused):
    rule = "The lines of a year pay no more than the whole of a contract"
    field = "share_bp"


class PathwayAlreadyLinked(Refused):
    rule = "One line pays for a pathway; another takes its place explicitly"
    field = "replaces"


class PathwayLinkedElsewhere(Duplicate):
    rule = "One line of all pools of a year pays for a pathway"
    field = "pathway_id"


class TariffDatedTwice(Refused):
    rule = "A tariff has one version for each day it begins"
    field = "tariff"


class YearStillRunning(Refused):
    rule = "A year is closed after its last day"


class YearAlreadyClosed(Refused):
    rule = "A year is closed once, from an active pool"


class YearNotClosed(Refused):
    rule = "A pool is reconciled once, after its year is closed"


class PoolNotTerminable(Refused):
    rule = "A pool whose year is over is closed and reconciled, not terminated"


class TerminationMisdated(Refused):
    rule = "A pool ends on a day of its financial year, today or before; one never active perhaps the year before"
    field = "effective_on"


class PoolHoldsMoney(Refused):
    rule = "A pool with payments or spending in its books is settled: its year is closed and reconciled"
