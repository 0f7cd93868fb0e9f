"""The options of a design side by side (R6)."""

from collections.abc import Mapping
from uuid import UUID

from pydantic import BaseModel

from services.contracts.design.views import AcsDesignRow
from shared.events.contracts.design_parts import Extent, IntegrationModel, OrganisationalForm
from shared.events.contracts.scope_parts import Sector


class ComparedOption(BaseModel):
    """An option; `extents` names every sector that any option integrates, `counts` how many are of each extent."""

    number: int
    model: IntegrationModel
    name: str
    selected: bool
    extents: Mapping[Sector, Extent]
    counts: Mapping[Extent, int]
    advantages: tuple[str, ...]
    drawbacks: tuple[str, ...]


class DesignComparison(BaseModel):
    """All options and all forms of a design."""

    acs_design_id: UUID
    ref: str
    sectors: tuple[Sector, ...]
    options: tuple[ComparedOption, ...]
    forms: tuple[OrganisationalForm, ...]
    form_selected: int | None


def comparison_of(design: AcsDesignRow) -> DesignComparison:
    """The comparison of what is considered so far."""
    sectors: tuple[Sector, ...] = tuple(
        sorted({one.sector for option in design.options for one in option.extents if one.extent != "none"})
    )
    chosen = design.option_selected.number if design.option_selected else None
    options = []
    for option in design.options:
        said = {one.sector: one.extent for one in option.extents}
        extents: Mapping[Sector, Extent] = {sector: said.get(sector, "none") for sector in sectors}
        counts: Mapping[Extent, int] = {
            "none": list(extents.values()).count("none"),
            "partial": list(extents.values()).count("partial"),
            "full": list(extents.values()).count("full"),
        }
        options.append(
            ComparedOption(
                number=option.number,
                model=option.model,
                name=option.name,
                selected=option.number == chosen,
                extents=extents,
                counts=counts,
                advantages=option.advantages,
                drawbacks=option.drawbacks,
            )
        )
    return DesignComparison(
        acs_design_id=design.acs_design_id,
        ref=design.ref,
        sectors=sectors,
        options=tuple(options),
        forms=tuple(design.forms),
        form_selected=design.form_selected.number if design.form_selected else None,
    )
