"""The ways an alliance agreement says no."""

from shared.kernel.refusals import Duplicate, NotFound, Refused


class AllianceRefTaken(Duplicate):
    rule = "An alliance agreement's reference is its own"
    field = "ref"


class AllianceAgreementNotFound(NotFound):
    rule = "There is such an alliance agreement"


class OneSidedAlliance(Refused):
    rule = "An alliance joins commissioners and providers (R39)"
    field = "members"


class OverlaidContractNotInForce(Refused):
    rule = "An alliance agreement lays over contracts that are in force (R27)"
    field = "contract_ids"


class ContractOutsideAlliance(Refused):
    rule = "Of each contract overlaid a commissioner and every provider are members (R27)"
    field = "contract_ids"


class NotAwaitingSignatures(Refused):
    rule = "An agreement is signed while signatures are outstanding"


class NotAllianceMember(Refused):
    rule = "Only members, and those invited to be, act under the agreement"
    field = "member"


class SignedAlready(Refused):
    rule = "A member signs once"


class SignatureInFuture(Refused):
    rule = "A signature is recorded once it is given"
    field = "signed_on"


class NotYetCommenced(Refused):
    rule = "An agreement comes into force on its day, once all have signed"


class AllianceNotInForce(Refused):
    rule = "Only an agreement in force has members join or leave, a supply chain and shared resources"


class MemberAlready(Refused):
    rule = "An organisation is a member once"
    field = "member"


class LeavingInFuture(Refused):
    rule = "Leaving and ending are recorded once the last day is there"


class LastOfItsSide(Refused):
    rule = "While an agreement is in force both sides have a member"
    field = "member"


class StandsInSupplyChain(Refused):
    rule = "Who leads or is sub-contracted leaves once the supply chain goes without it (R29)"
    field = "member"


class SharesResources(Refused):
    rule = "Who bears the cost of a shared resource leaves once the sharing has ended (R93)"
    field = "member"


class ChainOutsideContract(Refused):
    rule = "A supply chain hangs on a provider of a contract under the agreement (R29)"
    field = "links"


class ChainOfNoProvider(Refused):
    rule = "In the supply chain stand members of the providers' side (R29)"
    field = "links"


class CircularSupplyChain(Refused):
    rule = "Nobody sub-contracts to itself, whether directly or through others (R29)"
    field = "links"


class SharesNotWhole(Refused):
    rule = "Cost shares add up to 10,000 basis points (R93)"
    field = "shares"


class SharerNotMember(Refused):
    rule = "Host and bearers of a shared resource are members (R93)"
    field = "shares"


class NoSuchSharing(Refused):
    rule = "A sharing is ended that runs"
    field = "sharing_no"


class SharingEndsBeforeStart(Refused):
    rule = "A sharing ends on or after the day it began"
    field = "ended_on"
