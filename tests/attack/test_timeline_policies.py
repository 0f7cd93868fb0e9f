"""The gateway tells of a thing to exactly those to whom its service would show it."""

import itertools
from pathlib import Path

import pytest

from deploy.cli.events import owners
from services.gateway.timeline.sight import READING
from shared.web.access import Access, Principal
from tests.attack.table import app_of
from tests.kit.lists import ROLES

OWNERS = {**owners(), "known-contract": "contracts"}
"""Whose policies say who may read a thing: what is known of a contract is read as the contract."""


def access_of(service: str) -> Access:
    return Access.of(Path(__file__).parents[2] / "services" / service)


@pytest.mark.parametrize("kind", READING)
def test_the_gateway_lets_see_what_the_service_lets_read(kind: str) -> None:
    gateway, service = access_of("gateway"), access_of(OWNERS[kind])
    people = [(), *((role,) for role in ROLES), *itertools.combinations(ROLES, 2)]
    for roles in people:
        asking = Principal("somebody", "07L", frozenset(roles))
        for parties in ((), ("07L",), ("RF4",)):
            seen, read = (access.allows(asking, READING[kind], parties) for access in (gateway, service))
            assert seen == read, (roles, parties)


def test_every_kind_of_stream_is_known(keys: Path) -> None:
    kinds = {
        capability.decider.category
        for service in set(OWNERS.values()) | {"budgets"}
        for capability in app_of(service, keys).state.service.card.capabilities
    }
    assert kinds == set(READING)
