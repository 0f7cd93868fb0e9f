"""The contracts service: its capabilities, policies and jobs, made into one app."""

from pathlib import Path

from fastapi import APIRouter, FastAPI

from services.contracts.alliance_agreements.api import alliance_agreements
from services.contracts.alliance_agreements.api import router as alliance_agreements_router
from services.contracts.assurance.api import isap_cases
from services.contracts.assurance.api import router as isap_cases_router
from services.contracts.bodies.api import bodies
from services.contracts.bodies.api import router as bodies_router
from services.contracts.challenges.api import challenges
from services.contracts.challenges.api import router as challenges_router
from services.contracts.contract_management.api import contract_management
from services.contracts.contract_management.api import router as contract_management_router
from services.contracts.contract_management.policies import policies as contract_management_policies
from services.contracts.decisions.actions_api import router as decision_actions_router
from services.contracts.decisions.api import decisions
from services.contracts.decisions.api import router as decisions_router
from services.contracts.decisions.policies import policies as decision_policies
from services.contracts.decisions.positions import router as positions_router
from services.contracts.delegations.api import delegations
from services.contracts.delegations.api import router as delegations_router
from services.contracts.design.api import designs
from services.contracts.design.api import router as design_router
from services.contracts.design.journey_api import router as design_journey_router
from services.contracts.dialogue.api import dialogue
from services.contracts.dialogue.api import router as dialogue_router
from services.contracts.dialogue.policies import policies as dialogue_policies
from services.contracts.documents.api import documents
from services.contracts.documents.api import router as documents_router
from services.contracts.escalations.api import escalations
from services.contracts.escalations.api import router as escalations_router
from services.contracts.flexibilities.api import flexibilities
from services.contracts.flexibilities.api import router as flexibilities_router
from services.contracts.imports.api import router as contract_imports_router
from services.contracts.imports.job import contract_import_jobs, contract_imports
from services.contracts.imports.lines import contract_lines
from services.contracts.incentives.api import incentives
from services.contracts.incentives.api import router as incentives_router
from services.contracts.incentives.policies import policies as incentives_policies
from services.contracts.initiatives.api import initiatives
from services.contracts.initiatives.api import router as initiatives_router
from services.contracts.law.api import router as law_router
from services.contracts.legal_advice.api import legal_advice
from services.contracts.legal_advice.api import router as legal_advice_router
from services.contracts.market.api import market
from services.contracts.market.api import router as market_router
from services.contracts.modifications.api import modifications
from services.contracts.modifications.api import router as modifications_router
from services.contracts.modifications.policies import policies as modification_policies
from services.contracts.ocds.api import processes
from services.contracts.ocds.api import router as ocds_router
from services.contracts.ocds.policies import policies as ocds_policies
from services.contracts.outcomes.api import outcomes_frameworks
from services.contracts.outcomes.api import router as outcomes_frameworks_router
from services.contracts.outcomes.policies import policies as outcomes_policies
from services.contracts.place_imports.api import router as place_imports_router
from services.contracts.place_imports.job import import_jobs, imports_of_places
from services.contracts.place_imports.lines import place_lines
from services.contracts.places.api import places
from services.contracts.places.api import router as places_router
from services.contracts.procurements.api import procurements
from services.contracts.procurements.api import router as procurements_router
from services.contracts.procurements.award_api import router as procurement_awards_router
from services.contracts.procurements.challenge_api import router as procurement_challenges_router
from services.contracts.procurements.policies import policies as procurement_policies
from services.contracts.procurements.sealed_api import router as procurement_bids_router
from services.contracts.procurements.summary_api import router as procurement_summaries_router
from services.contracts.procurements.tender_api import router as procurement_tenders_router
from services.contracts.programmes.api import programmes
from services.contracts.programmes.api import router as programmes_router
from services.contracts.propositions.api import propositions
from services.contracts.propositions.api import router as propositions_router
from services.contracts.reduction_aims.api import reduction_aims
from services.contracts.reduction_aims.api import router as reduction_aims_router
from services.contracts.register.api import register
from services.contracts.register.api import router as register_router
from services.contracts.register.entry_api import router as register_entry_router
from services.contracts.register.life_api import router as register_life_router
from services.contracts.regulators.api import assurance_contacts
from services.contracts.regulators.api import router as assurance_contacts_router
from services.contracts.scope.api import router as scope_router
from services.contracts.scope.api import scope
from services.contracts.scope.case_api import router as case_for_change_router
from services.contracts.service_alignments.api import router as service_alignments_router
from services.contracts.service_alignments.api import service_alignments
from services.contracts.shared_capacity.api import router as shared_capacity_router
from services.contracts.shared_capacity.api import shared_capacities
from services.contracts.specifications.api import router as specifications_router
from services.contracts.specifications.api import specifications
from services.contracts.stakeholders.api import router as stakeholders_router
from services.contracts.stakeholders.api import stakeholders
from services.contracts.strategies.api import router as strategies_router
from services.contracts.strategies.api import strategies
from services.contracts.strategies.policies import policies as strategies_policies
from shared.capability import Capability, Policies, together
from shared.service import Card
from shared.settings import AllianceSettings, ServiceSettings
from shared.timers import timers_job
from shared.web.assembly import assemble

