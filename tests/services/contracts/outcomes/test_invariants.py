"""Whatever is asked of an outcomes framework, days are counted once and each year is paid for once (R97)."""

from itertools import combinations
from typing import Any

from hypothesis import given as whatever
from hypothesis import strategies as st

from services.contracts.outcomes import commands as c
from services.contracts.outcomes.domain import outcomes_decider
from services.contracts.outcomes.state import OutcomesFramework
from shared.kernel.refusals import Refused
from tests.services.contracts.outcomes.history import (
    AGREE,
    DRAFT,
    PROPOSER,
    SUCCESSOR,
    calculate,
    correct,
    indicator,
    measure,
)

CODE, YEAR, COUNT = st.sampled_from(["A-1", "B-1"]), st.integers(1, 3), st.integers(0, 3)
PART = st.sampled_from([{}, {"end": "06-30"}, {"start": "07-01"}, {"start": "06-30"}])
WISH = st.one_of(
    st.builds(
        lambda code, num, den, year, part, corrects: measure(
            code, num, den, year, corrects=corrects, reason="recount", **_days(year, part)
        ),
        CODE,
        COUNT,
        COUNT,
        YEAR,
        PART,
        st.none() | st.integers(1, 4),
    ),
    st.builds(calculate, YEAR),
    st.builds(correct, YEAR),
    st.builds(
        lambda year: c.SupersedeOutcomesFramework(superseded_by_id=SUCCESSOR, from_day=_day(year, "04-01")), YEAR
    ),
    st.builds(lambda code: c.DefineOutcomeIndicator(indicator=indicator(code, 1), by=PROPOSER), CODE),
    st.just(AGREE),
)


def _day(year: int, day: str) -> Any:
    return DRAFT.first_day.replace(year=DRAFT.first_day.year + year - 1, month=int(day[:2]), day=int(day[3:]))


def _days(year: int, part: dict[str, str]) -> dict[str, Any]:
    return {name: _day(year, day) for name, day in part.items()}


def sound(framework: OutcomesFramework) -> None:
    """What holds of a version whatever was accepted."""
    assert sum(one.weight_bp for one in framework.indicators) == 10_000 or framework.status == "draft"
    for one, other in combinations(framework.standing, 2):
        assert one.code != other.code or one.end < other.start or other.end < one.start
    years = [payment.contract_year for payment in framework.payments]
    assert len(years) == len(set(years))
    for payment in framework.payments:
        assert payment.earned_pence + payment.withheld_pence == payment.at_risk_pence
        assert 0 <= payment.earned_pence <= payment.at_risk_pence <= payment.annual_value_pence


@whatever(st.lists(WISH, max_size=14))
def test_no_accepted_sequence_counts_a_day_or_pays_a_year_twice(wishes: list[Any]) -> None:
    framework = outcomes_decider.initial
    for wish in [DRAFT, AGREE, *wishes]:
        try:
            happened = outcomes_decider.decide(wish, framework)
        except Refused:
            continue
        framework = outcomes_decider.fold(happened, framework)
        assert framework is not None
        sound(framework)
