"""A proposal's history the tests of the scope start from."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from services.contracts.decisions.citing import TakenDecision
from services.contracts.scope import commands as c
from shared.events.contracts import scope as e
from shared.events.contracts import scope_parts as p
from shared.kernel.organisations import OrgKind
from shared.kernel.parts import Evidence

A_DAY = timedelta(days=1)
TODAY = date(2017, 9, 29)
TAKEN_ON = date(2017, 9, 27)
ITEM = UUID("01980000-0000-7000-8000-00000000f001")
NORTH, SOUTH = "havering-north", "havering-south"
FRAIL = p.Cohort(name="frail older people", age_from=65, conditions=("frailty",), area="in care homes")
HOUSING = p.LinkedService(name="Housing adaptations", kind="housing", why="people go home only where they can live")
SAID: dict[str, Any] = {
    "service": "Intermediate care",
    "sector": "social_care",
    "opportunity": "intermediate_care",
    "cohort": FRAIL,
    "localities": (NORTH, SOUTH),
    "rationale": "beds are full of people who could be at home",
    "linked_services": (HOUSING,),
}
PROPOSE = c.ProposeScope(
    **SAID,
    scope_item_id=ITEM,
    ref="SC-01",
    commissioners=("08F", "E09000016"),
    providers=("RAT",),
    commissioner_kinds={"08F": OrgKind.CCG, "E09000016": OrgKind.BOROUGH, "RAT": OrgKind.NHS_TRUST},
    known_localities=frozenset({NORTH, SOUTH}),
    by="ann",
)
proposed = e.ScopeProposed(
    **SAID,
    scope_item_id=ITEM,
    ref="SC-01",
    commissioners=("08F", "E09000016"),
    providers=("RAT",),
    parties=("08F", "E09000016", "RAT"),
    proposed_by="ann",
)
evidenced = e.ScopeEvidenceAdded(
    scope_item_id=ITEM,
    ref="SC-01",
    evidence=Evidence(kind="bed audit", uri="https://example.org/audit", period="2016/17"),
)
engaged = e.StakeholderEngaged(
    scope_item_id=ITEM,
    ref="SC-01",
    engagement=p.StakeholderEngagement(
        party="Healthwatch Havering", engaged_on=TAKEN_ON - A_DAY, view="supportive", said="sooner, please"
    ),
)
consulted = e.ExpertConsulted(
    scope_item_id=ITEM,
    ref="SC-01",
    consultation=p.ExpertConsultation(
        expert="consultant geriatrician",
        organisation="RF4",
        field="frailty",
        consulted_on=TAKEN_ON - A_DAY,
        advice="start with care homes",
        advises="in_scope",
    ),
)
READY = (proposed, evidenced, engaged, consulted)
TAKEN = TakenDecision(
    decision_id=UUID(int=1), body_id=UUID(int=2), topic="acs-scope-intermediate-care", taken_on=TAKEN_ON
)
PHASES = (
    p.LocalityPhase(locality=NORTH, phase=1, from_on=date(2018, 4, 1)),
    p.LocalityPhase(locality=SOUTH, phase=2, from_on=date(2019, 4, 1)),
)
LINE = p.BudgetLine(pool_id=UUID(int=3), line="intermediate care")
DECIDE = c.DecideScope(
    decided="in_scope",
    decision_id=UUID(int=1),
    rationale="the audit shows one bed in five",
    phases=PHASES,
    budget_line=LINE,
    taken=TAKEN,
    today=TODAY,
    by="bob",
)
decided = e.ScopeDecided(
    scope_item_id=ITEM,
    ref="SC-01",
    service="Intermediate care",
    sector="social_care",
    decision=p.ScopeDecision(
        decided="in_scope",
        decision_id=UUID(int=1),
        body_id=UUID(int=2),
        taken_on=TAKEN_ON,
        rationale="the audit shows one bed in five",
        phases=PHASES,
        deferred_until=None,
        budget_line=LINE,
        no_budget_reason=None,
        cohort=FRAIL,
        localities=(NORTH, SOUTH),
        evidence=(evidenced.evidence,),
    ),
    decided_by="bob",
)
revised = e.ScopeRevised(
    **(SAID | {"rationale": "beds are full", "opportunity": "better_care_fund"}),
    scope_item_id=ITEM,
    ref="SC-01",
    revised_by="cat",
)
returned = e.ScopeReturned(scope_item_id=ITEM, ref="SC-01", reason="new evidence")
