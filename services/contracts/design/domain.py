"""The rules of the design of an ACS."""

from collections.abc import Sequence
from typing import assert_never

from services.contracts.design import refusals as no
from services.contracts.design.commands import (
    AddForm,
    AddOption,
    ApproveDesign,
    BeginDesign,
    BeginMobilisation,
    ConfirmItem,
    DesignCommand,
    GoLive,
    NameSides,
    SelectForm,
    SelectOption,
    SplitFunctions,
)
from services.contracts.design.journey import begin_mobilisation, confirm, go_live, name_sides, split_functions
from services.contracts.design.options import add_form, add_option, approve, select_form, select_option
from services.contracts.design.state import AcsDesign, evolve
from services.contracts.naming import all_commission, all_known
from shared.events.contracts.design import DesignBegun, DesignEvent
from shared.kernel.decider import Decider


def decide(command: DesignCommand, design: AcsDesign | None) -> Sequence[DesignEvent]:
    """What happens, or a refusal."""
    if isinstance(command, BeginDesign):
        return _begin(command, design)
    if design is None:
        raise no.DesignNotFound("There is no such design.")
    match command:
        case AddOption():
            return add_option(command, design)
        case AddForm():
            return add_form(command, design)
        case SelectOption():
            return select_option(command, design)
        case SelectForm():
            return select_form(command, design)
        case ApproveDesign():
            return approve(command, design)
        case NameSides():
            return name_sides(command, design)
        case SplitFunctions():
            return split_functions(command, design)
        case ConfirmItem():
            return confirm(command, design)
        case BeginMobilisation():
            return begin_mobilisation(command, design)
        case GoLive():
            return go_live(command, design)
    assert_never(command)


def _begin(command: BeginDesign, design: AcsDesign | None) -> Sequence[DesignEvent]:
    if design is not None:
        raise no.DesignRefTaken("This design was begun already.")
    all_commission(command.commissioners, command.commissioner_kinds)
    all_known(command.localities, command.known_localities)
    return [
        DesignBegun(
            acs_design_id=command.acs_design_id,
            ref=command.ref,
            name=command.name,
            commissioners=command.commissioners,
            localities=command.localities,
            parties=command.commissioners,
        )
    ]


design_decider: Decider[DesignCommand, AcsDesign | None, DesignEvent] = Decider(
    category="acs-design",
    events=DesignEvent.__args__,
    initial=None,
    decide=decide,
    evolve=evolve,
)
