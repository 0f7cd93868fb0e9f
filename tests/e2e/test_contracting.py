"""From scope to expiry through the gateway: every step by whom it belongs to, every gate tried before it opens."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import pytest

from deploy.stack.postgres import Postgres
from tests.e2e.alliance import own_alliance
from tests.e2e.asking import API
from tests.e2e.front import Front
from tests.kit.apps import Answer, Client
from tests.kit.kafka import Kafka
from tests.kit.rig import eventually
from tests.services.contracts.assurance import test_api as isap
from tests.services.contracts.bodies.boards import a_board
from tests.services.contracts.decisions.test_api import taken
from tests.services.contracts.design.test_api import approved as approved_design
from tests.services.contracts.market.test_api import Exercise
from tests.services.contracts.modifications.test_api import a_modification
from tests.services.contracts.ocds.standard import RECORDS, breaches
from tests.services.contracts.outcomes import test_api as outcomes
from tests.services.contracts.procurements import walk
from tests.services.contracts.register.test_api import a_contract
from tests.services.contracts.scope.test_api import in_scope_by, ready
from tests.services.contracts.strategies.test_api import CHOICE, appraised

pytestmark = pytest.mark.timeout(600)
T = TypeVar("T")


@pytest.fixture(scope="module")
async def front(tmp_path_factory: pytest.TempPathFactory, postgres: Postgres, broker: Kafka) -> AsyncIterator[Front]:
    directory = tmp_path_factory.mktemp("contracting")
    day = directory / "day"
    async with own_alliance(directory, postgres, broker, ACS_TEST_DAY_FILE=str(day)) as alliance:
        await asyncio.to_thread(alliance.kill, "contracts")
        alliance.rig.modules["contracts"] = "tests.e2e.clocked"
        await alliance.rig.restart("contracts")
        yield Front(alliance, day)


async def done(answer: Answer) -> Answer:
    assert answer.status in (200, 201), answer.body
    return answer


async def in_scope(front: Front, decision: Answer) -> Answer:
    """Evidence, a stakeholder and an expert first; then somebody else than who proposed it."""
    manager, approver = front.client("CONTRACT_MANAGER", sub="ann"), front.client("JCB_APPROVER", sub="bob")
    item = await ready(manager)
    body = in_scope_by(decision)
    path = f"{item.headers['location']}/decisions"
    assert (await manager.post(path, body, etag=item.etag)).status == 403
    return await done(await approver.post(path, body, etag=item.etag))


async def shortlisted(front: Front) -> Answer:
    """Interested, scored by two who do not see one another, shortlisted by a third."""
    exercise = Exercise(front)  # type: ignore[arg-type]  # it asks for clients alone
    await exercise.invite()
    await exercise.does(exercise.provider, "interest", {"services": ["urgent care"], "capability": "Two centres."})
    for competency in ("collaboration", "integration", "transformation"):
        for assessor in (exercise.ann, exercise.bob):
            await done(await exercise.scores(assessor, competency, 3))
    decision = {"outcome": "shortlisted", "reasons": "Strong in localities."}
    return await done(await exercise.does(exercise.mo, "shortlisting", decision))


async def strategy(front: Front) -> Answer:
    """Two approaches side by side; approved by somebody else, with the VAT of each and what the law says."""
    lead, approver = front.client("PROCUREMENT_LEAD", sub="lead"), front.client("JCB_APPROVER", sub="bob")
    compared = await appraised(lead, commissioners=["07L"], localities=["havering-north"])
    vat = {one["route"]: one["vat_irrecoverable_pence"] for one in compared.body["comparison"]}
    assert vat == {"most_suitable_provider": 0, "competitive": 40_000_000}
    path = f"/strategies/{compared.body['strategy_id']}/approval"
    choice = CHOICE | {"route": "competitive", "rationale": "Two providers are able"}
    assert (await lead.post(path, choice, etag=compared.etag)).status == 403
    return await done(await approver.post(path, choice, etag=compared.etag))


async def case_for(front: Front, procurement: Answer, strategy_id: str) -> Answer:
    """Screened for a strategy, linked to its procurement, through early engagement."""
    lead, reviewer = front.client("PROCUREMENT_LEAD", sub="lead"), front.client("ASSURANCE_REVIEWER", org="QMF")
    case = await isap.opened(lead, strategy_id=strategy_id)
    case = await isap.then(lead, case, "screening", isap.screening("risk_sharing"))
    link = {"procurement_id": procurement.body["procurement_id"]}
    case = await isap.then(lead, case, "procurement-link", link)
    return await passed(lead, reviewer, case, "ee")


async def passed(lead: Client, reviewer: Client, case: Answer, checkpoint: str) -> Answer:
    case = await isap.then(lead, case, "submissions", isap.submission(checkpoint))
    return await isap.then(reviewer, case, "ratings", isap.rating(checkpoint))


async def competed(front: Front, lead: Client, one: Answer) -> Answer:
    """Two bids, marked, and the intention published on 7 April 2025 (W7)."""
    front.on("2025-02-03")
    one = await walk.then(lead, one, "launch", walk.LAUNCH)
    front.on("2025-03-03T12:00")
    for provider in ("RAT", "RF4"):
        one = await walk.then(lead, one, "bids", walk.a_bid(provider))
    front.on("2025-03-04")
    one = await walk.then(lead, one, "assessment")
    marks = [walk.marks("RAT", 8_000), walk.marks("RF4", 7_000)]
    evaluated = {"panel": ["clinical lead"], "marks": marks, "evaluated_on": "2025-03-04"}
    one = await walk.then(lead, one, "evaluation", evaluated)
    front.on("2025-04-07")
    one = await walk.then(lead, one, "intention", walk.INTENTION)
    assert (one.body["standstill_ends"], one.body["sign_from"]) == ("2025-04-22", "2025-04-23")
    return one


async def challenged(front: Front, one: Answer) -> Answer:
    """A representation in time, heard, informed and reviewed by somebody else than who decided."""
    lead, approver = front.client("PROCUREMENT_LEAD", sub="lead"), front.client("JCB_APPROVER", sub="bob")
    path = f"/procurements/{one.body['procurement_id']}"
    front.on("2025-04-22")
    assert (
        await walk.refused(approver, one, "award", walk.AWARD | {"awarded_on": "2025-04-22"})
        == "StandstillStillRunning"
    )
    one = await walk.then(lead, one, "representations", walk.REPRESENTATION)
    front.on("2025-04-25")
    made = (await lead.get(f"{path}/representations")).body["items"]
    about = f"representations/{made[0]['representation_id']}"
    one = await walk.then(lead, one, f"{about}/hearing", {"heard_on": "2025-04-24", "account": "At a meeting"})
    one = await walk.then(lead, one, f"{about}/information", {"given_on": "2025-04-24", "information": "The marks"})
    review = {"outcome": "confirmed", "reasons": "The marks stand", "communicated_on": "2025-04-25"}
    assert await walk.refused(lead, one, "review", review) == "ApprovedByProposer"
    return await walk.then(approver, one, "review", review)


async def test_from_scope_to_expiry(front: Front) -> None:
    """The whole path (R5, R13, R16, R19, R22, R97)."""
    manager, approver = front.client("CONTRACT_MANAGER", sub="ann"), front.client("JCB_APPROVER", sub="bob")
    lead, reviewer = front.client("PROCUREMENT_LEAD", sub="lead"), front.client("ASSURANCE_REVIEWER", org="QMF")
    decision = await taken(front, await a_board(front))  # type: ignore[arg-type]  # they ask for clients alone
    assert (await in_scope(front, decision)).body["status"] == "in_scope"
    assert (await approved_design(front)).latest.body["status"] == "approved"  # type: ignore[arg-type]  # likewise
    assert (await shortlisted(front)).body["status"] == "shortlisted"
    chosen = await strategy(front)

    planned = {"commissioners": ["07L"], "strategy_id": chosen.body["strategy_id"]}
    one = await walk.planned(lead, **planned)
    assert await walk.refused(lead, one, "launch", walk.LAUNCH) == "IsapCheckpointMissing"
    case = await case_for(front, one, chosen.body["strategy_id"])
    assert await walk.refused(lead, one, "launch", walk.LAUNCH) == "IsapCheckpointMissing"
    case = await passed(lead, reviewer, case, "cp1")
    one = await challenged(front, await competed(front, lead, one))
    path = f"/procurements/{one.body['procurement_id']}"
    front.on("2025-05-03")
    await walk.then(approver, (await at_rest(lead, path)), "award", walk.AWARD | {"awarded_on": "2025-05-03"})

    came_of = {"procurement_id": one.body["procurement_id"], "commissioners": ["07L"], "extension_options": []}
    draft = await done(await manager.post("/contracts", a_contract(**came_of, start="2025-07-01", end="2030-06-30")))
    contract = f"/contracts/{draft.body['contract_id']}"
    front.on("2025-06-01")
    signing = {"signed_on": "2025-06-01"}
    early = await approver.post(f"{contract}/activation", signing, etag=draft.etag)
    assert "checkpoint 2" in early.body["detail"], early.body
    case = await passed(lead, reviewer, case, "cp2")
    await done(await approver.post(f"{contract}/activation", signing, etag=draft.etag))
    await eventually(lambda: has(lead, path, status="contract_signed"))

    front.on(datetime.now(UTC).date().isoformat())
    await line_pays_for(front, draft)
    await outcomes_measured(front, draft)
    await modifications(front, draft)
    await expires(front, contract)
    await is_public(front, one)
    await stands_in_the_overview(front, one)


async def at_rest(who: Client, path: str) -> Answer:
    """Once the clock has ended the standstill."""
    await eventually(lambda: has(who, path, status="award_confirmed"))
    return await who.get(path)


async def settled(ask: Callable[[], Awaitable[T]], expected: T) -> T:
    """What is answered once it is what is expected, or in the end."""
    deadline = time.monotonic() + 180
    while (answer := await ask()) != expected and time.monotonic() < deadline:
        await asyncio.sleep(0.1)
    return answer


async def has(who: Client, path: str, **expected: Any) -> bool:
    body = (await who.get(path)).body
    return {name: body[name] for name in expected} == expected


async def line_pays_for(front: Front, contract: Answer) -> None:
    """A line of an active pool; budgets hear of the contract and commit what it costs this year."""
    pool = await front.alliance.pool()
    link = {"line": "BEDS", "contract_id": contract.body["contract_id"]}
    linked = await front.alliance.do(front.alliance.finance(), pool, "contract-links", link)

    async def committed() -> bool:
        lines = (await front.alliance.read(linked))["lines"]
        return any(one["status"] == "open" for line in lines for one in line["contracts"])

    await eventually(committed)


async def outcomes_measured(front: Front, contract: Answer) -> None:
    """Agreed by somebody else than who drafted it, measured, and paid for to the penny."""
    people = {role: front.client(role, sub=role.lower()) for role in (outcomes.MANAGER, outcomes.BOARD)}
    analyst, finance = front.client(outcomes.ANALYST, sub="ana"), front.client(outcomes.FINANCE, sub="fin")
    named = {"contract_id": contract.body["contract_id"], "first_day": "2025-07-01"}
    framework = await outcomes.drafted(people[outcomes.MANAGER], **named)
    framework = await outcomes.then(people[outcomes.BOARD], framework, "agreement", {"from_day": "2025-07-01"})
    measured = {"code": "A-1", "start": "2025-07-01", "end": "2026-06-30", "num": 345, "den": 400}
    framework = await outcomes.then(analyst, framework, "measurements", measured)
    assert framework.body["status"] == "in_force"
    framework = await outcomes.then(finance, framework, "payments", {"contract_year": 1})
    assert framework.body["latest_score_bp"] == 7_250


async def modifications(front: Front, contract: Answer) -> None:
    """One within a quarter of the value takes effect; with another one it would be beyond it, and is refused."""
    manager, approver = front.client("CONTRACT_MANAGER", sub="ann"), front.client("JCB_APPROVER", sub="bob")
    made = await done(await manager.post("/modifications", a_modification(contract)))
    path = f"/modifications/{made.body['modification_id']}"
    found = await done(await manager.post(f"{path}/assessment", {}, etag=made.etag))
    assert found.body["status"] == "permitted"
    await done(await approver.post(f"{path}/agreement", {}, etag=found.etag))
    await eventually(lambda: has(manager, path, status="effective"))
    assert await has(manager, f"/contracts/{contract.body['contract_id']}", current_value_pence=460_000_000)
    made = await done(await manager.post("/modifications", a_modification(contract, delta_value_pence=40_000_000)))
    path = f"/modifications/{made.body['modification_id']}"
    found = await done(await manager.post(f"{path}/assessment", {}, etag=made.etag))
    assert found.body["status"] == "not_permitted"
    assert (await approver.post(f"{path}/agreement", {}, etag=found.etag)).status == 422


async def expires(front: Front, contract: str) -> None:
    """By the clock, the day after the last."""
    reader = front.client("COMMISSIONER")
    end = datetime.fromisoformat((await reader.get(contract)).body["current_end"])
    front.on(end.date().isoformat())
    await eventually(lambda: has(reader, contract, status="active"))
    front.on((end + timedelta(days=1)).date().isoformat())
    await eventually(lambda: has(reader, contract, status="expired"))


async def is_public(front: Front, procurement: Answer) -> None:
    """One record joins the procurement and its contract, and is valid OCDS; the loser is not named in it."""
    ocid = f"ocds-213czf-{procurement.body['procurement_id']}"
    reader = front.client("SERVICE_PROVIDER_CLINICIAN", org="ILLV01")

    async def told() -> bool:
        answer = await reader.get(f"/ocds/records/{ocid}")
        tags = {tag for one in answer.body.get("records", []) for tag in one["compiledRelease"]["tag"]}
        return {"tender", "award", "contract", "contractTermination"} <= tags | {"compiled"} or "compiled" in tags

    await eventually(told)
    record = (await reader.get(f"/ocds/records/{ocid}")).body
    assert breaches(record, RECORDS) == []
    (contract,) = record["records"][0]["compiledRelease"]["contracts"]
    assert contract["value"]["amount"] == 4_600_000
    assert "RF4" not in str(record)


async def stands_in_the_overview(front: Front, procurement: Answer) -> None:
    """The gateway counts it all, and tells of it in sentences."""

    async def counted() -> tuple[int, list[int], int]:
        overview = (await front.alliance.overview()).body
        stages, scores = overview["procurements"]["by_stage"], [one["score_bp"] for one in overview["outcomes"]]
        return stages["contract_signed"], scores, overview["contracts"]["by_status"]["expired"]

    assert await settled(counted, (1, [7_250], 1)) == (1, [7_250], 1)
    stream = f"procurement-{procurement.body['procurement_id']}"
    told = (await front.alliance.reader.get(f"{API}/alliance/timeline", stream=stream, limit=100)).body["items"]
    assert len(told) == (await front.client("COMMISSIONER").get(f"/procurements/{stream[-36:]}")).body["version"]
