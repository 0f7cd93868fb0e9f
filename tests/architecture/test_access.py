"""Every route declares its action, every action is written in the access policies, and nothing else is."""

import importlib
import re
from pathlib import Path
from typing import Any

import cedarpy
import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from services.gateway.timeline.sight import READING
from shared.web.access import Access, Principal, policies_text
from shared.web.call import Asks
from tests.kit.apps import settings_for
from tests.kit.lists import ROLES

SERVICES = ("contracts", "budgets", "referrals", "gateway")
OPEN = {"/livez", "/readyz", "/metrics", "/openapi.json", "/docs"}
FOR_PEERS = {"/feed", "/feed/heads", "/feed/streams/{stream_id}"}
ROOT = Path(__file__).parents[2]


class Nowhere:
    url = "postgresql://nobody@127.0.0.1:1/none"
    owner_url = url


@pytest.fixture(scope="module", params=SERVICES)
def app(request: pytest.FixtureRequest, keys: Path) -> FastAPI:
    module: Any = importlib.import_module(f"services.{request.param}.app")
    built: FastAPI = module.build(*settings_for(keys, Nowhere()))  # type: ignore[arg-type]  # only addresses are asked for
    return built


def routes_of(app: FastAPI) -> list[APIRoute]:
    found: list[APIRoute] = []

    def walk(routes: Any) -> None:
        for route in routes:
            if isinstance(route, APIRoute):
                found.append(route)
            elif hasattr(route, "routes"):
                walk(route.routes)
            elif hasattr(route, "original_router"):
                walk(route.original_router.routes)

    walk(app.router.routes)
    return found


def action_of(dependant: Dependant) -> str | None:
    for one in dependant.dependencies:
        if isinstance(one.call, Asks):
            return one.call.action
    return None


def written_actions(app: FastAPI) -> set[str]:
    text = policies_text(app.state.service.card.access)
    return set(re.findall(r'Action::"(\w+)"', re.sub(r"//.*", "", text)))


def test_every_route_declares_an_action_or_is_known_to_need_none(app: FastAPI) -> None:
    routes = routes_of(app)
    assert len(routes) > 6
    undeclared = {route.path for route in routes if action_of(route.dependant) is None} - OPEN - FOR_PEERS
    assert not undeclared


def test_every_declared_action_is_written_in_the_policies(app: FastAPI) -> None:
    declared = {action for route in routes_of(app) if (action := action_of(route.dependant))}
    assert declared <= written_actions(app)


def test_every_written_action_is_asked_somewhere(app: FastAPI) -> None:
    declared = {action for route in routes_of(app) if (action := action_of(route.dependant))}
    card = app.state.service.card
    asked_in_code = {capability.read_action for capability in card.capabilities}
    if card.name == "gateway":
        asked_in_code |= set(READING.values())
    code = "".join(file.read_text() for file in (ROOT / "services" / card.name).rglob("*.py"))
    unasked = {action for action in written_actions(app) - declared - asked_in_code if f'"{action}"' not in code}
    assert not unasked


def test_the_action_is_the_routes_own_name_or_the_reading_of_what_it_shows(app: FastAPI) -> None:
    for route in routes_of(app):
        action = action_of(route.dependant)
        read = route.methods == {"GET"} and str(action).startswith("read_")
        assert action is None or action == route.name or read, route.path


def test_reading_and_listing_go_by_parties_and_never_by_owners(app: FastAPI) -> None:
    access = Access(policies_text(app.state.service.card.access))
    for action in written_actions(app):
        if action.startswith(("read_", "list_")):
            for role in ROLES:
                asking = Principal("someone", "07L", frozenset({role}))
                party = access.allows(asking, action, ("07L",), ())
                assert access.allows(asking, action, ("07L",), ("07L",)) == party, (role, action)


def test_the_policies_use_only_attributes_that_exist(app: FastAPI) -> None:
    text = policies_text(app.state.service.card.access)
    actions = {
        name: {"appliesTo": {"principalTypes": ["User"], "resourceTypes": ["Thing"]}} for name in written_actions(app)
    }
    strings = {"type": "Set", "element": {"type": "String"}}
    schema = {
        "": {
            "entityTypes": {
                "User": {"shape": {"type": "Record", "attributes": {"roles": strings, "org": {"type": "String"}}}},
                "Thing": {"shape": {"type": "Record", "attributes": {"parties": strings, "owners": strings}}},
            },
            "actions": actions,
        }
    }
    result = cedarpy.validate_policies(text, schema)
    assert result.validation_passed, result.errors
