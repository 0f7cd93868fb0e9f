"""Promise 7: destroying a person's key makes their data unreadable everywhere, whatever is rebuilt or put back."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from deploy.stack.environment import service_command, service_environment
from deploy.stack.postgres import Postgres
from deploy.stack.process import Process
from tests.e2e.alliance import Alliance, own_alliance
from tests.e2e.asking import API, Thing
from tests.e2e.canary import NAME, Trace, seen_in, traces
from tests.e2e.canary_life import everything_arrived, short_lives, whole_life
from tests.e2e.dumps import every_record, every_row
from tests.e2e.keys import everything_that_opens
from tests.faults.dumping import dump, restore
from tests.kit.apps import Answer, Client
from tests.kit.kafka import Kafka
from tests.kit.rig import ROOT, eventually
from tests.services.referrals.erasures.world import ASKED, ERASED, FOUND
from tests.services.referrals.http import day, patient

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(300)]
SERVICES = ("contracts", "budgets", "referrals", "gateway")
NEIGHBOUR = "Neighbour Whoremains"


@dataclass(frozen=True)
class Erased:
    """An alliance whose canary was erased; the backup was taken when the erasure was asked for and not yet approved."""

    alliance: Alliance
    number: str
    pathway: Thing
    referrals: list[Thing]
    neighbour: Thing
    erasure: Thing
    backup: Path
    before: Any

    @property
    def traces(self) -> list[Trace]:
        return traces(self.number)

    def clean(self, where: str, text: str) -> None:
        """Nothing of the patient stands in a text."""
        assert not seen_in(text, self.traces), where

    async def is_unreadable(self) -> None:
        """By those who may read it, and by somebody who has all keys that are left; the neighbour is still there."""
        for referral in self.referrals:
            for who in (self.alliance.gp, self.alliance.clinician):
                identity = await opened(self.alliance, who, referral, "identity")
                assert identity["nhs_number"] == identity["patient_name"] == identity["date_of_birth"] == ERASED
                texts = await opened(self.alliance, who, referral, "texts")
                assert texts["narrative"] == ERASED
                self.clean("an answer", json.dumps([identity, texts], ensure_ascii=False))
        letter = (await opened(self.alliance, self.alliance.gp, self.referrals[0], "texts"))["handover"]
        assert set(letter.values()) == {ERASED}
        left = await everything_that_opens(self.alliance.rig)
        assert NEIGHBOUR in left
        self.clean("what the keys open", left)


def reviewer(alliance: Alliance) -> Client:
    return alliance.person("ASSURANCE_REVIEWER", org="QMF")


async def opened(alliance: Alliance, who: Client, referral: Thing, part: str) -> Any:
    answer = await alliance.answered(who, "GET", f"{referral.path}/{part}")
    assert answer.status == 200, answer.body
    return answer.body


async def figures(alliance: Alliance) -> Any:
    """The overview's totals, without when and from what they were made."""
    body = (await alliance.overview()).body
    return {name: body[name] for name in ("contracts", "pools", "referrals")}


async def lived(alliance: Alliance, pathway: Thing, number: str) -> list[Thing]:
    """The canary's care, all of it at an end."""
    treated = await whole_life(alliance, pathway, number)
    treated = await alliance.do(alliance.gp, treated, "handovers/acknowledgement", {"acknowledged_on": day(20)})
    await short_lives(alliance, pathway, number)
    listed = (await alliance.gp.get(f"{API}/referrals", pathway=pathway.key, limit=50)).body["items"]
    found = [Thing(f"{API}/referrals/{row['referral_id']}", f'"{row["version"]}"', row, "") for row in listed]
    assert len(found) == 3
    return [treated, *(thing for thing in found if thing.path != treated.path)]


async def asked_by_number(alliance: Alliance, number: str) -> Thing:
    return await alliance.make(alliance.gp, "erasures", ASKED | {"nhs_number": number})


