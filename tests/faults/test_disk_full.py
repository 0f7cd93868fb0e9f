"""The disk of PostgreSQL is full: writes are refused clearly, reads go on, and later no restart is needed."""

import os
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest

from shared.web.problems import MEDIA_TYPE
from tests.faults.effects import fetch, versions_of
from tests.kit.apps import Answer
from tests.kit.kafka import NamedKafka
from tests.kit.rig import Rig, eventually, running_rig
from tests.kit.stack import running_postgres
from tests.services.contracts.register.test_api import a_contract

DISK_MB = 256
NOBODY = NamedKafka("127.0.0.1:1")
"""Kafka is not what this is about."""


@pytest.fixture(scope="module")
def small_disk() -> Iterator[Path]:
    """A file system of its own, which only root can make: where that is not possible, nothing here is shown."""
    with TemporaryDirectory(prefix="acs-disk-") as directory:
        mounting = subprocess.run(  # noqa: S603  # the command is ours
            ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m,mode=755", "tmpfs", directory],  # noqa: S607  # of the system
            capture_output=True,
            text=True,
            check=False,
        )
        if mounting.returncode != 0:
            said = f"A FULL DISK IS NOT TESTED: no tmpfs can be mounted here: {mounting.stderr.strip()}"
            if os.environ.get("CI"):
                pytest.fail(said)
            pytest.skip(said)
        try:
            yield Path(directory)
        finally:
            subprocess.run(["umount", "--lazy", directory], check=False)  # noqa: S603, S607  # as above


@pytest.fixture(scope="module")
async def rig(small_disk: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Rig]:
    with running_postgres(small_disk, durable=True) as postgres:
        async with running_rig(tmp_path_factory.mktemp("disk"), postgres, NOBODY, ("contracts",)) as running:
            yield running


def fill(ballast: Path) -> None:
    """To the last byte."""
    with ballast.open("wb", buffering=0) as file:
        for block in (b"x" * 1_000_000, b"x" * 4_096):
            try:
                while file.write(block) == len(block):
                    pass
            except OSError:
                continue


async def register(rig: Rig, key: str) -> Answer:
    headers = {"Idempotency-Key": key, "X-Correlation-ID": key}
    who = rig.client("contracts", "CONTRACT_MANAGER")
    return await who.send("POST", "/contracts", json=a_contract(), headers=headers)


@pytest.mark.promise(number=6)
async def test_a_full_disk_refuses_writes_clearly_and_serves_again_when_there_is_room(
    rig: Rig, small_disk: Path
) -> None:
    pid = rig.processes["contracts"].pid
    acknowledged = {(key := str(uuid4())): await register(rig, key) for _ in range(5)}
    fill(small_disk / "ballast")
    refused: dict[str, Answer] = {}
    for _ in range(3_000):
        key = str(uuid4())
        answer = await register(rig, key)
        (acknowledged if answer.status == 201 else refused)[key] = answer
        if len(refused) >= 5:
            break
    assert len(refused) == 5, "the disk was never full"
    for answer in refused.values():
        assert (answer.status, answer.headers["content-type"]) == (503, MEDIA_TYPE), answer.body
        assert answer.headers["retry-after"]
        assert answer.body["title"]
    reader = rig.client("contracts", "COMMISSIONER")
    for done in acknowledged.values():
        assert (await reader.get(done.headers["location"])).body == done.body
    for key in refused:
        assert await versions_of(rig, "contracts", key) == []
    (small_disk / "ballast").unlink()

    async def served_again() -> bool:
        statuses = [(await register(rig, key)).status for key in refused]
        return statuses == [201] * len(refused)

    await eventually(served_again)
    assert rig.processes["contracts"].pid == pid
    for key in (*acknowledged, *refused):
        assert len(await versions_of(rig, "contracts", key)) == 1
    await nothing_is_half_written(rig)


async def nothing_is_half_written(rig: Rig) -> None:
    events = await fetch(
        rig, "contracts", "SELECT position, stream_id, metadata->>'correlation' FROM events ORDER BY 1"
    )
    assert [event[0] for event in events] == list(range(1, len(events) + 1))
    rows = await fetch(rig, "contracts", "SELECT 'contract-' || contract_id FROM contracts")
    receipts = await fetch(rig, "contracts", "SELECT stream_id FROM receipts")
    assert sorted(row[0] for row in rows) == sorted(event[1] for event in events)
    assert sorted(row[0] for row in receipts) == sorted(event[1] for event in events)
