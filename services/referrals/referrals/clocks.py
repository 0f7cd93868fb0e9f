"""The clock events that go with what happens to a referral: it is nobody's command to start or stop a clock."""

from datetime import date

from services.referrals.referrals.rtt import Clock, adjusted_days, days_waited, is_within_standard
from services.referrals.referrals.state import About, Referral
from shared.events.referrals.referrals import (
    ClockNullified,
    ClockNullifyRule,
    ClockStarted,
    ClockStartRule,
    ClockStopped,
    ClockStopRule,
)


def first_clock(about: About, start: date) -> ClockStarted:
    """The clock that a referral starts."""
    return ClockStarted(**about, clock_no=1, start=start, rule="referral")


def further_clock(referral: Referral, start: date, rule: ClockStartRule) -> ClockStarted:
    """A new wait within the same referral."""
    return ClockStarted(**referral.about, clock_no=len(referral.clocks) + 1, start=start, rule=rule)


def stopped(
    referral: Referral, clock: Clock, stop: date, rule: ClockStopRule, *, admitted: bool = False
) -> ClockStopped:
    """The wait of `clock` ends on `stop`."""
    adjusted = adjusted_days(clock.start, stop, clock.pauses, admitted=admitted)
    return ClockStopped(
        **referral.about,
        clock_no=clock.clock_no,
        start=clock.start,
        stop=stop,
        days=days_waited(clock.start, stop),
        adjusted_days=adjusted,
        rule=rule,
        treatment=rule == "first_treatment",
        within_standard=is_within_standard(adjusted, stop),
    )


def stopped_if_running(referral: Referral, stop: date, rule: ClockStopRule) -> list[ClockStopped]:
    """The wait ends on `stop`, if there is one."""
    return [] if referral.clock is None else [stopped(referral, referral.clock, stop, rule)]


def nullified_if_running(referral: Referral, day: date, rule: ClockNullifyRule) -> list[ClockNullified]:
    """The wait is taken as never begun, if there is one."""
    clock = referral.clock
    if clock is None:
        return []
    about = referral.about
    return [ClockNullified(**about, clock_no=clock.clock_no, start=clock.start, nullified_on=day, rule=rule)]
