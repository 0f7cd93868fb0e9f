"""A kernel on a database of its own, and a second one beside it."""

from collections.abc import AsyncIterator

import pytest

from deploy.stack.databases import Database as Address
from deploy.stack.postgres import Postgres
from tests.kit.kernel import Kernel, create_tables, running_kernel
from tests.kit.stack import create_databases


@pytest.fixture
async def address(postgres: Postgres) -> Address:
    """An empty store."""
    made = (await create_databases(postgres, "tallies"))["tallies"]
    await create_tables(made)
    return made


@pytest.fixture
async def kernel(address: Address) -> AsyncIterator[Kernel]:
    """A process' worth of kernel."""
    async with running_kernel(address) as running:
        yield running


@pytest.fixture
async def other_kernel(address: Address) -> AsyncIterator[Kernel]:
    """A second process' worth, on the same database."""
    async with running_kernel(address) as running:
        yield running
