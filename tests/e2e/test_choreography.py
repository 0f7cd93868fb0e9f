"""What one service says, another does: commitments follow contracts, money follows discharges, reads follow writes."""

import asyncio
from typing import Any

import asyncpg
import pytest

from tests.e2e.alliance import BUDGET_PENCE, NEXT, TARIFF_PENCE, Alliance
from tests.e2e.asking import API, Thing
from tests.kit.rig import eventually
from tests.services.budgets.pools.book import a_line

pytestmark = pytest.mark.kafka


async def on_the_line(alliance: Alliance, pool: Thing, status: str, *, at_least: int = 0) -> int:
    """What the only contract on its only line commits, once it is in that status and at least so much."""

    async def shown() -> Any:
        line = (await alliance.read(pool))["lines"][0]
        (one,) = line["contracts"]
        if one["status"] != status or one["committed_pence"] < at_least:
            return None
        assert line["committed_pence"] == one["committed_pence"]
        assert line["above_budget"] == (line["committed_pence"] > BUDGET_PENCE)
        return line

    return int((await eventually(shown))["committed_pence"])


async def the_overview_shows(alliance: Alliance, pool: Thing, committed: int) -> None:
    expected = {"commitments_pence": committed, "lines_above_budget": int(committed > BUDGET_PENCE)}

    async def shown() -> bool:
        pools = (await alliance.overview()).body["pools"]
        found: dict[str, Any] = next((one for one in pools if one["pool_id"] == pool.key), {})
        return all(found.get(name) == value for name, value in expected.items())

    await eventually(shown)


async def linked(alliance: Alliance, pool: Thing, contract: Thing) -> Thing:
    return await alliance.do(alliance.finance(), pool, "contract-links", {"line": "BEDS", "contract_id": contract.key})


class TestCommitments:
    @pytest.mark.parametrize("first", ["activate", "link", "name the contract when the pool is opened"])
    async def test_are_opened_adjusted_flagged_and_closed_as_the_contract_lives(
        self, alliance: Alliance, first: str
    ) -> None:
        contract = await alliance.contract()
        if first == "activate":
            contract = await alliance.activated(contract)
            pool = await linked(alliance, await alliance.pool(year=NEXT), contract)
        elif first == "link":
            pool = await linked(alliance, await alliance.pool(year=NEXT), contract)
            contract = await alliance.activated(contract)
        else:
            line = a_line(budget_pence=BUDGET_PENCE, contract_id=contract.key, no_contract_reason=None)
            pool = await alliance.pool(line, year=NEXT)
            contract = await alliance.activated(contract)
        half_a_year = await on_the_line(alliance, pool, "open")
        assert 0 < half_a_year < BUDGET_PENCE
        await the_overview_shows(alliance, pool, half_a_year)
        contract = await alliance.do(alliance.manager, contract, "extensions", {"option_no": 1})
        whole_year = await on_the_line(alliance, pool, "open", at_least=half_a_year + 1)
        assert whole_year > BUDGET_PENCE
        await the_overview_shows(alliance, pool, whole_year)
        ended = {"ground": "by agreement", "effective_on": contract.body["start"]}
        await alliance.do(alliance.manager, contract, "termination", ended)
        assert await on_the_line(alliance, pool, "closed") == 0
        await the_overview_shows(alliance, pool, 0)


async def postings(alliance: Alliance, pool: Thing) -> list[tuple[str, str, int]]:
    """Of the ledger, by source reference."""
    answer = await alliance.answered(alliance.finance(), "GET", f"{pool.path}/postings", params={"limit": 500})
    assert answer.status == 200, answer.body
    return sorted((one["source_ref"], one["entry"], one["amount_pence"]) for one in answer.body["items"])


async def costs_due(alliance: Alliance, pathway: Thing) -> list[tuple[str, str, int]]:
    """One posting for each discharge in the store of referrals."""
    told = await alliance.stored("referrals")
    discharges = [one for one in told if one.type == "ReferralDischarged" and pathway.key in one.data]
    return sorted((str(one.event_id), "expenditure", TARIFF_PENCE) for one in discharges)


async def as_owner(alliance: Alliance, service: str, *statements: str) -> None:
    connection = await asyncpg.connect(alliance.rig.databases[service].owner_url)
    for statement in statements:
        await connection.execute(statement)
    await connection.close()


