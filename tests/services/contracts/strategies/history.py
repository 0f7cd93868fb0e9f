"""A strategy's history the tests start from: W12's two approaches to the same services."""

from datetime import date
from typing import Any
from uuid import UUID

from services.contracts.strategies import commands as c
from services.contracts.strategies.domain import strategy_decider
from services.contracts.strategies.state import Strategy
from shared.events.contracts import strategies as e
from shared.events.contracts import strategy_parts as parts
from shared.kernel.authority import Approval
from shared.kernel.organisations import OrgKind
from shared.kernel.parts import Evidence

STRATEGY = UUID("01980000-0000-7000-8000-00000000e001")
CONTRACT = UUID("01980000-0000-7000-8000-00000000c001")
TODAY = date(2025, 6, 2)
KINDS = {
    "07L": OrgKind.CCG,
    "E09000016": OrgKind.BOROUGH,
    "RF4": OrgKind.NHS_TRUST,
    "ILLF01": OrgKind.GP_FEDERATION,
}

DRAFT = c.DraftStrategy(
    strategy_id=STRATEGY,
    ref="BHR-S1",
    title="Intermediate care",
    commissioners=("07L", "E09000016"),
    localities=("havering-north",),
    service_lines=("rehabilitation", "community nursing", "reablement"),
    cpv=("85100000-0",),
    estimated_value_pence=400_000_000,
    begins_on=date(2025, 9, 1),
    starts_on=date(2026, 4, 1),
    case=parts.CaseForChange(
        reason="Three teams assess the same patient",
        evidence=(Evidence(kind="review", uri="https://example.org/review", period="2024/25"),),
        baseline_pence=78_000_000,
    ),
    contract_ids=(CONTRACT,),
    commissioner_kinds=KINDS,
    known_localities=frozenset({"havering-north"}),
    by="lena",
)
REVISE = c.ReviseStrategy(
    **{name: getattr(DRAFT, name) for name in c.WhatItRestsOn.model_fields},
    known_localities=DRAFT.known_localities,
    by="lars",
)

W12_SUPPLIES = 200_000_000
VARIATION = c.AppraiseRoute(
    route="legal_variation",
    circumstances=parts.RouteCircumstances(
        existing_provider=True, previous_value_pence=380_000_000, previous_began_on=date(2019, 4, 1)
    ),
    supplies=(
        parts.VatSupply(
            bearer="BHRUT", ods="RF4", recovery="nhs_contracted_out_services", taxable_supply_pence=W12_SUPPLIES
        ),
    ),
    weeks=12,
    risk="low",
    risk_note="The provider stays",
    integrates=("rehabilitation", "community nursing"),
    kinds=KINDS,
    today=TODAY,
    by="lena",
)
TENDER = c.AppraiseRoute(
    route="competitive",
    supplies=(
        parts.VatSupply(
            bearer="Intermediate Care LLP",
            recovery="partial_exemption",
            recovery_bp=0,
            taxable_supply_pence=W12_SUPPLIES,
        ),
    ),
    weeks=40,
    risk="medium",
    risk_note="A new legal entity",
    integrates=("rehabilitation", "community nursing", "reablement"),
    kinds=KINDS,
    today=TODAY,
    by="lena",
)
APPROVE = c.ApproveStrategy(
    route="legal_variation",
    rationale="No VAT is lost and it is in place by winter",
    roadmap=(
        parts.RoadmapStep(step="Vary the contracts", form="NHS Standard Contract", by=date(2025, 12, 1)),
        parts.RoadmapStep(step="Overlay an alliance agreement", form="alliance agreement", by=date(2026, 4, 1)),
    ),
    today=date(2025, 7, 1),
    by="jo",
    approval=Approval(
        org="07L", roles=("JCB_APPROVER",), matter="strategy", today=date(2025, 7, 1), required=False, authority=None
    ),
    superseded_is_approved=None,
)


def after(*commands: Any) -> tuple[e.StrategyEvent, ...]:
    """What happened when all this was asked, one after another."""
    state: Strategy | None = None
    history: list[e.StrategyEvent] = []
    for command in commands:
        happened = strategy_decider.decide(command, state)
        state = strategy_decider.fold(happened, state)
        history += happened
    return tuple(history)


drafted = after(DRAFT)
appraised = after(DRAFT, TENDER, VARIATION)
approved = after(DRAFT, TENDER, VARIATION, APPROVE)
