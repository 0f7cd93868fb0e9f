"""What no document can say is filled in: keys never used before, the version a thing is at, ids of things there are."""

import re
from collections import defaultdict, deque
from collections.abc import Mapping
from random import Random
from typing import Any
from uuid import UUID

from schemathesis import Case, GenerationMode, Response
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.meta import TestPhase

from shared.kernel.addresses import PUBLIC
from tests.attack.bodies import beginnings, deeds
from tests.attack.kinds import kind_of
from tests.e2e.asking import Thing

REMEMBERED = 30
OFTEN, MOSTLY, SELDOM = 0.6, 0.85, 0.02


class Filling:
    """Fills positive requests and remembers what their answers tell; `things` are there from the beginning."""

    def __init__(self, things: Mapping[str, Thing], seed: int = 1) -> None:
        self._rng = Random(seed)  # noqa: S311  # made-up requests
        self._pathway = things["pathways"].key
        self._deeds = deeds(things["contracts"].key, self._pathway)
        self._ids: dict[str, deque[str]] = defaultdict(lambda: deque(maxlen=REMEMBERED))
        self._etags: dict[str, str] = {}
        for kind, thing in things.items():
            self._ids[kind].append(thing.key)
            self._etags[f"/{kind}/{thing.key}"] = thing.etag

    def fill(self, case: Case[Any]) -> None:
        """Before it is sent."""
        if not _is_negative(case, ParameterLocation.PATH):
            self._fill_path(case)
        if not _is_negative(case, ParameterLocation.QUERY):
            self._fill_query(case)
        if not _is_negative(case, ParameterLocation.HEADER):
            self._fill_headers(case)
        if case.meta is not None and case.meta.generation.mode is GenerationMode.POSITIVE:
            self._fill_body(case)

    def remember(self, case: Case[Any], response: Response) -> None:
        """New things, and how far old ones have come."""
        etag = response.headers.get("etag")
        made = response.headers.get("location")
        if made and etag:
            path = made[0].removeprefix(PUBLIC)
            if kind := kind_of(path):
                self._ids[kind.name].append(path.removeprefix(f"/{kind.name}/").split("/")[0])
            self._etags[path] = etag[0]
        elif etag and response.status_code == 200:
            self._etags[_thing(case)] = etag[0]

    def _fill_path(self, case: Case[Any]) -> None:
        kind, params = kind_of(case.path.removeprefix(PUBLIC)), re.findall(r"{(\w+)}", case.path)
        if kind and params and self._ids[kind.name] and self._rng.random() < MOSTLY:
            case.path_parameters[params[0]] = self._rng.choice(self._ids[kind.name])

    def _fill_query(self, case: Case[Any]) -> None:
        # A cursor is signed: any other is refused, and a list is all that is left to ask for without one.
        if case.query and self._rng.random() > SELDOM:
            case.query.pop("cursor", None)

    def _fill_headers(self, case: Case[Any]) -> None:
        if case.method.upper() in ("POST", "PUT"):
            case.headers["Idempotency-Key"] = str(UUID(int=self._rng.getrandbits(128)))
            known = self._etags.get(_thing(case))
            if known and self._rng.random() < MOSTLY:
                case.headers["If-Match"] = known
        # Reads that name a position wait for it, two seconds for one that never comes.
        if case.headers and self._rng.random() > SELDOM:
            case.headers.pop("ACS-Position", None)

    def _fill_body(self, case: Case[Any]) -> None:
        if case.meta is None or case.meta.phase.name is TestPhase.COVERAGE or self._rng.random() > OFTEN:
            return
        template = case.path.removeprefix(PUBLIC)
        body: Any = self._deeds.get(template) or beginnings(self._pathway).get(template)
        if body is not None and case.method.upper() != "GET":
            case.body = body
            case.media_type = "application/json"


def _is_negative(case: Case[Any], location: ParameterLocation) -> bool:
    component = case.meta.components.get(location) if case.meta is not None else None
    return component is not None and component.mode is GenerationMode.NEGATIVE


def _thing(case: Case[Any]) -> str:
    """The path of the thing a request is about."""
    path = case.formatted_path.removeprefix(PUBLIC)
    kind = kind_of(case.path.removeprefix(PUBLIC))
    depth = 2 + (kind.name.count("/") if kind else 0)
    return "/".join(path.split("/")[: depth + 1])
