"""Referral-to-treatment waits: the clocks events made, days waited, the standard of the day (RTT rules suite)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import assert_never

from pydantic import BaseModel, ConfigDict

from shared.events.referrals.referrals import (
    ClockNullified,
    ClockNullifyRule,
    ClockPaused,
    ClockStarted,
    ClockStartRule,
    ClockStopped,
    ClockStopRule,
)
from shared.kernel.money import share_bp

PAUSES_ENDED = date(2015, 10, 1)
"""No clock is paused from this day on (NHS England, RTT national guidance of October 2015)."""


@dataclass(frozen=True)
class RttStandard:
    """In force from `from_date`: the longest wait within it in days, and the share of waits that must be within it."""

    from_date: date
    limit_days: int
    share_within_bp: int
    source: str


RTT_STANDARDS = (RttStandard(date(2012, 4, 1), 126, 9_200, "NHS Constitution: 92 % of incomplete waits ≤ 18 weeks"),)


class ClockPause(BaseModel):
    """A pause before October 2015, both days inclusive."""

    model_config = ConfigDict(frozen=True)

    from_date: date
    to_date: date


class Clock(BaseModel):
    """One wait. `days` and what follows are there once it stopped; a nullified clock is not reported."""

    model_config = ConfigDict(frozen=True)

    clock_no: int
    start: date
    start_rule: ClockStartRule
    pauses: tuple[ClockPause, ...] = ()
    stop: date | None = None
    stop_rule: ClockStopRule | None = None
    treatment: bool = False
    days: int | None = None
    adjusted_days: int | None = None
    within_standard: bool | None = None
    nullified_on: date | None = None
    nullify_rule: ClockNullifyRule | None = None

    @property
    def is_running(self) -> bool:
        """Whether the patient is waiting."""
        return self.stop is None and self.nullified_on is None

    def ran_at_end_of(self, day: date) -> bool:
        """Whether the patient was waiting when `day` ended."""
        ended = self.stop or self.nullified_on
        return self.start <= day and (ended is None or ended > day)


ClockEvent = ClockStarted | ClockPaused | ClockStopped | ClockNullified
CLOCK_EVENTS = (ClockStarted, ClockPaused, ClockStopped, ClockNullified)
Clocks = tuple[Clock, ...]


def standard_on(day: date) -> RttStandard:
    """The standard in force on `day`; before the first one, the first."""
    in_force = [standard for standard in RTT_STANDARDS if standard.from_date <= day]
    return in_force[-1] if in_force else RTT_STANDARDS[0]


def days_waited(start: date, stop: date) -> int:
    """Days from `start` to `stop`: the day after the start is day 1."""
    return (stop - start).days


def adjusted_days(start: date, stop: date, pauses: Sequence[ClockPause], *, admitted: bool) -> int:
    """Days waited without the pauses before October 2015, which counted for admitted patients only."""
    waited = days_waited(start, stop)
    if not admitted:
        return waited
    paused = [(min(pause.to_date, stop) - pause.from_date).days + 1 for pause in pauses if pause.from_date <= stop]
    return waited - sum(paused)


def is_within_standard(days: int, on: date) -> bool:
    """Whether a wait of so many days that ended `on` that day was within the standard."""
    return days <= standard_on(on).limit_days


def last_day_within(start: date) -> date:
    """The last day on which a clock that started on `start` stops within the standard."""
    return start + timedelta(days=standard_on(start).limit_days)


def meets_standard(within: int, waiting: int, on: date) -> bool | None:
    """Whether enough of those waiting are within the standard; None when nobody waits."""
    share = share_bp(within, waiting)
    return None if share is None else within * 10_000 >= standard_on(on).share_within_bp * waiting


def weeks_and_days(days: int) -> tuple[int, int]:
    """85 days are 12 weeks and 1 day."""
    return divmod(days, 7)


def week_band(days: int) -> str:
    """The column of NHS England's monthly RTT file: 126 days are in "Gt 17 To 18 Weeks"."""
    upper = max(1, -(-days // 7))
    return f"Gt {upper - 1:02d} To {upper:02d} Weeks"


def running(clocks: Sequence[Clock]) -> Clock | None:
    """The clock that runs, if one does."""
    return next((clock for clock in clocks if clock.is_running), None)


def wait_on(clocks: Sequence[Clock], census_date: date) -> int | None:
    """How many days the patient had waited when `census_date` ended; None when not waiting then."""
    waiting = next((clock for clock in clocks if clock.ran_at_end_of(census_date)), None)
    return None if waiting is None else days_waited(waiting.start, census_date)


def clocks_after(clocks: Clocks, event: ClockEvent) -> Clocks:
    """The clocks after one more event."""
    match event:
        case ClockStarted():
            return (*clocks, Clock(clock_no=event.clock_no, start=event.start, start_rule=event.rule))
        case ClockPaused():
            pauses = next((clock.pauses for clock in clocks if clock.clock_no == event.clock_no), ())
            pause = ClockPause(from_date=event.from_date, to_date=event.to_date)
            return _changed(clocks, event.clock_no, pauses=(*pauses, pause))
        case ClockStopped():
            return _changed(
                clocks,
                event.clock_no,
                stop=event.stop,
                stop_rule=event.rule,
                treatment=event.treatment,
                days=event.days,
                adjusted_days=event.adjusted_days,
                within_standard=event.within_standard,
            )
        case ClockNullified():
            return _changed(clocks, event.clock_no, nullified_on=event.nullified_on, nullify_rule=event.rule)
    assert_never(event)


def _changed(clocks: Clocks, clock_no: int, **changes: object) -> Clocks:
    return tuple(clock.model_copy(update=changes) if clock.clock_no == clock_no else clock for clock in clocks)
