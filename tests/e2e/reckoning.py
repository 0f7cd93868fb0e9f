"""What must hold of an alliance whatever was done to it: the stores against what was promised, views against stores."""

from collections import Counter, defaultdict
from datetime import UTC, datetime
from typing import Any

import asyncpg

from shared.web.position import position_told
from tests.e2e.alliance import OWNERS, TARIFF_PENCE, Alliance
from tests.kit.rig import Rig, eventually
from tests.services.gateway.recount import recount

_EVENTS = """
SELECT position, stream_id, version, type, metadata->>'correlation' AS key FROM events
WHERE NOT ($1 AND (metadata->>'actor' LIKE 'policy:%' OR metadata->>'actor' = 'clock')) ORDER BY position
"""


async def events_of(rig: Rig, service: str, *, of_people: bool = False) -> list[Any]:
    """The store of a service in order, with or without what its policies and the clock did."""
    connection = await asyncpg.connect(rig.databases[service].url)
    records = await connection.fetch(_EVENTS, of_people)
    await connection.close()
    return list(records)


async def last_done_by_people(rig: Rig) -> dict[str, int]:
    """The position of the last event in each service that somebody asked for; what follows by itself does not count."""
    told = {service: await events_of(rig, service, of_people=True) for service in OWNERS}
    return {service: events[-1]["position"] for service, events in told.items()}


async def nothing_is_lost_or_doubled(alliance: Alliance) -> None:
    """No gaps in positions and versions; each acknowledged command's events are there, once; no refused one's."""
    by_key: dict[str, list[Any]] = defaultdict(list)
    for service in OWNERS:
        versions: dict[str, int] = defaultdict(int)
        for place, event in enumerate(await events_of(alliance.rig, service), start=1):
            versions[event["stream_id"]] += 1
            assert (event["position"], event["version"]) == (place, versions[event["stream_id"]]), service
        for event in await events_of(alliance.rig, service, of_people=True):
            by_key[event["key"]].append(event)
    for key, token in alliance.acknowledged.items():
        promised, events = position_told(token), by_key[key]
        assert events, f"lost: {promised}"
        assert {event["stream_id"] for event in events} == {promised.stream_id}
        upto = promised.version
        assert [event["version"] for event in events] == list(range(upto - len(events) + 1, upto + 1))
        assert max(Counter(event["type"] for event in events).values()) == 1, f"doubled: {promised}"
    assert not alliance.refused & set(by_key)


def figures(overview: Any) -> dict[str, Any]:
    """The overview without how far it has come, pools and pathways by id."""
    return {
        "contracts": overview["contracts"],
        "pools": {pool["pool_id"]: pool for pool in overview["pools"]},
        "referrals": {pathway["pathway_id"]: pathway for pathway in overview["referrals"]},
        **{part: overview[part] for part in ("procurements", "assurance", "programmes", "challenges")},
        "outcomes": {one["outcomes_framework_id"]: one for one in overview["outcomes"]},
    }


async def everything_adds_up(alliance: Alliance, within_seconds: float = 60.0) -> dict[str, Any]:
    """The overview is whole and shows what the stores add up to; every discharge was paid for once. The figures."""

    async def adds_up() -> dict[str, Any] | None:
        expected = recount(await alliance.stored(), datetime.now(UTC).date())
        overview = (await alliance.overview()).body
        shown = figures(overview)
        return shown if not overview["partial"] and shown == expected and await costs_are_paid_once(alliance) else None

    found: dict[str, Any] = await eventually(adds_up, within_seconds=within_seconds, every_seconds=0.25)
    return found


async def costs_are_paid_once(alliance: Alliance) -> bool:
    """Whether the postings that discharges caused are those due; more of them than due is a failure at once."""
    connections = [await asyncpg.connect(alliance.rig.databases[name].url) for name in ("budgets", "referrals")]
    budgets, referrals = connections
    paid = await budgets.fetch(
        "SELECT data->>'source_ref', (data->>'amount_pence')::bigint FROM events"
        " WHERE type = 'ExpenditurePosted' AND data->>'pathway_id' IS NOT NULL"
    )
    linked = await budgets.fetch("SELECT data->>'pathway_id' FROM events WHERE type = 'PathwayLinked'")
    due = await referrals.fetch(
        "SELECT event_id::text FROM events WHERE type = 'ReferralDischarged' AND data->>'pathway_id' = ANY($1)",
        [row[0] for row in linked],
    )
    for connection in connections:
        await connection.close()
    assert len({row[0] for row in paid}) == len(paid), "paid twice"
    return sorted(map(tuple, paid)) == sorted((row[0], TARIFF_PENCE) for row in due)
