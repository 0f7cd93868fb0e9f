"""The case for change is made of the proposals and nothing else (R5, R104)."""

from datetime import date

from services.contracts.scope.case import case_for_change
from services.contracts.scope.state import ScopeStatus
from services.contracts.scope.views import scope_item_view
from tests.kit.scenario import row_after
from tests.services.contracts.scope.history import NORTH, READY, SOUTH, consulted, decided, engaged, evidenced, proposed


def test_tells_by_sector_what_is_in_why_on_what_and_who_was_heard() -> None:
    case = case_for_change([row_after(scope_item_view, *READY, decided)], None)
    ((sector, (told,)),) = [(one.sector, one.services) for one in case.sectors]
    assert (sector, told.ref, told.status, told.why) == (
        "social_care",
        "SC-01",
        "in_scope",
        "the audit shows one bed in five",
    )
    assert told.evidence == (evidenced.evidence,)
    assert (told.engaged, told.consulted) == ((engaged.engagement,), (consulted.consultation,))
    assert (told.decided_on, told.linked_services[0].kind) == (date(2017, 9, 27), "housing")


def test_tells_by_locality_in_which_phase() -> None:
    case = case_for_change([row_after(scope_item_view, *READY, decided)], None)
    assert [(one.locality, [(it.ref, it.phase) for it in one.services]) for one in case.localities] == [
        (NORTH, [("SC-01", 1)]),
        (SOUTH, [("SC-01", 2)]),
    ]


def test_what_is_open_is_told_with_its_own_rationale_and_counts_in_the_pipeline() -> None:
    other = proposed.model_copy(update={"ref": "SC-00", "sector": "primary"})
    case = case_for_change([row_after(scope_item_view, *READY, decided), row_after(scope_item_view, other)], None)
    assert [one.sector for one in case.sectors] == ["primary", "social_care"]
    assert case.sectors[0].services[0].why == "beds are full of people who could be at home"
    pipeline = case.opportunities["intermediate_care"]
    assert (pipeline[ScopeStatus.PROPOSED], pipeline[ScopeStatus.IN_SCOPE], sum(pipeline.values())) == (1, 1, 2)
    assert case.by_status == pipeline
