"""A design's history the tests start from."""

from datetime import date, timedelta
from uuid import UUID

from services.contracts.decisions.citing import TakenDecision
from services.contracts.design import commands as c
from shared.events.contracts import design as e
from shared.events.contracts import design_parts as p
from shared.kernel.organisations import OrgKind

A_DAY = timedelta(days=1)
DESIGN = UUID("01980000-0000-7000-8000-00000000e001")
TODAY = date(2018, 3, 1)
BEGIN = c.BeginDesign(
    acs_design_id=DESIGN,
    ref="BHR-ACS",
    name="BHR accountable care system",
    commissioners=("07L", "08F"),
    localities=("havering-north",),
    commissioner_kinds={"07L": OrgKind.CCG, "08F": OrgKind.CCG, "RF4": OrgKind.NHS_TRUST},
    known_localities=frozenset({"havering-north"}),
)
begun = e.DesignBegun(
    acs_design_id=DESIGN,
    ref="BHR-ACS",
    name="BHR accountable care system",
    commissioners=("07L", "08F"),
    localities=("havering-north",),
    parties=("07L", "08F"),
)
PARTLY = p.SectorExtent(sector="community", extent="partial")


def an_option(number: int, name: str) -> e.DesignOptionAdded:
    option = p.IntegrationOption(
        number=number, model="virtual_alliance", name=name, extents=(PARTLY,), advantages=("quick",), drawbacks=()
    )
    return e.DesignOptionAdded(acs_design_id=DESIGN, ref="BHR-ACS", option=option)


def a_form(number: int, name: str) -> e.OrganisationalFormAdded:
    form = p.OrganisationalForm(number=number, kind="alliance_committee", name=name, advantages=(), drawbacks=("slow",))
    return e.OrganisationalFormAdded(acs_design_id=DESIGN, ref="BHR-ACS", form=form)


def taken(number: int = 1) -> TakenDecision:
    return TakenDecision(decision_id=UUID(int=number), body_id=UUID(int=7), topic="acs-model", taken_on=TODAY)


def selection(number: int, decision: int = 1) -> p.Selection:
    return p.Selection(
        number=number, decision_id=UUID(int=decision), body_id=UUID(int=7), taken_on=TODAY, rationale="quickest"
    )


SELECT = c.SelectOption(number=2, decision_id=UUID(int=1), rationale="quickest", taken=taken(), by="ann")
SELECT_FORM = c.SelectForm(number=1, decision_id=UUID(int=1), rationale="quickest", taken=taken(), by="cat")
OPTIONS = (begun, an_option(1, "Alliance of all"), an_option(2, "Alliance of some"))
FORMS = (a_form(1, "Committee"), a_form(2, "Joint venture"))
selected = e.DesignOptionSelected(
    acs_design_id=DESIGN,
    ref="BHR-ACS",
    option_name="Alliance of some",
    model="virtual_alliance",
    selection=selection(2),
    selected_by="ann",
)
form_selected = e.OrganisationalFormSelected(
    acs_design_id=DESIGN, ref="BHR-ACS", form_name="Committee", selection=selection(1), selected_by="cat"
)
approved = e.DesignApproved(acs_design_id=DESIGN, ref="BHR-ACS", approved_on=TODAY, approved_by="bob")
sides = e.SidesNamed(
    acs_design_id=DESIGN,
    ref="BHR-ACS",
    strategic=("07L", "E09000016"),
    alliance=("RF4", "E09000016"),
    on_both=(p.OnBothSides(org="E09000016", reason="it provides social care"),),
    parties=("07L", "08F", "E09000016", "RF4"),
)
SHARES = (
    p.FunctionShare(function="outcomes and budgets", side="strategic", share_bp=3_000),
    p.FunctionShare(function="pathways and micro-commissioning", side="alliance", share_bp=7_000),
)
split = e.CommissioningFunctionsSplit(
    acs_design_id=DESIGN,
    ref="BHR-ACS",
    split=p.FunctionSplit(number=1, effective_on=date(2018, 4, 1), shares=SHARES),
    strategic_bp=3_000,
    alliance_bp=7_000,
)


def confirmed(item: p.MobilisationItem, by: str = "dee", on: date = TODAY) -> e.MobilisationItemConfirmed:
    return e.MobilisationItemConfirmed(
        acs_design_id=DESIGN,
        ref="BHR-ACS",
        confirmation=p.Confirmation(item=item, reference="paper 7", seat="chief finance officer", confirmed_on=on),
        confirmed_by=by,
    )


CONFIRMED = (confirmed("indicative_budgets"), confirmed("services_in_scope"), confirmed("geography"))
READY = (*OPTIONS, selected, approved, *CONFIRMED)
mobilised = e.MobilisationBegun(
    acs_design_id=DESIGN, ref="BHR-ACS", began_on=TODAY, localities=("havering-north",), begun_by="bob"
)
live = e.AcsWentLive(acs_design_id=DESIGN, ref="BHR-ACS", live_on=TODAY, localities=("havering-north",))
