"""The key and the ledger: no crash, no full disk and no older backup brings anybody back."""

import asyncio
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from deploy.stack.databases import Database
from deploy.stack.keys import ensure_keys
from deploy.stack.postgres import Postgres
from services.referrals.app import build, card
from services.referrals.erasures.checks import check_erasures
from services.referrals.erasures.shredding import replay_shred_ledger, shredding
from services.referrals.erasures.views import erasure_view
from shared.eventstore.database import StoreUnavailable
from shared.eventstore.shred_ledger import LedgerDamaged
from shared.verify.findings import Finding, Findings
from tests.kit.apps import Answer, RunningApp, running_app, settings_for
from tests.kit.stack import create_databases
from tests.services.referrals.erasures.world import (
    ERASED,
    approval,
    asked_for,
    called_off,
    doctor,
    erased,
    identity,
    key_of,
    pathway_of,
    submitted,
)
from tests.services.referrals.http import gp


@dataclass(frozen=True)
class Place:
    """An installation that can be started again and again."""

    keys: Path
    database: Database

    @property
    def ledger(self) -> Path:
        return self.keys / "shred-ledger.jsonl"

    def running(self) -> AbstractAsyncContextManager[RunningApp]:
        return running_app(card, build, self.keys, self.database)

    async def rows(self, table: str) -> list[dict[str, Any]]:
        owner = await asyncpg.connect(self.database.owner_url)
        rows = [dict(row) for row in await owner.fetch(f"SELECT * FROM {table}")]  # noqa: S608  # own names
        await owner.close()
        return rows

    async def do(self, sql: str, *arguments: object) -> None:
        owner = await asyncpg.connect(self.database.owner_url)
        await owner.execute(sql, *arguments)
        await owner.close()


@pytest.fixture
async def place(postgres: Postgres, tmp_path: Path) -> Place:
    database = (await create_databases(postgres, "referrals"))["referrals"]
    ensure_keys(tmp_path)
    return Place(tmp_path, database)


async def a_past_patient(app: RunningApp) -> Answer:
    return await called_off(app, await submitted(app, await pathway_of(app)))


async def pending(app: RunningApp) -> tuple[Answer, Answer]:
    """A patient whose care has ended, and the request to erase them."""
    referral = await a_past_patient(app)
    return referral, await asked_for(app, referral)


def whats(place: Place) -> list[str]:
    return [line.split('"what": "')[1].split('"')[0] for line in place.ledger.read_text().splitlines()]


class TestTheLedger:
    async def test_is_told_before_and_after_and_names_nobody(self, place: Place) -> None:
        async with place.running() as app:
            done = await erased(app, await a_past_patient(app))
        assert whats(place) == ["intended", "destroyed"]
        text = place.ledger.read_text()
        assert done.body["erasure_id"] in text
        assert done.body["person_ref"] in text
        assert "Atall" not in text

    async def test_that_cannot_be_written_to_stops_the_approval(self, place: Place) -> None:
        async with place.running() as app:
            referral, erasure = await pending(app)
            place.ledger.unlink()
            place.ledger.mkdir()
            refused = await approval(app, erasure)
            assert (refused.status, refused.body["type"]) == (503, "urn:acs:problem:ledger-unusable")
            assert (await identity(app, referral))["patient_name"] == "Nobody Atall"
            assert (await doctor(app).get(f"/erasures/{erasure.body['erasure_id']}")).body["status"] == "requested"
            place.ledger.rmdir()
            assert (await approval(app, erasure)).status == 200

    async def test_says_when_nothing_came_of_an_intention(self, place: Place) -> None:
        async with place.running() as app:
            _, erasure = await pending(app)
            row = await app.service.row(erasure_view, erasure.body["erasure_id"])
            assert row is not None
            with suppress(StoreUnavailable):
                async with shredding(app.service, row) as one:
                    await one.intend()
                    raise StoreUnavailable("nobody knows what came of it")
            assert whats(place) == ["intended"]
            await replay_shred_ledger(app.service)
            assert whats(place) == ["intended", "not_done"]
            assert await key_of(app, row.person_ref) is not None

    async def test_that_is_damaged_stops_the_service_from_starting_and_says_where(self, place: Place) -> None:
        async with place.running() as app:
            await erased(app, await a_past_patient(app))
        text = place.ledger.read_text()
        place.ledger.write_text(text.replace('"n": 2', '"n": 9'))
        with pytest.raises(LedgerDamaged, match=r"damaged at line 2.*Put a copy back"):
            build(*settings_for(place.keys, place.database))
        place.ledger.write_text(text)
        async with place.running() as app:
            assert (await app.client("OPERATOR").get("/readyz")).status == 200

    async def test_that_was_lost_is_written_again_from_the_database(self, place: Place) -> None:
        async with place.running() as app:
            done = await erased(app, await a_past_patient(app))
        place.ledger.unlink()
        async with place.running():
            assert whats(place) == ["destroyed"]
            assert done.body["person_ref"] in place.ledger.read_text()


