"""Pauses of the years in which there were pauses; from 1 October 2015 on every one is refused."""

from collections.abc import Sequence

from services.referrals.referrals.commands import PauseClock
from services.referrals.referrals.guards import by_provider
from services.referrals.referrals.refusals import NoClockRunning, PauseEndsBeforeStart, PauseOutsideWait, PausesEnded
from services.referrals.referrals.rtt import PAUSES_ENDED
from services.referrals.referrals.state import Referral
from shared.events.referrals.referrals import ClockPaused, ReferralEvent


def pause(command: PauseClock, referral: Referral) -> Sequence[ReferralEvent]:
    """Kept for waits that began before October 2015; it counts for admitted patients only."""
    by_provider(command.by_org, referral)
    if command.from_date >= PAUSES_ENDED:
        raise PausesEnded(f"{command.from_date} is not before {PAUSES_ENDED}.")
    if command.to_date >= PAUSES_ENDED:
        raise PausesEnded(f"{command.to_date} is not before {PAUSES_ENDED}.", field="to_date")
    if command.to_date < command.from_date:
        raise PauseEndsBeforeStart(f"The pause begins on {command.from_date}.")
    clock = referral.clock
    if clock is None:
        raise NoClockRunning("No wait is running.")
    overlaps = any(command.from_date <= other.to_date and other.from_date <= command.to_date for other in clock.pauses)
    if overlaps or command.from_date < clock.start:
        raise PauseOutsideWait(f"The wait began on {clock.start}.")
    return [
        ClockPaused(
            **referral.about,
            clock_no=clock.clock_no,
            from_date=command.from_date,
            to_date=command.to_date,
            days=(command.to_date - command.from_date).days + 1,
        )
    ]
