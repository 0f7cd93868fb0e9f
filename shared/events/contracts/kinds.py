"""Every kind of thing the contracts service tells of beside its contracts, and what can have happened to one."""

from collections.abc import Mapping
from typing import get_args

from shared.events.contracts.alliance_agreements import AllianceAgreementEvent
from shared.events.contracts.assurance import AssuranceEvent
from shared.events.contracts.bodies import BodyEvent
from shared.events.contracts.contract_management import ContractManagementEvent
from shared.events.contracts.decisions import DecisionEvent
from shared.events.contracts.delegations import DelegationEvent
from shared.events.contracts.design import DesignEvent
from shared.events.contracts.dialogue import DialogueEvent
from shared.events.contracts.documents import DocumentEvent
from shared.events.contracts.escalations import EscalationEvent
from shared.events.contracts.imports import ContractImportEvent
from shared.events.contracts.incentives import IncentiveEvent
from shared.events.contracts.initiatives import InitiativeEvent
from shared.events.contracts.legal_advice import LegalAdviceEvent
from shared.events.contracts.market import MarketEvent
from shared.events.contracts.modifications import ModificationEvent
from shared.events.contracts.ocds import ContractingProcessEvent
from shared.events.contracts.outcomes import OutcomesFrameworkEvent
from shared.events.contracts.place_imports import PlaceImportEvent
from shared.events.contracts.places import PlaceEvent
from shared.events.contracts.procurements import ProcurementEvent
from shared.events.contracts.programmes import ProgrammeEvent
from shared.events.contracts.propositions import PropositionEvent
from shared.events.contracts.reduction_aims import ReductionAimEvent
from shared.events.contracts.regulators import FlexibilityEvent, RegulatorEvent
from shared.events.contracts.scope import ScopeEvent
from shared.events.contracts.service_alignments import ServiceAlignmentEvent
from shared.events.contracts.shared_capacity import SharedCapacityEvent
from shared.events.contracts.specifications import SpecificationEvent
from shared.events.contracts.stakeholders import ChallengeEvent, StakeholderEvent
from shared.events.contracts.strategies import StrategyEvent
from shared.kernel.message import Event


def _types(union: object) -> tuple[type[Event], ...]:
    """A union of events, or one alone."""
    return get_args(union) or (union,)


KINDS: Mapping[str, tuple[type[Event], ...]] = {
    "acs-design": _types(DesignEvent),
    "alliance-agreement": _types(AllianceAgreementEvent),
    "assurance-contact": _types(RegulatorEvent),
    "challenge": _types(ChallengeEvent),
    "contract-import": _types(ContractImportEvent),
    "contracting-process": _types(ContractingProcessEvent),
    "decision": _types(DecisionEvent),
    "delegation": _types(DelegationEvent),
    "dialogue-entry": _types(DialogueEvent),
    "document": _types(DocumentEvent),
    "escalation": _types(EscalationEvent),
    "governance-body": _types(BodyEvent),
    "incentive": _types(IncentiveEvent),
    "initiative": _types(InitiativeEvent),
    "isap-case": _types(AssuranceEvent),
    "legal-advice": _types(LegalAdviceEvent),
    "managed-contract": _types(ContractManagementEvent),
    "modification": _types(ModificationEvent),
    "outcomes-framework": _types(OutcomesFrameworkEvent),
    "place": _types(PlaceEvent),
    "place-import": _types(PlaceImportEvent),
    "procurement": _types(ProcurementEvent),
    "programme": _types(ProgrammeEvent),
    "proposition": _types(PropositionEvent),
    "provider-assessment": _types(MarketEvent),
    "reduction-aim": _types(ReductionAimEvent),
    "regulatory-flexibility": _types(FlexibilityEvent),
    "scope-item": _types(ScopeEvent),
    "service-alignment": _types(ServiceAlignmentEvent),
    "shared-capacity": _types(SharedCapacityEvent),
    "specification": _types(SpecificationEvent),
    "stakeholder": _types(StakeholderEvent),
    "strategy": _types(StrategyEvent),
}
"""By what begins the names of their streams."""
