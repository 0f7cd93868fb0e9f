"""What a database that is gone shows itself as is told from what is wrong with a question."""

import asyncpg
import pytest

from shared.eventstore.database import is_down


@pytest.mark.parametrize(
    "shown",
    [
        ConnectionResetError(),
        asyncpg.AdminShutdownError("terminating connection due to administrator command"),
        asyncpg.CannotConnectNowError("the database system is starting up"),
        asyncpg.InvalidCatalogNameError('database "gateway" does not exist'),
        asyncpg.InvalidPasswordError('password authentication failed for user "gateway"'),
        asyncpg.InternalClientError("cannot switch to state 12; another operation (2) is in progress"),
    ],
)
def test_a_database_that_is_gone_is_down(shown: Exception) -> None:
    assert is_down(shown)


def test_a_wrong_question_is_no_sign_of_it() -> None:
    assert not is_down(asyncpg.UndefinedTableError("there is no such table"))
    assert not is_down(asyncpg.DataError("invalid input"))
