"""What is promised while things are killed, wiped and emptied: nothing is lost, and nothing happens twice."""

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from deploy.stack.databases import drop_databases, ensure_databases, roles
from services.gateway.app import card
from shared.migrations import migrate
from shared.web.problems import MEDIA_TYPE
from tests.e2e.alliance import YEAR, Alliance
from tests.e2e.asking import API, Thing
from tests.e2e.dumps import every_record
from tests.e2e.reckoning import everything_adds_up, figures, nothing_is_lost_or_doubled
from tests.kit.rig import eventually
from tests.kit.stack import PASSWORD
from tests.services.budgets.pools.book import beds

pytestmark = pytest.mark.kafka
SERVICES = ("referrals", "budgets", "contracts", "gateway")


@dataclass
class Busy:
    """An alliance, and people who go on working in it until they are told to stop."""

    alliance: Alliance
    pathway: Thing
    pool: Thing
    contract: Thing
    stopping: bool = False

    async def contracts(self) -> None:
        while not self.stopping:
            contract = await self.alliance.activated(await self.alliance.contract())
            await self.alliance.do(self.alliance.manager, contract, "extensions", {"option_no": 1})

    async def referrals(self) -> None:
        while not self.stopping:
            treated = await self.alliance.treated(await self.alliance.referral(self.pathway))
            await self.alliance.handed_over(await self.alliance.discharged(treated))

    async def spending(self) -> None:
        while not self.stopping:
            spent = beds(1_000, uuid4().hex, f"{YEAR[:4]}-04")
            await self.alliance.do(self.alliance.finance(), self.pool, "expenditure", spent)
            await asyncio.sleep(0.05)

    async def work(self) -> None:
        """Five people at once, who lose the answer to every fourth request and send it again."""
        self.stopping, self.alliance.lost = False, 4
        await asyncio.gather(self.contracts(), self.contracts(), self.referrals(), self.referrals(), self.spending())


@pytest.fixture(scope="module")
async def busy(alliance: Alliance) -> Busy:
    pathway = await alliance.pathway()
    pool = await alliance.pays_for(await alliance.pool(), pathway)
    contract = await alliance.contract()
    pool = await alliance.do(alliance.finance(), pool, "contract-links", {"line": "BEDS", "contract_id": contract.key})
    return Busy(alliance, pathway, pool, await alliance.activated(contract))


@pytest.mark.promise(number=1)
async def test_a_kill_of_each_service_loses_no_acknowledged_command_and_doubles_none(busy: Busy) -> None:
    alliance = busy.alliance
    working = asyncio.create_task(busy.work())
    for name in SERVICES:
        await asyncio.sleep(0.5)
        await asyncio.to_thread(alliance.kill, name)
        alliance.rig.processes[name].start()
        await asyncio.sleep(0.5)
    await asyncio.gather(*(alliance.rig.ready(name) for name in SERVICES))
    enough = len(alliance.acknowledged) + 100

    async def they_have_gone_on_working() -> bool:
        return working.done() or len(alliance.acknowledged) > enough

    await eventually(they_have_gone_on_working, within_seconds=60)
    busy.stopping = True
    await working
    alliance.lost = 0
    await nothing_is_lost_or_doubled(alliance)
    await everything_adds_up(alliance)


@pytest.mark.promise(number=2)
async def test_a_wiped_broker_is_survived_without_anyones_help(busy: Busy) -> None:
    alliance = busy.alliance
    await asyncio.to_thread(alliance.broker.wipe)
    ended = {"ground": "by agreement", "effective_on": busy.contract.body["start"]}
    await alliance.do(alliance.manager, busy.contract, "termination", ended)
    await alliance.discharged(await alliance.treated(await alliance.referral(busy.pathway)))
    await everything_adds_up(alliance)
    await asyncio.to_thread(alliance.broker.start)
    await alliance.discharged(await alliance.treated(await alliance.referral(busy.pathway)))
    await everything_adds_up(alliance)
    line = (await alliance.read(busy.pool))["lines"][0]
    assert [one["status"] for one in line["contracts"]] == ["closed"]

    async def the_relay_publishes_again() -> bool:
        late = await alliance.referral(busy.pathway)
        topics = await every_record(alliance.broker.bootstrap)
        return late.key in topics.get("acs.referrals", "")

    await eventually(the_relay_publishes_again, within_seconds=60)
    await nothing_is_lost_or_doubled(alliance)


@pytest.mark.promise(number=2)
async def test_an_emptied_database_of_the_gateway_fills_itself_to_the_same_overview(busy: Busy) -> None:
    alliance, rig = busy.alliance, busy.alliance.rig
    before = await everything_adds_up(alliance)
    alliance.kill("gateway")
    name = rig.databases["gateway"].name
    await drop_databases(rig.postgres, [name])
    (empty,) = await ensure_databases(rig.postgres, [name], dict.fromkeys(roles(name), PASSWORD))
    await migrate(card, empty.owner_url, empty.url)
    await rig.restart("gateway")
    assert await everything_adds_up(alliance) == before


@pytest.mark.parametrize(
    ("down", "its", "others"),
    [
        ("budgets", ("pools",), ("contracts", "pathways", "referrals")),
        ("referrals", ("referrals", "pathways"), ("contracts", "pools")),
    ],
)
@pytest.mark.promise(number=6)
async def test_a_service_that_is_down_is_named_and_the_others_go_on(
    busy: Busy, down: str, its: tuple[str, ...], others: tuple[str, ...]
) -> None:
    alliance = busy.alliance
    before = figures((await alliance.overview()).body)
    alliance.kill(down)

    async def the_gap_is_named() -> Any:
        body = (await alliance.overview()).body
        return body if body["partial"] else None

    overview = await eventually(the_gap_is_named, within_seconds=60)
    assert overview["gaps"] == [down]
    assert (overview["sources"][down]["reachable"], overview["sources"]["contracts"]["reachable"]) == (False, True)
    assert figures(overview) == before
    for collection in its:
        for method, path in (("GET", collection), ("GET", f"{collection}/{uuid4()}"), ("POST", collection)):
            key = {"Idempotency-Key": uuid4().hex}
            answer = await alliance.ask(alliance.manager, method, f"{API}/{path}", json={}, headers=key)
            assert (answer.status, answer.headers["content-type"]) == (503, MEDIA_TYPE)
            assert down in answer.body["detail"]
            assert "retry-after" in answer.headers
    for path in (*others, "alliance/timeline", "alliance/explain/contracts.by_status.active"):
        assert (await alliance.ask(alliance.manager, "GET", f"{API}/{path}")).status == 200
    written = await alliance.contract() if down != "contracts" else await alliance.pool()
    shown = await alliance.overview(written.position)
    assert shown.headers["acs-position-reached"] == "true"
    await alliance.rig.restart(down)
    await everything_adds_up(alliance)