CAPABILITIES: tuple[Capability, ...] = (
    register,
    modifications,
    delegations,
    bodies,
    decisions,
    escalations,
    legal_advice,
    isap_cases,
    flexibilities,
    assurance_contacts,
    outcomes_frameworks,
    market,
    places,
    imports_of_places,
    strategies,
    alliance_agreements,
    processes,
    contract_imports,
    specifications,
    service_alignments,
    programmes,
    stakeholders,
    challenges,
    documents,
    procurements,
    scope,
    initiatives,
    shared_capacities,
    dialogue,
    contract_management,
    incentives,
    reduction_aims,
    designs,
    propositions,
)

ROUTERS: tuple[APIRouter, ...] = (
    register_router,
    register_entry_router,
    register_life_router,
    law_router,
    modifications_router,
    delegations_router,
    bodies_router,
    decisions_router,
    decision_actions_router,
    positions_router,
    escalations_router,
    legal_advice_router,
    isap_cases_router,
    flexibilities_router,
    assurance_contacts_router,
    outcomes_frameworks_router,
    market_router,
    places_router,
    place_imports_router,
    strategies_router,
    alliance_agreements_router,
    ocds_router,
    contract_imports_router,
    specifications_router,
    service_alignments_router,
    programmes_router,
    stakeholders_router,
    challenges_router,
    documents_router,
    procurements_router,
    procurement_tenders_router,
    procurement_awards_router,
    procurement_challenges_router,
    procurement_bids_router,
    procurement_summaries_router,
    scope_router,
    case_for_change_router,
    initiatives_router,
    shared_capacity_router,
    dialogue_router,
    contract_management_router,
    incentives_router,
    reduction_aims_router,
    design_router,
    design_journey_router,
    propositions_router,
)

POLICIES: tuple[Policies, ...] = (
    decision_policies,
    incentives_policies,
    strategies_policies,
    ocds_policies,
    procurement_policies,
    modification_policies,
    outcomes_policies,
    dialogue_policies,
    contract_management_policies,
)

card = Card(
    name="contracts",
    title="ACS Alliance: contracts",
    capabilities=CAPABILITIES,
    access=Path(__file__).parent,
    listens_to=("contracts",),
    policies=together(*POLICIES),
    jobs=(timers_job, *import_jobs, *contract_import_jobs),
    read_models=(place_lines, contract_lines),
    takes_files=("/imports", "/place-imports"),
)


def build(alliance: AllianceSettings, settings: ServiceSettings) -> FastAPI:
    """The app, connected to nothing yet."""
    return assemble(card, alliance, settings, ROUTERS)
