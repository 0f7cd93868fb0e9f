"""Whatever is asked in whatever order: no accepted sequence breaks what must always hold of a referral."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.referrals.referrals import rtt
from services.referrals.referrals.domain import referral_decider
from services.referrals.referrals.records import record_view
from services.referrals.referrals.stages import HandoverStatus, Stage
from services.referrals.referrals.state import Referral
from services.referrals.referrals.views import referral_view
from shared.events.referrals import referrals as e
from shared.kernel.refusals import Refused
from tests.kit.scenario import row_after
from tests.services.referrals.referrals.story import (
    PRACTICE,
    PROVIDER,
    REFERRED,
    SUBMIT,
    acknowledge,
    attend,
    book,
    cancel,
    decide,
    discharge,
    miss,
    monitor,
    pause,
    query,
    resolve,
    send,
    treat,
    triage,
)

days = st.integers(min_value=-2, max_value=20)
DEEDS: dict[str, Any] = {
    "accept": triage,
    "accept again": triage,
    "return": lambda day: triage(day, "returned_with_advice"),
    "book": lambda day: book(day, day + timedelta(days=1)),
    "book for today": lambda day: book(day, day),
    "attend": attend,
    "miss": miss,
    "decide": decide,
    "decide anew": lambda day: decide(day, new_clock="substantively_new_treatment"),
    "monitor": monitor,
    "treat": treat,
    "discharge": discharge,
    "cancel": lambda day: cancel(day, by_org=PRACTICE),
    "cancel a mistake": lambda day: cancel(day, reason="entered_in_error"),
    "pause": lambda day: pause(day, day),
    "send": send,
    "acknowledge": acknowledge,
    "query": query,
    "resolve": resolve,
}
Story = list[tuple[str, int]]
SEEN: Story = [("accept", 2), ("book", 1), ("attend", 20)]
TREATED: Story = [*SEEN, ("decide", 3), ("treat", 14)]
# Most random stories end at once; these beginnings lead to where the clocks and handovers are.
BEGINNINGS: list[Story] = [
    [],
    SEEN[:2],
    SEEN,
    [*SEEN, ("monitor", 9)],
    TREATED,
    [*TREATED, ("decide anew", 5)],
    [*TREATED, ("discharge", 5)],
    [*TREATED, ("discharge", 5), ("send", 1)],
]
deeds = st.lists(st.tuples(st.sampled_from(sorted(DEEDS)), days), max_size=20)
stories = st.builds(Story.__add__, st.sampled_from(BEGINNINGS), deeds)


def told(story: Story) -> list[e.ReferralEvent]:
    """What happens when everything refused is left out; a day counts on from the last thing that happened."""
    events = list(referral_decider.decide(SUBMIT, None))
    state = referral_decider.fold(events)
    for deed, later in story:
        assert state is not None
        try:
            happened = referral_decider.decide(DEEDS[deed](_day_of(deed, later, state)), state)
        except Refused:
            continue
        state = referral_decider.fold(happened, state)
        events += happened
    return events


def _day_of(deed: str, later: int, state: Referral) -> date:
    """Most appointments are attended or not on their day: nothing else is accepted."""
    if deed in ("attend", "miss") and state.appointment_on is not None and later >= 0:
        return state.appointment_on
    return state.last_on + timedelta(days=later)


@settings(max_examples=300, deadline=None)
@for_all(stories)
def test_no_accepted_sequence_breaks_a_referral(story: Story) -> None:
    events = told(story)
    for length in range(1, len(events) + 1):
        _holds(events[:length])
    _agrees(events)


def _holds(events: list[e.ReferralEvent]) -> None:
    state = referral_decider.fold(events)
    assert state is not None
    running = [clock for clock in state.clocks if clock.is_running]
    assert len(running) <= 1
    assert [clock.clock_no for clock in state.clocks] == list(range(1, len(state.clocks) + 1))
    for clock in state.clocks:
        assert clock.stop is None or clock.nullified_on is None
        assert clock.days is None or clock.days >= 0
        assert clock.adjusted_days == clock.days
        assert clock.within_standard in (None, clock.days is not None and clock.days <= 126)
    assert state.is_open or state.appointment_on is None
    handed_over = [event for event in events if isinstance(event, e.HandoverSent)]
    assert len(handed_over) <= 1
    assert not handed_over or state.stage is Stage.DISCHARGED
    assert (state.handover is HandoverStatus.NONE) == (state.stage is not Stage.DISCHARGED)


def _agrees(events: list[e.ReferralEvent]) -> None:
    state, row = referral_decider.fold(events), row_after(referral_view, *events)
    record = row_after(record_view, *events)
    assert state is not None
    # A closed referral waits for nothing: whatever closed it has also ended the clock.
    assert state.is_open or state.clock is None
    assert (row.status, row.is_open, row.handover_status) == (state.stage, state.is_open, state.handover)
    assert (tuple(row.clocks), row.appointment_on) == (state.clocks, state.appointment_on)
    assert (record.is_open, record.duplicate_key is None) == (state.is_open, not state.is_open)
    assert row.waiting_since == (state.clock.start if state.clock else None)
    assert (rtt.wait_on(state.clocks, date.max) is None) == (state.clock is None)
    assert not any(isinstance(event, e.ClockPaused) for event in events)
    assert {row.practice_ods, row.provider_ods} == {PRACTICE, PROVIDER}
    assert row.authored_on == REFERRED
