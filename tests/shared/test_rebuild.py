"""Any view can be dropped and made again from its events, the same to the byte, while the service goes on writing."""

import asyncio
from contextlib import suppress
from dataclasses import replace

import asyncpg
import pytest

from shared.execute import Executor
from shared.rebuild import Rebuilt, rebuild_views
from tests.kit.family import RaiseTally, tallies
from tests.kit.kernel import Kernel, as_owner


async def rebuilt(kernel: Kernel) -> Rebuilt:
    (done,) = await rebuild_views(
        kernel.store, [tallies], kernel.address.owner_url, kernel.address.url, lambda name, read, total: None
    )
    return done


@pytest.mark.promise(number=4)
async def test_a_rebuilt_view_is_the_same(kernel: Kernel) -> None:
    keys = [await kernel.opened() for _ in range(20)]
    for by, key in enumerate(keys, start=1):
        await kernel.do(key, RaiseTally(by=by))
    before = await kernel.dump("tallies")
    done = await rebuilt(kernel)
    assert (done.rows, done.events, done.differing) == (20, 40, 0)
    assert await kernel.dump("tallies") == before


async def test_a_damaged_view_is_mended_and_the_damage_is_counted(kernel: Kernel) -> None:
    key = await kernel.opened()
    owner = await as_owner(kernel.address)
    await owner.execute("UPDATE tallies SET total = 99")
    await owner.close()
    assert (await rebuilt(kernel)).differing == 2
    assert '"total":0' in (await kernel.dump("tallies"))[0]
    assert (await kernel.do(key, RaiseTally(by=1))).version == 2


@pytest.mark.promise(number=4)
async def test_nothing_is_written_on_top_of_a_row_from_before_the_rebuild(kernel: Kernel) -> None:
    keys = [await kernel.opened() for _ in range(3)]
    owner = await as_owner(kernel.address)
    await owner.execute("UPDATE tallies SET total = 99")
    await owner.close()
    running = replace(kernel, executor=Executor(kernel.store, kernel.writer))  # it remembers no row yet
    for key in keys:
        await running.do(key, RaiseTally(by=1))
    assert all('"total":100' in row for row in await kernel.dump("tallies"))
    await rebuilt(kernel)
    for key in keys:
        await running.do(key, RaiseTally(by=1))
    assert all('"total":2' in row for row in await kernel.dump("tallies"))


async def test_what_was_rebuilt_is_noted(kernel: Kernel) -> None:
    await kernel.opened()
    for _ in range(2):
        await rebuilt(kernel)
    async with kernel.database.connection() as connection:
        noted = await connection.fetch("SELECT number, view FROM rebuilds ORDER BY number")
    assert [tuple(one) for one in noted] == [(1, "tallies"), (2, "tallies")]


@pytest.mark.promise(number=4)
async def test_the_service_goes_on_writing_meanwhile(kernel: Kernel) -> None:
    keys = [await kernel.opened() for _ in range(8)]
    raised = 0

    async def writing(key: object) -> None:
        nonlocal raised
        while True:
            await kernel.do(key, RaiseTally(by=1))  # type: ignore[arg-type]  # a uuid
            raised += 1

    tasks = [asyncio.create_task(writing(key)) for key in keys]
    differing = [(await rebuilt(kernel)).differing for _ in range(3)]
    for task in tasks:
        task.cancel()
    for task in tasks:
        with suppress(asyncio.CancelledError):
            await task
    assert differing == [0, 0, 0]
    assert raised > 0
    assert (await rebuilt(kernel)).differing == 0


async def test_its_constraints_and_its_grants_are_those_of_before(kernel: Kernel) -> None:
    await kernel.opened("one")
    await rebuilt(kernel)
    with pytest.raises(Exception, match="Another tally has this name"):
        await kernel.opened("one")
    async with kernel.database.connection() as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("ALTER TABLE tallies ADD COLUMN more int")
