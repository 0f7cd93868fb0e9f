"""What passes by waiting, and so says nothing about the event that was being applied."""

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from shared.eventstore.database import UNREACHABLE, StoreUnavailable
from shared.eventstore.items import Overloaded, VersionConflict
from shared.eventstore.writer import OUT_OF_ORDER


class FeedUnreachable(Exception):
    """The source does not answer, or not with a feed."""


PASSING = (
    StoreUnavailable,
    Overloaded,
    VersionConflict,
    FeedUnreachable,
    NoConnectionFree,
    *UNREACHABLE,
    *OUT_OF_ORDER,
    asyncpg.CannotConnectNowError,
)


def passes(error: BaseException | None) -> bool:
    """Whether `error`, or what SQLAlchemy or anybody else wrapped in it, passes by waiting."""
    while error is not None:
        if isinstance(error, PASSING):
            return True
        if isinstance(error, DBAPIError) and error.connection_invalidated:
            return True
        error = error.__cause__
    return False
