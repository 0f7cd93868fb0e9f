"""Rows of a file are forgotten where no import waits for them, and only where that is sure."""

import asyncio
from contextlib import suppress
from typing import Any
from uuid import UUID

import pytest
from fastapi import Response

from services.contracts.files.refusals import FileWithoutRows
from services.contracts.files.routes import begun
from shared.eventstore.database import StoreUnavailable
from shared.eventstore.items import Overloaded

ID = UUID(int=1)


class Lines:
    """Notes what it is told to forget."""

    def __init__(self) -> None:
        self.forgotten: list[UUID] = []

    async def forget(self, database: Any, import_id: UUID) -> None:
        self.forgotten.append(import_id)


async def of(outcome: Response | BaseException) -> list[UUID]:
    """What is forgotten when beginning comes out so."""
    lines: Any = Lines()

    async def begin() -> Response:
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    with suppress(Exception, asyncio.CancelledError):
        await begun(lines, None, ID, begin)  # type: ignore[arg-type]  # it is only handed on
    return list(lines.forgotten)


async def test_an_import_that_began_keeps_them() -> None:
    assert await of(Response(status_code=201)) == []


@pytest.mark.parametrize("no", [FileWithoutRows("empty"), Overloaded("full"), RuntimeError("a bug")])
async def test_where_none_began_they_are_forgotten(no: Exception) -> None:
    assert await of(no) == [ID]


async def test_so_they_are_where_it_began_under_another_id_before() -> None:
    assert await of(Response(status_code=201, headers={"Idempotent-Replayed": "true"})) == [ID]


@pytest.mark.parametrize("unsure", [StoreUnavailable("the answer to COMMIT was lost"), asyncio.CancelledError()])
async def test_where_it_may_have_begun_they_are_kept(unsure: BaseException) -> None:
    assert await of(unsure) == []