class TestAnOlderDatabase:
    async def test_brings_nobody_back(self, place: Place) -> None:
        async with place.running() as app:
            referral, erasure = await pending(app)
            kept = await place.rows("person_keys")
            assert (await approval(app, erasure)).status == 200
        await self.put_back(place, kept)
        assert (await place.rows("person_keys"))[0]["wrapped_key"] is not None
        async with place.running() as app:
            assert (await identity(app, referral))["patient_name"] == ERASED
            assert [row["wrapped_key"] for row in await place.rows("person_keys")] == [None]

    async def test_brings_nobody_back_while_the_service_runs(self, place: Place) -> None:
        async with place.running() as app:
            referral, erasure = await pending(app)
            kept = await place.rows("person_keys")
            assert (await approval(app, erasure)).status == 200
            await self.put_back(place, kept)
            await replay_shred_ledger(app.service)
            assert (await identity(app, referral))["patient_name"] == ERASED

    async def test_from_before_the_person_was_known_keeps_the_reference_from_being_used_again(
        self, place: Place
    ) -> None:
        async with place.running() as app:
            done = await erased(app, await a_past_patient(app))
        await place.do("DELETE FROM person_keys")
        async with place.running():
            (row,) = await place.rows("person_keys")
            assert (row["person_ref"], row["wrapped_key"]) == (done.body["person_ref"], None)
            assert row["destroyed_at"] is not None

    async def test_that_ends_before_an_intention_does_not_undo_it(self, place: Place) -> None:
        async with place.running() as app:
            _, erasure = await pending(app)
            row = await app.service.row(erasure_view, erasure.body["erasure_id"])
            assert row is not None
            async with app.service.shred_ledger.held() as ledger:
                head = await app.service.store.head()
                await ledger.append("intended", str(row.erasure_id), row.person_ref, head + 1)
            await replay_shred_ledger(app.service)
            assert await key_of(app, row.person_ref) is None
        assert whats(place) == ["intended", "destroyed"]

    async def put_back(self, place: Place, rows: list[dict[str, Any]]) -> None:
        for row in rows:
            await place.do(
                "UPDATE person_keys SET wrapped_key = $2, destroyed_at = NULL WHERE person_ref = $1",
                row["person_ref"],
                row["wrapped_key"],
            )


class TestVerifying:
    async def test_names_an_approved_erasure_whose_key_lives(self, place: Place) -> None:
        async with place.running() as app:
            _, erasure = await pending(app)
            kept = await place.rows("person_keys")
            assert (await approval(app, erasure)).status == 200
            assert await self.found(place) == []
        await TestAnOlderDatabase().put_back(place, kept)
        (finding,) = await self.found(place)
        assert (finding.check, finding.stream_id) == ("erasures", f"erasure-{erasure.body['erasure_id']}")

    async def found(self, place: Place) -> list[Finding]:
        found = Findings("referrals")
        owner = await asyncpg.connect(place.database.owner_url)
        await check_erasures(owner, found)
        await owner.close()
        return found.listed()


class TestTheVault:
    def test_is_closed_until_the_service_starts(self, place: Place) -> None:
        assert build(*settings_for(place.keys, place.database)).state.service.vault.closed

    async def test_opens_and_seals_nothing_until_the_ledger_was_replayed(self, place: Place) -> None:
        async with place.running() as app:
            referral = await a_past_patient(app)
            app.service.vault.closed = True
            path = f"/referrals/{referral.body['referral_id']}/identity"
            assert (await gp(app).get(path)).status == 503
            ready = await app.client("OPERATOR").get("/readyz")
            assert (ready.status, ready.body["shred_ledger"]) == (503, "not replayed")
            await asyncio.sleep(1.5)  # the job that opens it asks every second
            assert (await gp(app).get(path)).status == 200

    async def test_of_a_second_replica_seals_nothing_that_is_kept_under_a_destroyed_key(self, place: Place) -> None:
        async with place.running() as one, place.running() as two:
            referral, erasure = await pending(one)
            assert (await identity(two, referral))["patient_name"] == "Nobody Atall"
            person = erasure.body["person_ref"]
            await two.service.vault.seal(person, "so that it remembers the key")
            assert (await approval(one, erasure)).status == 200
            late = await two.service.vault.seal(person, "with the key it remembers")
            assert late.person_ref == person
            assert (await identity(two, referral))["patient_name"] == ERASED
