"""An import cut off anywhere, or worked off by several at once, comes to what one that was not comes to (R1)."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from services.contracts.imports import job
from services.contracts.imports.job import import_contracts
from shared.execute import Executor
from shared.wish import Done, Wish
from tests.kit.apps import Client, RunningApp
from tests.services.contracts.imports.test_api import a_file, a_row, counts, refs, report, sent
from tests.services.contracts.register.test_api import ROLES


@pytest.fixture
def manager(contracts: RunningApp) -> Client:
    return contracts.client(*ROLES)


class Dies(BaseException):
    """Stands for a process that is gone."""


class DyingExecutor(Executor):
    """Dies after so many commands were committed."""

    left = 0

    async def execute(self, capability: Any, key: Any, wish: Wish) -> Done:
        if self.left <= 0:
            raise Dies
        self.left -= 1
        return await super().execute(capability, key, wish)


def replica(contracts: RunningApp, dies_after: int = 1_000_000) -> Any:
    """The service as another process, which remembers nothing."""
    service = contracts.service
    executor = DyingExecutor(service.store, service.writer)
    executor.left = dies_after
    return replace(service, executor=executor)


class TestAnImportThatIsCutOff:
    @pytest.mark.parametrize("dies_after", [1, 2, 5, 6, 7, 8])
    async def test_goes_on_where_it_stopped_and_each_row_is_entered_once(
        self, contracts: RunningApp, manager: Client, dies_after: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(job, "AT_ONCE", 3)
        made = refs(5)
        answer = await sent(manager, a_file(*(a_row(ref) for ref in made)))
        with pytest.raises(Dies):
            await import_contracts(replica(contracts, dies_after))
        await import_contracts(replica(contracts))
        done = (await manager.get(answer.headers["location"])).body
        assert (done["status"], counts(done)) == ("finished", (5, 0, 0))
        for row in await report(manager, done):
            assert (await manager.get(f"/contracts/{row['contract_ids'][0]}")).body["version"] == 2

    async def test_is_worked_off_by_several_at_once_as_by_one(self, contracts: RunningApp, manager: Client) -> None:
        made = refs(30)
        answer = await sent(manager, a_file(*(a_row(ref) for ref in made)))
        await asyncio.gather(*(import_contracts(replica(contracts)) for _ in range(3)))
        done = (await manager.get(answer.headers["location"])).body
        assert (done["status"], counts(done)) == ("finished", (30, 0, 0))
        for row in await report(manager, done):
            assert (await manager.get(f"/contracts/{row['contract_ids'][0]}")).body["version"] == 2
