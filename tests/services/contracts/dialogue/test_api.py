"""The dialogue log over HTTP: what one bidder of a live procurement is told, every bidder is told (R17)."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.contracts.procurements.api import procurements
from shared.eventstore.codec import Meta
from shared.kernel.message import Command
from shared.wish import Wish
from tests.kit.apps import Client, RunningApp
from tests.kit.rig import eventually
from tests.services.contracts.procurements.history import LAUNCH, PLAN, bid

TODAY = str(datetime.now(UTC).date())
SUMMARY = "Staff lists are given on request"


def an_entry(**changes: Any) -> dict[str, Any]:
    said = {"channel": "portal", "held_on": TODAY, "topic": "TUPE", "summary": SUMMARY, "providers": ["RAT"]}
    return said | changes


@pytest.fixture
def lead(contracts: RunningApp) -> Client:
    return contracts.client("PROCUREMENT_LEAD")


async def procured(contracts: RunningApp, procurement_id: UUID, *commands: Command) -> None:
    for command in commands:
        wish = Wish(command, Meta(actor="test", org="07L", correlation="test"), contracts.service.now())
        await contracts.service.executor.execute(procurements, procurement_id, wish)


async def live(contracts: RunningApp) -> UUID:
    procurement_id = uuid4()
    plan = PLAN.model_copy(update={"procurement_id": procurement_id, "ref": f"P-{procurement_id.hex[:8]}"})
    launch = LAUNCH.model_copy(update={"notice_id": uuid4()})
    bids = [bid(n, provider, bid_id=uuid4()) for n, provider in enumerate(("RAT", "RF4"))]
    await procured(contracts, procurement_id, plan, launch, *bids)
    return procurement_id


async def shown(who: Client, procurement_id: UUID, **expected: Any) -> dict[str, Any]:
    """The one entry this reader sees of the procurement, once it is as expected."""

    async def seen() -> dict[str, Any] | None:
        items = (await who.get("/dialogue-entries", procurement_id=str(procurement_id))).body["items"]
        found = [one for one in items if expected.items() <= one.items()]
        return found[0] if len(items) == len(found) == 1 else None

    entry: dict[str, Any] = await eventually(seen)
    return entry


async def test_every_bidder_gets_what_one_was_told_and_none_learns_who_bids(
    contracts: RunningApp, lead: Client
) -> None:
    procurement_id = await live(contracts)
    asker, other, late = (contracts.client("SERVICE_PROVIDER_CLINICIAN", org=org) for org in ("RAT", "RF4", "ILLF01"))
    about = {"subject": "procurement", "subject_id": str(procurement_id)}
    alone = await lead.post("/dialogue-entries", an_entry(**about))
    assert (alone.status, alone.body["refusal"]) == (422, "UnequalTreatment")
    entry = await lead.post("/dialogue-entries", an_entry(**about, shared_with_all=True))
    assert (entry.status, entry.body["phase"]) == (201, "during"), entry.body

    correction = {"correction": "They are given to all without request."}
    corrected = await lead.post(f"{entry.headers['location']}/corrections", correction, etag=entry.etag)
    assert (corrected.body["summary"], len(corrected.body["corrections"])) == (SUMMARY, 1)
    await procured(contracts, procurement_id, bid(2, "ILLF01", bid_id=uuid4()))

    about_it = {"copy_of": entry.body["entry_id"], "corrections": corrected.body["corrections"]}
    caught_up = await shown(late, procurement_id, **about_it)
    copy = await shown(other, procurement_id, **about_it)
    path = f"/dialogue-entries/{copy['entry_id']}"
    for seen in (copy, (await other.get(path)).body, (await other.get(f"{path}/history")).body):
        assert "RAT" not in str(seen)
    assert (copy["summary"], copy["entry_id"] == caught_up["entry_id"]) == (SUMMARY, False)
    assert (await other.get(entry.headers["location"])).status == 404
    own = await shown(asker, procurement_id, copy_of=None)
    assert "RF4" not in str(own)
    refused = await lead.post(f"{path}/corrections", correction, etag=(await lead.get(path)).etag)
    assert refused.body["refusal"] == "CorrectTheOriginal"
    originals = await lead.get("/dialogue-entries", procurement_id=str(procurement_id), copies="false")
    assert [one["entry_id"] for one in originals.body["items"]] == [entry.body["entry_id"]]


async def test_dialogue_with_the_market_is_before_and_among_those_who_held_it(
    contracts: RunningApp, lead: Client
) -> None:
    exercise = f"ME-{uuid4().hex[:8]}"
    entry = await lead.post("/dialogue-entries", an_entry(subject="market", market_exercise=exercise))
    assert (entry.status, entry.body["phase"]) == (201, "before"), entry.body
    for org, status in (("RAT", 200), ("RF4", 404)):
        provider = contracts.client("SERVICE_PROVIDER_CLINICIAN", org=org)
        assert (await provider.get(entry.headers["location"])).status == status
        assert (await provider.post("/dialogue-entries", an_entry(subject="market", market_exercise="X"))).status == 403
    both = an_entry(subject="market", market_exercise=exercise, subject_id=str(uuid4()))
    for odd in (both, an_entry(subject="market"), an_entry(subject="contract")):
        assert (await lead.post("/dialogue-entries", odd)).body["refusal"] == "NotOneSubject"
    trust = contracts.client("PROCUREMENT_LEAD", org="RAT")
    answer = await trust.post("/dialogue-entries", an_entry(subject="market", market_exercise="X", providers=["RF4"]))
    assert answer.body["refusal"] == "DialogueOfNoCommissioner"
    unknown = an_entry(subject="procurement", subject_id=str(uuid4()))
    assert (await lead.post("/dialogue-entries", unknown)).status == 404
