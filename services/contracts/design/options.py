"""The rules of exploring and choosing: what each model means, and that a body chooses among several (R6, R56, R101)."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from services.contracts.design import refusals as no
from services.contracts.design.commands import (
    AddForm,
    AddOption,
    ApproveDesign,
    SelectForm,
    SelectOption,
)
from services.contracts.design.state import AcsDesign, DesignStatus
from services.contracts.naming import each_once
from shared.events.contracts.design import (
    DesignApproved,
    DesignOptionAdded,
    DesignOptionSelected,
    OrganisationalFormAdded,
    OrganisationalFormSelected,
)
from shared.events.contracts.design_parts import (
    Extent,
    IntegrationModel,
    IntegrationOption,
    OrganisationalForm,
    Selection,
)
from shared.events.contracts.scope_parts import Sector
from shared.kernel.four_eyes import somebody_else

T = TypeVar("T")

_MEANING: Mapping[IntegrationModel, Mapping[Sector, frozenset[Extent]]] = {
    # NHS England, "The multispecialty community provider (MCP) emerging care model and contract framework" (2016):
    # fully integrated, one contract holds primary medical and community services; partially, general practices keep
    # their own contracts. "Integrated primary and acute care systems" (2016): primary and acute care in one system.
    "fully_integrated_mcp": {"primary": frozenset({"full"}), "community": frozenset({"full"})},
    "partially_integrated_mcp": {
        "primary": frozenset({"none", "partial"}),
        "community": frozenset({"partial", "full"}),
    },
    "pacs": {"primary": frozenset({"partial", "full"}), "acute": frozenset({"partial", "full"})},
}


def add_option(command: AddOption, design: AcsDesign) -> Sequence[DesignOptionAdded]:
    """One more level of integration to be compared."""
    _open(design)
    each_once("extents", [one.sector for one in command.extents])
    extents = {one.sector: one.extent for one in command.extents}
    for sector, fitting in _MEANING.get(command.model, {}).items():
        if extents.get(sector, "none") not in fitting:
            raise no.ExtentDoesNotFit(
                f"Under {_said(command.model)} {_said(sector)} is integrated {' or '.join(sorted(fitting))}."
            )
    if command.model == "virtual_alliance" and "full" in extents.values():
        raise no.ExtentDoesNotFit("In a virtual alliance contracts stay as they are: no sector is fully integrated.")
    option = IntegrationOption(number=len(design.options) + 1, **dict(command))
    return [DesignOptionAdded(acs_design_id=design.acs_design_id, ref=design.ref, option=option)]


def add_form(command: AddForm, design: AcsDesign) -> Sequence[OrganisationalFormAdded]:
    """One more structural form to be compared."""
    _open(design)
    form = OrganisationalForm(number=len(design.forms) + 1, **dict(command))
    return [OrganisationalFormAdded(acs_design_id=design.acs_design_id, ref=design.ref, form=form)]


def select_option(command: SelectOption, design: AcsDesign) -> Sequence[DesignOptionSelected]:
    """The level of integration a body chose."""
    _open(design)
    option = _among(command, design.options, design.option_selected)
    return [
        DesignOptionSelected(
            acs_design_id=design.acs_design_id,
            ref=design.ref,
            option_name=option.name,
            model=option.model,
            selection=_selection(command),
            selected_by=command.by,
        )
    ]


def select_form(command: SelectForm, design: AcsDesign) -> Sequence[OrganisationalFormSelected]:
    """The structural form a body chose."""
    _open(design)
    form = _among(command, design.forms, design.form_selected)
    return [
        OrganisationalFormSelected(
            acs_design_id=design.acs_design_id,
            ref=design.ref,
            form_name=form.name,
            selection=_selection(command),
            selected_by=command.by,
        )
    ]


def approve(command: ApproveDesign, design: AcsDesign) -> Sequence[DesignApproved]:
    """Approved by somebody who has entered none of the selections."""
    _open(design)
    if design.status is not DesignStatus.OPTION_SELECTED:
        raise no.NothingSelected(f"No option is selected for {design.ref} yet.")
    for one in design.selected_by:
        somebody_else(command.by, one, "this selection")
    return [
        DesignApproved(
            acs_design_id=design.acs_design_id,
            ref=design.ref,
            approved_on=command.today,
            approved_by=command.by,
        )
    ]


def _among(command: SelectOption | SelectForm, considered: Sequence[T], before: Selection | None) -> T:
    if len(considered) < 2:
        raise no.NothingToCompare(f"{len(considered)} considered so far; add at least one more to choose from.")
    if command.number > len(considered):
        raise no.NoSuchOption(f"There are {len(considered)}, counted from 1.")
    if before is not None and before.decision_id == command.taken.decision_id:
        raise no.SelectedByThatDecision(
            f"Number {before.number} was selected by it; name the decision that changes it."
        )
    return considered[command.number - 1]


def _selection(command: SelectOption | SelectForm) -> Selection:
    return Selection(
        number=command.number,
        decision_id=command.taken.decision_id,
        body_id=command.taken.body_id,
        taken_on=command.taken.taken_on,
        rationale=command.rationale,
    )


def _open(design: AcsDesign) -> None:
    if design.status is DesignStatus.APPROVED:
        raise no.DesignApprovedAlready(f"{design.ref} was approved on {design.approved_on}.")


def _said(word: str) -> str:
    return word.replace("_", " ")
