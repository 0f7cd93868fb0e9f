"""Whatever is asked of a strategy: what is approved was compared, evidenced, lawful, and is approved by another."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from services.contracts.strategies.domain import strategy_decider
from services.contracts.strategies.views import strategy_view
from shared.events.contracts.strategies import StrategyApproved
from tests.kit.scenario import row_after
from tests.services.contracts.strategies import history as h
from tests.services.contracts.walking import walk

people = some.sampled_from(["lena", "lars", "jo"])
STEPS = (
    h.REVISE,
    h.REVISE.model_copy(update={"case": h.DRAFT.case.model_copy(update={"evidence": ()})}),
    h.TENDER,
    h.VARIATION,
    h.TENDER.model_copy(update={"route": "direct_award_c"}),
    h.APPROVE,
    h.APPROVE.model_copy(update={"route": "direct_award_c"}),
)
steps = some.builds(lambda command, by: command.model_copy(update={"by": by}), some.sampled_from(STEPS), people)


@given(some.lists(steps, max_size=12))
@settings(max_examples=40)
def test_a_strategy_keeps_its_promises(asked: list[Any]) -> None:
    for events in walk(strategy_decider, [h.DRAFT, *asked]):
        row = row_after(strategy_view, *events)
        assert sorted(one.route for one in row.comparison) == sorted(one.route for one in row.appraisals)
        assert [one.permitted for one in row.comparison] == sorted(
            (one.permitted for one in row.comparison), reverse=True
        )
        approvals = [one for one in events if isinstance(one, StrategyApproved)]
        assert len(approvals) == (row.status == "approved")
        for approval in approvals:
            assert events[-1] == approval, "nothing happens to what is approved"
            assert len(set(approval.compared)) >= 2
            assert approval.route in approval.compared
            assert approval.legality.permitted
            assert approval.approved_by not in row.proposed_by
            assert row.case.evidence