@pytest.fixture(scope="module")
async def erased(tmp_path_factory: pytest.TempPathFactory, postgres: Postgres, broker: Kafka) -> AsyncIterator[Erased]:
    directory = tmp_path_factory.mktemp("erasure")
    async with own_alliance(directory, postgres, broker, ACS_LOG_LEVEL="debug") as alliance:
        number, pathway = patient(), await alliance.pathway()
        await alliance.pays_for(await alliance.pool(), pathway)
        referrals = await lived(alliance, pathway, number)
        neighbour = await alliance.referral(pathway, patient_name=NEIGHBOUR)
        await eventually(lambda: everything_arrived(alliance))
        assert NAME in await everything_that_opens(alliance.rig)
        before = await figures(alliance)
        erasure = await asked_by_number(alliance, number)
        backup = directory / "older.dump"
        await asyncio.to_thread(dump, postgres, alliance.rig.databases["referrals"].name, backup)
        erasure = await alliance.do(reviewer(alliance), erasure, "approval", FOUND)
        assert erasure.body["status"] == "approved"
        await eventually(lambda: everything_arrived(alliance))
        yield Erased(alliance, number, pathway, referrals, neighbour, erasure, backup, before)


class TestAnErasedPerson:
    @pytest.mark.promise(number=7)
    async def test_is_unreadable_for_everybody_at_once(self, erased: Erased) -> None:
        await erased.is_unreadable()

    async def test_leaves_the_totals_as_they_were(self, erased: Erased) -> None:
        assert await figures(erased.alliance) == erased.before

    async def test_stands_nowhere(self, erased: Erased) -> None:
        for topic, records in (await every_record(erased.alliance.broker.bootstrap)).items():
            erased.clean(topic, records)
        for service in SERVICES:
            for table, rows in (await every_row(erased.alliance.rig, service)).items():
                erased.clean(f"{service}.{table}", rows)
        for log in erased.alliance.rig.settings.logs_dir.glob("*.log*"):
            erased.clean(log.name, log.read_text(errors="replace"))
        erased.clean("the ledger", ledger_of(erased.alliance).read_text())

    async def test_is_told_in_the_timeline_without_saying_who(self, erased: Erased) -> None:
        stream = f"erasure-{erased.erasure.key}"
        told = (await reviewer(erased.alliance).get(f"{API}/alliance/timeline", stream=stream)).body["items"]
        assert [entry["type"] for entry in told] == ["ErasureApproved", "ErasureRequested"]
        assert erased.erasure.body["person_ref"] not in json.dumps(told)

    async def test_can_be_told_who_had_looked(self, erased: Erased) -> None:
        search = f"{API}/access-log/searches"
        found = await reviewer(erased.alliance).send("POST", search, json={"nhs_number": erased.number})
        assert found.status == 200, found.body
        assert {entry["actor"] for entry in found.body["items"]} >= {"F82001-referring_clinician"}
        erased.clean("the access log", json.dumps(found.body))

    @pytest.mark.promise(number=7)
    async def test_stays_so_when_all_views_are_rebuilt(self, erased: Erased) -> None:
        rig = erased.alliance.rig
        for service in ("referrals", "gateway"):
            environment = service_environment(rig.settings, service, "rebuild", rig.databases[service])
            rebuild = Process(
                f"{service}-rebuild",
                service_command(service, "rebuild"),
                logs=rig.settings.logs_dir,
                env=environment,
                cwd=ROOT,
            )
            rebuild.start()
            assert await asyncio.to_thread(rebuild.wait, 60.0) == 0, rebuild.log_tail()
            assert "differ" not in rebuild.log_tail()
        await erased.is_unreadable()
        assert await figures(erased.alliance) == erased.before