FORGET_PROGRESS = ("DELETE FROM progress", "DELETE FROM checkpoints")


class TestActivityCosts:
    async def test_are_posted_once_though_budgets_is_killed_at_that_moment_and_told_everything_again(
        self, alliance: Alliance
    ) -> None:
        pathway = await alliance.pathway()
        pool = await alliance.pays_for(await alliance.pool(), pathway)
        treated = await asyncio.gather(*(self.ready(alliance, pathway) for _ in range(8)))
        await alliance.discharged(treated[0])
        await self.posted(alliance, pool, pathway, 1)

        async def killed_meanwhile() -> None:
            await asyncio.sleep(0.02)
            await asyncio.to_thread(alliance.kill, "budgets")

        await asyncio.gather(*(alliance.discharged(one) for one in treated[1:]), killed_meanwhile())
        await alliance.rig.restart("budgets")
        await self.posted(alliance, pool, pathway, 8)

        for forgotten in (FORGET_PROGRESS, (*FORGET_PROGRESS, "DELETE FROM receipts")):
            before = [(one.stream_id, one.version, one.type) for one in await alliance.stored("budgets")]
            alliance.kill("budgets")
            await as_owner(alliance, "budgets", *forgotten)
            await alliance.rig.restart("budgets")
            await eventually(lambda: self.told_everything(alliance), within_seconds=60)
            assert [(one.stream_id, one.version, one.type) for one in await alliance.stored("budgets")] == before
            await self.posted(alliance, pool, pathway, 8)

    async def ready(self, alliance: Alliance, pathway: Thing) -> Thing:
        return await alliance.treated(await alliance.referral(pathway))

    async def posted(self, alliance: Alliance, pool: Thing, pathway: Thing, count: int) -> None:
        due = await costs_due(alliance, pathway)
        assert len(due) == count

        async def all_there() -> bool:
            return len(await postings(alliance, pool)) >= count

        await eventually(all_there, within_seconds=60)
        assert await postings(alliance, pool) == due
        shown = await alliance.read(pool)
        assert shown["spend_pence"] == count * TARIFF_PENCE

    async def told_everything(self, alliance: Alliance) -> bool:
        """Whether budgets has moved its progress to the end of every stream of every source."""
        told = await alliance.stored()
        heads: dict[str, int] = {}
        for event in told:
            heads[event.stream_id] = max(heads.get(event.stream_id, 0), event.version)
        connection = await asyncpg.connect(alliance.rig.databases["budgets"].url)
        rows = await connection.fetch("SELECT stream_id, version FROM progress")
        parked = await connection.fetchval("SELECT count(*) FROM parked")
        await connection.close()
        assert parked == 0
        return {row["stream_id"]: row["version"] for row in rows} == heads


class TestReadYourWrites:
    async def test_the_overview_read_after_a_write_shows_it(self, alliance: Alliance) -> None:
        for _ in range(5):
            await self.writes_and_reads(alliance)

    async def test_the_overview_read_after_a_write_shows_it_while_the_broker_is_stopped(
        self, alliance: Alliance
    ) -> None:
        await asyncio.to_thread(alliance.broker.kill)
        try:
            for _ in range(3):
                await self.writes_and_reads(alliance)
        finally:
            await asyncio.to_thread(alliance.broker.start)

    async def writes_and_reads(self, alliance: Alliance) -> None:
        """Three writes in three services; the overview read with their positions has all of them."""
        before = (await alliance.overview()).body
        contract, pathway = await asyncio.gather(alliance.contract(), alliance.pathway())
        pool = await alliance.pool()
        answer = await alliance.overview(contract.position, pathway.position, pool.position)
        assert answer.headers["acs-position-reached"] == "true"
        after = answer.body
        assert after["contracts"]["by_status"]["draft"] == before["contracts"]["by_status"]["draft"] + 1
        assert next(one for one in after["pools"] if one["pool_id"] == pool.key)["status"] == "active"
        assert next(one for one in after["referrals"] if one["pathway_id"] == pathway.key)["status"] == "published"

    async def test_a_position_that_is_none_is_refused(self, alliance: Alliance) -> None:
        answer = await alliance.ask(alliance.manager, "GET", f"{API}/alliance/overview", headers={"ACS-Position": "x"})
        assert (answer.status, answer.body["field"]) == (400, "ACS-Position")
