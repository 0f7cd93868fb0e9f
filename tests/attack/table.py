"""The routes as they are served, read from the apps themselves: what is not in this table cannot be reached."""

import importlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from fastapi import FastAPI
from pydantic import BaseModel

from deploy.stack.settings import SERVICES
from shared.events.contracts.procurement_awards import RepresentationReceived
from shared.events.contracts.procurements import BidReceived
from tests.architecture.test_access import FOR_PEERS, OPEN, Nowhere, action_of, routes_of
from tests.kit.apps import settings_for
from tests.kit.samples import sample_of

NOTHING = str(UUID(int=0))
SAID = {
    "financial_year": "2025-26",
    "quarter": "1",
    "number": "1",
    "code": "A1",
    "topic": "beds",
    "practice": "F82001",
    "ocid": "ocds-213czf-none",
    "section": "management_steps",
    "bid_id": str(sample_of(BidReceived).bid_id),
    "representation_id": str(sample_of(RepresentationReceived).representation_id),
    "figure": "contracts.by_status.active",
}


@dataclass(frozen=True, order=True)
class Route:
    """`path` is the template at the service itself."""

    service: str
    path: str
    method: str
    action: str
    body: type[BaseModel] | None = field(default=None, compare=False)

    def at(self, **ids: str) -> str:
        """The path with ids in it; numbers are 1, and what is not told is an id nobody has."""
        return self.path.replace(":path}", "}").format_map(_Places(SAID | ids))


class _Places(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "1" if name.endswith("_no") else NOTHING


def app_of(name: str, keys: Path) -> FastAPI:
    """Connected to nothing."""
    module: Any = importlib.import_module(f"services.{name}.app")
    app: FastAPI = module.build(*settings_for(keys, Nowhere()))  # type: ignore[arg-type]  # only addresses are asked for
    return app


def guarded(name: str, keys: Path) -> Iterator[Route]:
    """Every route that is not open to everybody, or to peers alone."""
    for route in routes_of(app_of(name, keys)):
        if route.path not in OPEN | FOR_PEERS:
            for method in sorted(route.methods or ()):
                asked = route.dependant.body_params
                body: Any = asked[0].field_info.annotation if asked else None
                yield Route(name, route.path, method, action_of(route.dependant) or "", body)


def all_guarded(keys: Path) -> list[Route]:
    """Of all four."""
    return [route for name in SERVICES for route in guarded(name, keys)]
