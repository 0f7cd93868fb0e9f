"""What can be asked of the design of an ACS."""

from datetime import date
from uuid import UUID

from pydantic import Field

from services.contracts.decisions.citing import TakenDecision
from shared.events.contracts.design_parts import (
    FormKind,
    FunctionShare,
    IntegrationModel,
    MobilisationItem,
    OnBothSides,
    Points,
    SectorExtent,
)
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode, OrgKind
from shared.kernel.parts import Name, Prose, Ref


class BeginDesignBody(Body):
    """An ACS to be designed, for whom and where."""

    ref: Ref
    name: Name
    commissioners: tuple[OrgCode, ...] = Field(min_length=1, max_length=20)
    localities: tuple[Name, ...] = Field(min_length=1, max_length=50)


class BeginDesign(BeginDesignBody, Command):
    """Begin a design; where the installation knows no locality every one is taken as known."""

    acs_design_id: UUID
    commissioner_kinds: dict[OrgCode, OrgKind]
    known_localities: frozenset[str]


class AddOptionBody(Body):
    """A level of integration; a sector that is not named is not integrated."""

    model: IntegrationModel
    name: Name
    extents: tuple[SectorExtent, ...] = Field(min_length=1, max_length=20)
    advantages: Points = ()
    drawbacks: Points = ()


class AddOption(AddOptionBody, Command):
    """Consider it."""


class AddFormBody(Body):
    """A structural form."""

    kind: FormKind
    name: Name
    advantages: Points = ()
    drawbacks: Points = ()


class AddForm(AddFormBody, Command):
    """Consider it."""


class SelectBody(Body):
    """Which of those considered, counted from 1, by which decision of the decision log, and why."""

    number: int = Field(ge=1, le=100)
    decision_id: UUID
    rationale: Prose


class SelectOption(SelectBody, Command):
    """Record which level of integration was chosen."""

    taken: TakenDecision
    by: str


class SelectForm(SelectBody, Command):
    """Record which structural form was chosen."""

    taken: TakenDecision
    by: str


class ApproveDesignBody(Body):
    """Nothing more to say."""


class ApproveDesign(ApproveDesignBody, Command):
    """Approve the design as it was selected."""

    today: date
    by: str


class NameSidesBody(Body):
    """Who is on which side; an organisation on both needs a reason."""

    strategic: tuple[OrgCode, ...] = Field(min_length=1, max_length=50)
    alliance: tuple[OrgCode, ...] = Field(min_length=1, max_length=100)
    on_both: tuple[OnBothSides, ...] = Field(default=(), max_length=50)


class NameSides(NameSidesBody, Command):
    """Name the two sides, whole."""


class SplitFunctionsBody(Body):
    """How the whole of commissioning is split from a day on: shares add up to 10,000 basis points."""

    effective_on: date
    shares: tuple[FunctionShare, ...] = Field(min_length=1, max_length=50)


class SplitFunctions(SplitFunctionsBody, Command):
    """Split it."""


class ConfirmItemBody(Body):
    """Which item is there: by which paper, by whose seat, when."""

    item: MobilisationItem
    reference: Name
    seat: Name
    confirmed_on: date


class ConfirmItem(ConfirmItemBody, Command):
    """Confirm one of the three things mobilisation waits for."""

    today: date
    by: str


class StageBody(Body):
    """Since when."""

    on: date


class BeginMobilisation(StageBody, Command):
    """Go from design to mobilisation."""

    today: date
    by: str


class GoLive(StageBody, Command):
    """Go from mobilisation to live."""

    today: date


DesignCommand = (
    BeginDesign
    | AddOption
    | AddForm
    | SelectOption
    | SelectForm
    | ApproveDesign
    | NameSides
    | SplitFunctions
    | ConfirmItem
    | BeginMobilisation
    | GoLive
)
