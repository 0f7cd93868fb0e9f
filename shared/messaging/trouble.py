"""What passes by waiting, and so says nothing about the event that was being applied."""

from shared.eventstore.database import UNREACHABLE, StoreUnavailable, is_down
from shared.eventstore.items import Contended, Overloaded, VersionConflict
from shared.eventstore.writer import OUT_OF_ORDER


class FeedUnreachable(Exception):
    """The source does not answer, or not with a feed."""


PASSING = (StoreUnavailable, Overloaded, VersionConflict, Contended, FeedUnreachable, *UNREACHABLE, *OUT_OF_ORDER)


def passes(error: BaseException | None) -> bool:
    """Whether `error`, or what SQLAlchemy or anybody else wrapped in it, passes by waiting."""
    if is_down(error):
        return True
    while error is not None:
        if isinstance(error, PASSING) and not isinstance(error, ValueError):
            return True
        error = error.__cause__
    return False
