"""Exploring and choosing, at the edges and refused (R6, R56, R101)."""

from typing import Any
from uuid import UUID

import pytest

from services.contracts.design import commands as c
from services.contracts.design import refusals as r
from services.contracts.design.comparison import comparison_of
from services.contracts.design.domain import design_decider
from services.contracts.design.views import acs_design_view
from services.contracts.naming import NamedTwice
from services.contracts.register.refusals import NotACommissioner, UnknownLocality
from shared.events.contracts import design_parts as p
from shared.events.contracts.scope_parts import Sector
from shared.kernel.four_eyes import ApprovedByProposer
from shared.kernel.refusals import Refused
from tests.kit.scenario import given, row_after
from tests.services.contracts.design.history import (
    BEGIN,
    FORMS,
    OPTIONS,
    SELECT,
    SELECT_FORM,
    TODAY,
    an_option,
    approved,
    begun,
    form_selected,
    selected,
    taken,
)

APPROVE = c.ApproveDesign(today=TODAY, by="bob")


def option(model: p.IntegrationModel, **extents: p.Extent) -> c.AddOption:
    named: list[tuple[Any, p.Extent]] = list(extents.items())
    said = tuple(p.SectorExtent(sector=sector, extent=extent) for sector, extent in named)
    return c.AddOption(model=model, name="An option", extents=said)


class TestBeginDesign:
    def test_is_known_to_its_commissioners(self) -> None:
        given(design_decider).when(BEGIN).then(begun)

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"commissioners": ("RF4",)}, NotACommissioner),
            ({"localities": ("nowhere",)}, UnknownLocality),
            ({"localities": ("havering-north",) * 2}, NamedTwice),
        ],
    )
    def test_refuses_what_does_not_hold(self, changes: dict[str, Any], refusal: type[Refused]) -> None:
        given(design_decider).when(BEGIN.model_copy(update=changes)).then_refused(refusal)

    def test_refuses_twice_and_what_nobody_began(self) -> None:
        given(design_decider, begun).when(BEGIN).then_refused(r.DesignRefTaken)
        given(design_decider).when(APPROVE).then_refused(r.DesignNotFound)


class TestAddOption:
    @pytest.mark.parametrize(
        "fitting",
        [
            option("virtual_alliance", primary="partial", acute="partial"),
            option("partially_integrated_mcp", primary="partial", community="full"),
            option("partially_integrated_mcp", community="partial"),
            option("fully_integrated_mcp", primary="full", community="full", social_care="partial"),
            option("pacs", primary="partial", acute="full"),
            option("aco_icp", primary="full", acute="full", social_care="full"),
            option("lead_provider", mental_health="full"),
        ],
    )
    def test_takes_each_model_as_far_as_it_goes(self, fitting: c.AddOption) -> None:
        (event,) = given(design_decider, begun).when(fitting).happened()
        assert (event.option.number, event.option.model) == (1, fitting.model)

    @pytest.mark.parametrize(
        "other",
        [
            option("virtual_alliance", community="full"),
            option("partially_integrated_mcp", primary="full", community="full"),
            option("partially_integrated_mcp", primary="partial"),
            option("fully_integrated_mcp", primary="full", community="partial"),
            option("fully_integrated_mcp", community="full"),
            option("pacs", primary="full"),
            option("pacs", acute="full", primary="none"),
        ],
    )
    def test_refuses_what_the_model_does_not_mean(self, other: c.AddOption) -> None:
        given(design_decider, begun).when(other).then_refused(r.ExtentDoesNotFit)

    def test_refuses_a_sector_twice(self) -> None:
        twice = c.AddOption(
            model="lead_provider",
            name="Twice",
            extents=(p.SectorExtent(sector="acute", extent="full"), p.SectorExtent(sector="acute", extent="none")),
        )
        given(design_decider, begun).when(twice).then_refused(NamedTwice)

    def test_refuses_once_the_design_is_approved(self) -> None:
        late = option("lead_provider", acute="full")
        given(design_decider, *OPTIONS, selected, approved).when(late).then_refused(r.DesignApprovedAlready)


class TestSelectOption:
    def test_is_what_a_body_decided(self) -> None:
        given(design_decider, *OPTIONS).when(SELECT).then(selected)
        row = row_after(acs_design_view, *OPTIONS, selected)
        assert (row.status, row.model, row.option_selected.number) == ("option_selected", "virtual_alliance", 2)

    def test_is_among_two_at_least(self) -> None:
        given(design_decider, *OPTIONS[:2]).when(SELECT.model_copy(update={"number": 1})).then_refused(
            r.NothingToCompare
        )

    def test_is_among_those_considered(self) -> None:
        given(design_decider, *OPTIONS).when(SELECT.model_copy(update={"number": 3})).then_refused(r.NoSuchOption)

    def test_is_changed_by_another_decision_alone(self) -> None:
        history = given(design_decider, *OPTIONS, selected)
        history.when(SELECT.model_copy(update={"number": 1})).then_refused(r.SelectedByThatDecision)
        other = SELECT.model_copy(update={"number": 1, "taken": taken(9)})
        (event,) = history.when(other).happened()
        assert event.selection.decision_id == UUID(int=9)

    def test_refuses_once_the_design_is_approved(self) -> None:
        other = SELECT.model_copy(update={"taken": taken(9)})
        given(design_decider, *OPTIONS, selected, approved).when(other).then_refused(r.DesignApprovedAlready)


class TestSelectForm:
    def test_is_what_a_body_decided_among_those_considered(self) -> None:
        given(design_decider, *OPTIONS, *FORMS).when(SELECT_FORM).then(form_selected)
        given(design_decider, *OPTIONS, FORMS[0]).when(SELECT_FORM).then_refused(r.NothingToCompare)

    def test_forms_are_counted(self) -> None:
        asked = c.AddForm(kind="llp", name="Partnership", drawbacks=("irrecoverable VAT",))
        (event,) = given(design_decider, *OPTIONS, *FORMS).when(asked).happened()
        assert event.form.number == 3


class TestApproveDesign:
    def test_is_for_somebody_who_entered_no_selection(self) -> None:
        history = given(design_decider, *OPTIONS, *FORMS, selected, form_selected)
        history.when(APPROVE).then(approved)
        for by in ("ann", "cat"):
            history.when(APPROVE.model_copy(update={"by": by})).then_refused(ApprovedByProposer)

    def test_needs_a_selection(self) -> None:
        given(design_decider, *OPTIONS).when(APPROVE).then_refused(r.NothingSelected)

    def test_happens_once(self) -> None:
        given(design_decider, *OPTIONS, selected, approved).when(APPROVE).then_refused(r.DesignApprovedAlready)


def test_options_are_compared_by_every_sector_any_of_them_integrates() -> None:
    both: tuple[Sector, Sector] = ("acute", "primary")
    full = an_option(3, "One system")
    wide = full.option.model_copy(
        update={"model": "pacs", "extents": tuple(p.SectorExtent(sector=one, extent="full") for one in both)}
    )
    row = row_after(acs_design_view, *OPTIONS, full.model_copy(update={"option": wide}), *FORMS, selected)
    compared = comparison_of(row)
    assert compared.sectors == ("acute", "community", "primary")
    assert [(one.number, one.selected, one.extents["acute"], one.extents["community"]) for one in compared.options] == [
        (1, False, "none", "partial"),
        (2, True, "none", "partial"),
        (3, False, "full", "none"),
    ]
    assert compared.options[2].counts == {"none": 1, "partial": 0, "full": 2}
    assert (len(compared.forms), compared.form_selected) == (2, None)
