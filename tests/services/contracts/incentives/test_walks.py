"""Whatever is asked of an incentive in whatever order, each of its flags holds, once (R98)."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from services.contracts.incentives.commands import FlagIncentive
from services.contracts.incentives.domain import incentive_decider, is_perverse
from services.contracts.incentives.views import incentive_view
from tests.kit.scenario import row_after
from tests.services.contracts.incentives import history as h
from tests.services.contracts.walking import walk

STEPS: tuple[Any, ...] = (
    FlagIncentive(flag=h.FLAG),
    FlagIncentive(flag=h.OTHER_FLAG),
    FlagIncentive(flag=h.FLAG.model_copy(update={"activity": "something-else"})),
    h.CLEAR,
    h.AMEND,
    h.AMEND.model_copy(update={"terms": h.TERMS}),
    h.REVIEW,
    h.REVIEW.model_copy(update={"by": "lena"}),
    h.REVIEW.model_copy(update={"outcome": "withdraw"}),
)


@given(some.lists(some.sampled_from(STEPS), max_size=20))
@settings(max_examples=40)
def test_an_incentive_keeps_its_promises(asked: list[Any]) -> None:
    for events in walk(incentive_decider, [h.REGISTER, *asked]):
        row = row_after(incentive_view, *events)
        aims = [one.reduction_aim_id for one in row.flags]
        assert len(set(aims)) == len(aims)
        assert all(is_perverse(row.terms, flag) for flag in row.flags)
        assert row.perverse == (bool(row.flags) and row.status != "withdrawn")
        assert not (row.review_outstanding and row.review_outcome)
