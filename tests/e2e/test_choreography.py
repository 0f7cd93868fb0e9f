"""What one service says, another does: commitments follow contracts, money follows discharges, reads follow writes."""

import asyncio
from typing import Any

import asyncpg
import pytest

from tests.e2e.alliance import ANNUAL_PENCE, BUDGET_PENCE, DEARER_PENCE, TARIFF_PENCE, Alliance
from tests.e2e.asking import API, Thing
from tests.kit.rig import eventually
from tests.services.budgets.pools.book import a_line

pytestmark = pytest.mark.kafka


async def the_pool_shows(alliance: Alliance, pool: Thing, **expected: Any) -> Any:
    """Its only line, once it is so; `contract` is the commitment's status and pence."""

    async def shown() -> Any:
        line = (await alliance.read(pool))["lines"][0]
        on_line = [(one["status"], one["committed_pence"]) for one in line["contracts"]]
        found = {"contracts": on_line, "committed_pence": line["committed_pence"], "above": line["above_budget"]}
        return line if found == expected else None

    return await eventually(shown)


async def position_of(alliance: Alliance, pool: Thing) -> Any:
    body = (await alliance.overview()).body
    return next((one for one in body["pools"] if one["pool_id"] == pool.key), None)


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
            pool = await linked(alliance, await alliance.pool(), contract)
        elif first == "link":
            pool = await linked(alliance, await alliance.pool(), contract)
            contract = await alliance.activated(contract)
        else:
            line = a_line(budget_pence=BUDGET_PENCE, contract_id=contract.key, no_contract_reason=None)
            pool = await alliance.pool(line)
            contract = await alliance.activated(contract)
        open_, dearer = ("open", ANNUAL_PENCE), ("open", DEARER_PENCE)
        await the_pool_shows(alliance, pool, contracts=[open_], committed_pence=ANNUAL_PENCE, above=False)
        contract = await alliance.do(alliance.manager, contract, "extensions", {"option_no": 1})
        await the_pool_shows(alliance, pool, contracts=[dearer], committed_pence=DEARER_PENCE, above=True)

        async def flagged() -> bool:
            shown = await position_of(alliance, pool)
            return (shown["commitments_pence"], shown["lines_above_budget"]) == (DEARER_PENCE, 1)

        await eventually(flagged)
        ended = {"ground": "by agreement", "effective_on": contract.body["start"]}
        await alliance.do(alliance.manager, contract, "termination", ended)
        # One day of 365, or of 366.
        owed = {(2 * DEARER_PENCE + days) // (2 * days) for days in (365, 366)}

        async def closed() -> bool:
            line = (await alliance.read(pool))["lines"][0]
            (one,) = line["contracts"]
            return one["status"] == "closed" and one["committed_pence"] in owed and not line["above_budget"]

        await eventually(closed)


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
            await eventually(lambda: self.told_everything(alliance), within_seconds=30)
            assert [(one.stream_id, one.version, one.type) for one in await alliance.stored("budgets")] == before
            await self.posted(alliance, pool, pathway, 8)

    async def ready(self, alliance: Alliance, pathway: Thing) -> Thing:
        return await alliance.treated(await alliance.referral(pathway))

    async def posted(self, alliance: Alliance, pool: Thing, pathway: Thing, count: int) -> None:
        due = await costs_due(alliance, pathway)
        assert len(due) == count

        async def all_there() -> bool:
            return len(await postings(alliance, pool)) >= count

        await eventually(all_there, within_seconds=30)
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
