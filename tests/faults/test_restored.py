"""A database dumped and restored into a new server: the relay skips nothing and sends nothing under a second id."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest

from deploy.stack.postgres import Postgres
from tests.e2e.alliance import Alliance
from tests.faults.dumping import dump, restore
from tests.faults.effects import every_event_took_effect_once, fetch, stored_ids
from tests.faults.past import write_past
from tests.faults.topics import ids_on_topic
from tests.kit.rig import eventually
from tests.kit.stack import running_postgres
from tests.services.gateway.histories import contract_life

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(300)]


@pytest.fixture
def new_server() -> Iterator[Postgres]:
    """Another cluster, with other transaction numbers."""
    with TemporaryDirectory(prefix="acs-tests-") as directory, running_postgres(Path(directory)) as server:
        yield server


@pytest.mark.promise(number=2)
async def test_a_database_restored_into_a_new_cluster_is_published_on_without_a_gap_or_a_second_id(
    faulty: Alliance, new_server: Postgres, tmp_path: Path
) -> None:
    rig, name = faulty.rig, faulty.rig.databases["contracts"].name
    await faulty.activated(await faulty.contract())
    await eventually(lambda: every_event_took_effect_once(rig))
    told_before = set(await ids_on_topic(faulty.broker.bootstrap, "acs.contracts"))  # by whoever had this broker, too
    before = await fetch(rig, "contracts", "SELECT position, event_id, stream_id, version FROM events ORDER BY 1")
    old, rng = rig.databases["contracts"], Random(7)  # noqa: S311  # no secret
    for source, target in ((rig.postgres, new_server), (new_server, rig.postgres)):
        await asyncio.to_thread(faulty.kill, "contracts")
        await write_past(rig, [contract_life(rng)])  # committed, and not yet published
        await asyncio.to_thread(dump, source, name, tmp_path / "dump")
        rig.databases["contracts"] = await restore(target, name, tmp_path / "dump")
        await rig.restart("contracts", CONTRACTS_DATABASE_URL=rig.databases["contracts"].url)
        await faulty.activated(await faulty.contract())
        await eventually(lambda: every_event_took_effect_once(rig))
    assert rig.databases["contracts"] == old
    after = await fetch(rig, "contracts", "SELECT position, event_id, stream_id, version FROM events ORDER BY 1")
    assert after[: len(before)] == before
    assert [row[0] for row in after] == list(range(1, len(after) + 1))
    newest = {row[1] for row in after[len(before) :]}

    async def all_is_on_kafka() -> bool:
        return set(await ids_on_topic(faulty.broker.bootstrap, "acs.contracts")) >= newest

    await eventually(all_is_on_kafka, every_seconds=0.5)
    on_topic = await ids_on_topic(faulty.broker.bootstrap, "acs.contracts")
    ids = await stored_ids(rig, "contracts")  # afterwards: policies may write meanwhile
    assert not set(on_topic) - told_before - set(ids), "sent under a second id"
