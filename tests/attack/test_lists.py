"""Lists, the timeline and explanations hold exactly what single reads would allow, whoever asks, however they ask."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.gateway.timeline.sight import READING
from shared.kernel.addresses import PUBLIC
from tests.attack.kinds import KINDS
from tests.attack.table import all_guarded
from tests.attack.target import Besieged
from tests.kit.apps import Client
from tests.kit.lists import ROLES, listed
from tests.kit.rig import eventually
from tests.services.budgets.pools.book import a_line, a_pool
from tests.services.contracts.register.test_api import a_contract
from tests.services.referrals.http import a_referral

CCGS, BOROUGHS = ("07L", "08F", "08N"), ("E09000002", "E09000016", "E09000026")
PROVIDERS, PRACTICES, NETWORKS = ("RF4", "RAT", "ILLV01"), ("F82001", "F82002", "F82003"), ("ILLN04", "ILLN05")
ORGS = (*CCGS, *BOROUGHS, *PROVIDERS, *PRACTICES, *NETWORKS, "F82005", "QMF")
LISTS = {kind.name: kind.key for kind in KINDS.values()}


@dataclass(frozen=True, repr=False)
class Made:
    """Ids by kind of path."""

    ids: Mapping[str, list[str]]

    def paths(self) -> list[tuple[str, str]]:
        return [(kind, one) for kind, ids in self.ids.items() for one in ids]


@pytest.fixture(scope="module")
async def made(target: Besieged) -> Made:
    """Things of many parties, and the gateway has heard of them."""
    rng, alliance = Random(7), target.alliance  # noqa: S311  # made-up things
    ids: dict[str, list[str]] = {kind: [target.things[kind].key] for kind in LISTS}
    for _ in range(6):
        owner = rng.choice(CCGS)
        manager = alliance.person("CONTRACT_MANAGER", org=owner)
        providers = [{"ods": code} for code in rng.sample(PROVIDERS, rng.randint(1, 2))]
        contract = await alliance.make(manager, "contracts", a_contract(commissioners=[owner], providers=providers))
        ids["contracts"].append(contract.key)
    for _ in range(4):
        partners = [*rng.sample(CCGS, rng.randint(1, 2)), *rng.sample(BOROUGHS, rng.randint(1, 2))]
        lines = [a_line(commissioner=partners[0])]
        body = a_pool(host=partners[0], partners=partners, lines=lines, risk_share={})
        ids["pools"].append((await alliance.make(alliance.finance(partners[0]), "pools", body)).key)
    for _ in range(6):
        practice = rng.choice(PRACTICES)
        body = a_referral(target.things["pathways"].key, practice_ods=practice, provider_ods=rng.choice(PROVIDERS))
        gp = alliance.person("REFERRING_CLINICIAN", org=practice)
        ids["referrals"].append((await alliance.make(gp, "referrals", body)).key)
    everything = Made(ids)
    operator = alliance.person("OPERATOR")

    async def heard() -> bool:
        last = ("contracts", "pools", "referrals")
        return all([await timeline(operator, kind, one) for kind in last for one in ids[kind]])

    await eventually(heard)
    return everything


async def timeline(who: Client, kind: str, one: str) -> list[Any] | None:
    """What the timeline tells of a thing; None when it may not be asked."""
    answer = await who.get(f"{PUBLIC}/alliance/timeline", stream=f"{KINDS[kind].category}-{one}")
    assert answer.status in (200, 403), answer.body
    return list(answer.body["items"]) if answer.status == 200 else None


async def readable(who: Client, made: Made) -> set[tuple[str, str]]:
    """What single reads answer, now and as of then."""
    found = set()
    for kind, one in made.paths():
        now = await who.get(f"{PUBLIC}/{kind}/{one}")
        then = await who.get(f"{PUBLIC}/{kind}/{one}", as_of=1)
        assert now.status == then.status, (kind, now.status, then.status)
        assert now.status in (200, 404)
        if now.status == 200:
            found.add((kind, one))
    return found


readers = st.tuples(st.lists(st.sampled_from(ROLES), max_size=3, unique=True), st.sampled_from(ORGS))


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(reader=readers, limit=st.integers(3, 500))
@pytest.mark.timeout(600)
async def test_whoever_asks(target: Besieged, made: Made, reader: tuple[list[str], str], limit: int) -> None:
    roles, org = reader
    who = target.rig.client("gateway", *(roles or ["A_ROLE_NOBODY_KNOWS"]), org=org, sub=f"reader-{org}")
    allowed = await readable(who, made)
    for kind, key in LISTS.items():
        ours = set(made.ids[kind])
        found = await listed(who, f"{PUBLIC}/{kind}", key, max(limit, 50))
        assert ours & set(found) == {one for which, one in allowed if which == kind}, (kind, roles, org)
        assert len(found) == len(set(found))
    whole = await told_in_the_timeline(who, made, allowed)
    await told_in_explanations(who)
    await with_the_cursor_of_another(target, who, whole)


async def told_in_the_timeline(who: Client, made: Made, allowed: set[tuple[str, str]]) -> bool:
    """Whether it may be asked at all; what it tells is of things that may be read."""
    asked = False
    for kind, one in made.paths():
        told = await timeline(who, kind, one)
        asked = asked or told is not None
        assert not told or (kind, one) in allowed, f"the timeline tells of what cannot be read: {kind} {told}"
    return asked


async def told_in_explanations(who: Client) -> None:
    """An explanation names only streams whose single read is answered."""
    for figure in ("contracts.by_status.draft", "contracts.by_status.active"):
        answer = await who.get(f"{PUBLIC}/alliance/explain/{figure}", limit=20)
        assert answer.status in (200, 403)
        if answer.status == 200:
            named = {one["stream_id"] for one in answer.body["contributions"] if one.get("stream_id")}
            reads = await asyncio.gather(
                *(who.get(f"{PUBLIC}/contracts/{stream.removeprefix('contract-')}") for stream in named)
            )
            assert {read.status for read in reads} <= {200}


async def with_the_cursor_of_another(target: Besieged, who: Client, may_ask: bool) -> None:
    """A cursor says where, not what: with somebody else's one sees no more than with one's own."""
    other = target.rig.client("gateway", "OPERATOR", "COMMISSIONER", sub="another")
    for path, key in ((f"{PUBLIC}/referrals", "referral_id"), (f"{PUBLIC}/alliance/timeline", "event_id")):
        stolen = (await other.get(path, limit=1)).body["next"]
        answer = await who.get(path, limit=100, cursor=stolen)
        if answer.status == 403:
            assert not may_ask
            continue
        mine = await who.get(path, limit=500)
        assert {one[key] for one in answer.body["items"]} <= {one[key] for one in mine.body["items"]}


def test_every_list_there_is_is_asked(target: Besieged) -> None:
    """Lists of what belongs to one thing, of what is public, and the log of reads have tests of their own."""
    asked = {f"/{kind}" for kind in LISTS} | {
        "/access-log",
        "/positions",
        "/practice-localities",
        "/procurement-notices",
    }
    lists = {one.path for one in all_guarded(target.rig.settings.keys_dir) if one.action.startswith("list_")}
    assert {path for path in lists if "/operations/" not in path and "{" not in path} <= asked
    assert set(READING) >= {kind.category for kind in KINDS.values()}
