"""The ways the register says no."""

from shared.kernel.refusals import Duplicate, NotFound, Refused


class ContractRefTaken(Duplicate):
    rule = "A contract's reference is unique in the register (R1)"
    field = "ref"


class EndNotAfterStart(Refused):
    rule = "A contract ends after it starts"
    field = "end"


class ProviderNamedTwice(Refused):
    rule = "A provider stands once in a contract"
    field = "providers"


class NotACommissioner(Refused):
    rule = "Contracts are commissioned by CCGs, integrated care boards and boroughs"
    field = "commissioners"


class CommissionerNamedTwice(Refused):
    rule = "A commissioner stands once in a contract"
    field = "commissioners"


class ProviderIsCommissioner(Refused):
    rule = "Nobody provides what it commissions itself"
    field = "providers"


class UnknownLocality(Refused):
    rule = "Localities are named by the codes of the installation"
    field = "localities"


class ValueTooLarge(Refused):
    rule = "A contract is worth at most 10^15 pence with all its options"
    field = "extension_options"


class ContractNotDraft(Refused):
    rule = "Only a draft can be activated"


class SignedInFuture(Refused):
    rule = "A contract comes into force once it is signed"
    field = "signed_on"


class ContractNotActive(Refused):
    rule = "Only a contract in force can be changed"


class NotAnAgreedOption(Refused):
    rule = "A contract is extended only by the next option agreed at the start; anything else is a modification"
    field = "option_no"


class ContractTermOver(Refused):
    rule = "An option is taken before the term ends"


class FindingWithoutEvidence(Refused):
    rule = "A finding rests on at least one item of evidence (R2)"
    field = "evidence"


class AssessedInFuture(Refused):
    rule = "A finding is about what has been seen"
    field = "assessed_on"


class NotAProvider(Refused):
    rule = "A contract is novated from one of its providers"
    field = "from_ods"


class AlreadyAProvider(Refused):
    rule = "A contract is novated to an organisation that is not yet one of its providers"
    field = "to_ods"


class OutsideTerm(Refused):
    rule = "The date lies within the contract's term"
    field = "effective_on"


class EffectiveInFuture(Refused):
    rule = "A novation or termination is recorded from the day on which it takes effect"
    field = "effective_on"


class ContractStillRunning(Refused):
    rule = "A contract expires the day after its last day"


class ContractNotFound(NotFound):
    rule = "The register knows the contract"


class InvestorNotAProvider(Refused):
    rule = "A provider's investment is that of one of the contract's providers (R43)"
    field = "investments"


class InvestedAfterEnd(Refused):
    rule = "Providers invest within the term that is to repay them (R43)"
    field = "investments"


class ProcurementNotComplete(Refused):
    rule = "A contract is signed once its procurement misses nothing: award, standstill, assurance (R22)"
    field = "procurement_id"


class SignedTooEarly(Refused):
    rule = "A contract is signed once its procurement is awarded, after the standstill (SI 2023/1348 reg 12)"
    field = "signed_on"


class ProviderNotAwarded(Refused):
    rule = "A contract is signed with those its procurement awarded it to"
    field = "providers"


class WorthMoreThanAwarded(Refused):
    rule = "A contract is signed for no more than its procurement awarded"
    field = "original_lifetime_value_pence"


class ClauseRecordedTwice(Refused):
    rule = "A review clause stands once in the register and is not rewritten (R20)"
    field = "clause_ref"


class ReviewPointOutsideTerm(Refused):
    rule = "A break or review point lies in the contract's remaining term (R19)"
    field = "on"


class ReviewPointSetTwice(Refused):
    rule = "There is one break point and one review point on a day (R19)"
    field = "on"


class ContractHasEnded(Refused):
    rule = "Only a draft or a contract in force is added to"


class NoProcurementFollows(Refused):
    rule = "Only what is to be procured again names a procurement"
    field = "procurement_id"


class RolledIntoItself(Refused):
    rule = "A contract is rolled into another one"
    field = "acs_contract_id"


class AcsContractUnknown(Refused):
    rule = "A contract is rolled into one that the register knows"
    field = "acs_contract_id"


class AcsContractNotInForce(Refused):
    rule = "A contract is rolled into one that is in force"
    field = "acs_contract_id"
