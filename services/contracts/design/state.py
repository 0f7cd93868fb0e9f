"""What the rules need to know of one design, and how each event changes it."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from shared.events.contracts.design import (
    AcsWentLive,
    CommissioningFunctionsSplit,
    DesignApproved,
    DesignBegun,
    DesignEvent,
    DesignOptionAdded,
    DesignOptionSelected,
    MobilisationBegun,
    MobilisationItemConfirmed,
    OrganisationalFormAdded,
    OrganisationalFormSelected,
    SidesNamed,
)
from shared.events.contracts.design_parts import (
    Confirmation,
    FunctionSplit,
    IntegrationModel,
    IntegrationOption,
    OnBothSides,
    OrganisationalForm,
    Selection,
)


class DesignStatus(StrEnum):
    """How far the design is decided."""

    OPTIONS_OPEN = "options_open"
    OPTION_SELECTED = "option_selected"
    APPROVED = "approved"


class Stage(StrEnum):
    """Where the ACS is on its way (R34)."""

    DESIGN = "design"
    MOBILISATION = "mobilisation"
    LIVE = "live"


@dataclass(frozen=True)
class AcsDesign:
    """One design; `confirmations` hold the newest of each item, `confirmed_by` who gave them, in the same order."""

    acs_design_id: UUID
    ref: str
    name: str
    status: DesignStatus
    stage: Stage
    commissioners: tuple[str, ...]
    localities: tuple[str, ...]
    options: tuple[IntegrationOption, ...]
    forms: tuple[OrganisationalForm, ...]
    model: IntegrationModel | None
    option_selected: Selection | None
    form_selected: Selection | None
    selected_by: tuple[str, ...]
    approved_on: date | None
    strategic: tuple[str, ...]
    alliance: tuple[str, ...]
    on_both: tuple[OnBothSides, ...]
    splits: tuple[FunctionSplit, ...]
    confirmations: tuple[Confirmation, ...]
    confirmed_by: tuple[str, ...]
    mobilisation_began_on: date | None
    live_on: date | None
    parties: tuple[str, ...]


def evolve(design: AcsDesign | None, event: DesignEvent) -> AcsDesign | None:
    """The design after one more event."""
    if isinstance(event, DesignBegun):
        return _begun(event)
    if design is None:
        return None
    match event:
        case DesignOptionAdded():
            return replace(design, options=(*design.options, event.option))
        case OrganisationalFormAdded():
            return replace(design, forms=(*design.forms, event.form))
        case DesignOptionSelected():
            return replace(
                design,
                status=DesignStatus.OPTION_SELECTED,
                model=event.model,
                option_selected=event.selection,
                selected_by=_and(design.selected_by, event.selected_by),
            )
        case OrganisationalFormSelected():
            return replace(
                design, form_selected=event.selection, selected_by=_and(design.selected_by, event.selected_by)
            )
        case DesignApproved():
            return replace(design, status=DesignStatus.APPROVED, approved_on=event.approved_on)
        case SidesNamed():
            return replace(
                design,
                strategic=event.strategic,
                alliance=event.alliance,
                on_both=event.on_both,
                parties=event.parties,
            )
        case CommissioningFunctionsSplit():
            return replace(design, splits=(*design.splits, event.split))
        case MobilisationItemConfirmed():
            return _confirmed(design, event)
        case MobilisationBegun():
            return replace(design, stage=Stage.MOBILISATION, mobilisation_began_on=event.began_on)
        case AcsWentLive():
            return replace(design, stage=Stage.LIVE, live_on=event.live_on)
    assert_never(event)


def _begun(event: DesignBegun) -> AcsDesign:
    return AcsDesign(
        **dict(event),
        status=DesignStatus.OPTIONS_OPEN,
        stage=Stage.DESIGN,
        options=(),
        forms=(),
        model=None,
        option_selected=None,
        form_selected=None,
        selected_by=(),
        approved_on=None,
        strategic=(),
        alliance=(),
        on_both=(),
        splits=(),
        confirmations=(),
        confirmed_by=(),
        mobilisation_began_on=None,
        live_on=None,
    )


def _confirmed(design: AcsDesign, event: MobilisationItemConfirmed) -> AcsDesign:
    kept = [
        (one, by)
        for one, by in zip(design.confirmations, design.confirmed_by, strict=True)
        if one.item != event.confirmation.item
    ]
    kept.append((event.confirmation, event.confirmed_by))
    return replace(design, confirmations=tuple(one for one, _ in kept), confirmed_by=tuple(by for _, by in kept))


def _and(people: tuple[str, ...], one: str) -> tuple[str, ...]:
    return people if one in people else (*people, one)