class TestAProcessKilledInTheMiddle:
    @pytest.mark.parametrize(
        ("place", "outcome"), [("before-commit", ["not_done", "destroyed"]), ("after-commit", ["destroyed"])]
    )
    async def test_leaves_no_approved_erasure_with_a_living_key(
        self, erased: Erased, place: str, outcome: list[str]
    ) -> None:
        alliance, rig = erased.alliance, erased.alliance.rig
        referral = await alliance.referral(erased.pathway)
        off = {"cancelled_on": day(99), "reason": "no_longer_needed"}
        referral = await alliance.do(alliance.gp, referral, "cancellation", off)
        erasure = await alliance.make(alliance.gp, "erasures", ASKED | {"referral_id": referral.key})
        alliance.kill("referrals")
        await rig.restart("referrals", ACS_CRASH_AT=place)
        headers = {"Idempotency-Key": str(uuid4()), "If-Match": erasure.etag}
        answer = await approval(alliance, erasure, headers)
        assert answer is None or answer.status >= 500
        assert await asyncio.to_thread(rig.processes["referrals"].wait, 30.0) != 0
        assert whats(alliance, erasure) == ["intended"]
        await rig.restart("referrals")
        decided = await alliance.read(erasure, reviewer(alliance))
        shown = await opened(alliance, alliance.gp, referral, "identity")
        assert (decided["status"], shown["patient_name"] == ERASED) == (
            ("approved", True) if place == "after-commit" else ("requested", False)
        )
        again = await approval(alliance, erasure, headers)
        assert again is not None
        assert (again.status, again.body["status"]) == (200, "approved")
        assert (await opened(alliance, alliance.gp, referral, "identity"))["patient_name"] == ERASED
        assert [what for what in whats(alliance, erasure) if what != "intended"] == outcome


async def approval(alliance: Alliance, erasure: Thing, headers: dict[str, str]) -> Answer | None:
    try:
        return await reviewer(alliance).send("POST", f"{erasure.path}/approval", json=FOUND, headers=headers)
    except httpx.TransportError:
        return None


def ledger_of(alliance: Alliance) -> Path:
    return alliance.rig.settings.keys_dir / "shred-ledger.jsonl"


def whats(alliance: Alliance, erasure: Thing) -> list[str]:
    lines = [json.loads(line) for line in ledger_of(alliance).read_text().splitlines()]
    return [line["what"] for line in lines if line["erasure_id"] == erasure.key]


class TestAnOlderBackup:
    """Last: what happened after the backup was taken is gone from the store."""

    @pytest.mark.promise(number=7)
    async def test_put_back_brings_nobody_back(self, erased: Erased) -> None:
        alliance, rig = erased.alliance, erased.alliance.rig
        alliance.kill("referrals")
        await asyncio.to_thread(rig.processes["referrals"].wait, 30.0)
        await restore(rig.postgres, rig.databases["referrals"].name, erased.backup)
        assert NAME in await everything_that_opens(rig), "the backup holds the key, or this proves nothing"
        await rig.restart("referrals")
        await erased.is_unreadable()
        pending = await alliance.read(erased.erasure, reviewer(alliance))
        assert pending["status"] == "requested"
        again = await alliance.answered(
            reviewer(alliance),
            "POST",
            f"{erased.erasure.path}/approval",
            json=FOUND,
            headers={"Idempotency-Key": str(uuid4()), "If-Match": f'"{pending["version"]}"'},
        )
        assert (again.status, again.body["status"]) == (200, "approved")

    async def test_of_the_ledger_that_is_damaged_keeps_the_service_from_starting_and_says_why(
        self, erased: Erased
    ) -> None:
        alliance, rig = erased.alliance, erased.alliance.rig
        alliance.kill("referrals")
        ledger = ledger_of(alliance)
        whole = ledger.read_text()
        ledger.write_text(whole.replace("p-", "q-", 1))
        process = rig.processes["referrals"]
        await asyncio.to_thread(process.wait, 30.0)
        process.start()
        assert await asyncio.to_thread(process.wait, 60.0) == 1
        assert "is damaged at line 1" in process.log_tail()
        assert "Traceback" not in process.log_tail()
        ledger.write_text(whole)
        await rig.restart("referrals")
        await erased.is_unreadable()
