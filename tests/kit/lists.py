"""Lists against single reads: a list holds exactly what its reader could read one by one."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

from tests.kit.apps import Client, RunningApp
from tests.kit.tokens import sign_user

ROLES = (
    "REFERRING_CLINICIAN",
    "REFERRING_CLINICIAN_ADMIN",
    "SERVICE_PROVIDER_CLINICIAN",
    "SERVICE_PROVIDER_CLINICIAN_ADMIN",
    "COMMISSIONER",
    "INFORMATION_ANALYST",
    "CONTRACT_MANAGER",
    "PROCUREMENT_LEAD",
    "POOL_MANAGER",
    "FINANCE_PARTNER",
    "JCB_APPROVER",
    "LEADERSHIP_GROUP",
    "PATHWAY_AUTHOR",
    "ASSURANCE_REVIEWER",
    "OPERATOR",
    "A_ROLE_NOBODY_KNOWS",
)


def principals(app: RunningApp, rng: Random, orgs: Sequence[str], count: int) -> list[Client]:
    """Each role once alone, nobody's roles, and `count` people with random ones; of random organisations."""
    chosen: list[list[str]] = [[], *([role] for role in ROLES)]
    chosen += [rng.sample(ROLES, rng.randint(0, 3)) for _ in range(count)]
    someone = app.client("OPERATOR")
    return [
        replace(someone, token=sign_user(app.keys, sub=f"u{number}", org=rng.choice(orgs), roles=roles))
        for number, roles in enumerate(chosen)
    ]


async def listed(who: Client, path: str, key: str, limit: int, **filters: Any) -> list[str]:
    """The ids in a list, walked page by page; none for who may not even ask."""
    found: list[str] = []
    cursor: dict[str, Any] = {}
    while True:
        answer = await who.get(path, limit=limit, **filters, **cursor)
        assert answer.status == 200, answer.body
        assert len(answer.body["items"]) <= limit
        found += [item[key] for item in answer.body["items"]]
        if answer.body["next"] is None:
            return found
        cursor = {"cursor": answer.body["next"]}


async def readable(who: Client, path: str, ids: Sequence[str]) -> set[str]:
    """Those of `ids` whose single read is answered; all others are as good as not there."""
    statuses = {one: (await who.get(f"{path}/{one}")).status for one in ids}
    assert set(statuses.values()) <= {200, 404}, statuses
    return {one for one, status in statuses.items() if status == 200}


async def lists_hold_what_can_be_read(
    app: RunningApp, rng: Random, path: str, key: str, ids: Sequence[str], orgs: Sequence[str], **filters: Any
) -> None:
    """For random people: the list, filtered to hardly more than the rows of `ids`, against the single reads of `ids`.

    Some must see all, some nothing and some a part, or the rows prove nothing.
    """
    seen = set()
    for who in principals(app, rng, orgs, 20):
        found = [one for one in await listed(who, path, key, rng.randint(1, len(ids)), **filters) if one in ids]
        expected = await readable(who, path, ids)
        assert len(found) == len(set(found))
        assert set(found) == expected
        assert found == sorted(found, reverse=True)
        seen.add(0 if not expected else 2 if len(expected) == len(ids) else 1)
    assert {1, 2} <= seen or {0, 2} <= seen, "nobody was told less than everything"
