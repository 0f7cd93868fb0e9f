"""Asks a running app for one thing as one person, and reads from the answer what it allowed."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from deploy.cli.personas import Persona
from shared.kernel.addresses import PUBLIC
from tests.attack.bodies import BESIDES, ERASURE, FRESH, MEANT, OF_WHO_ASKS, SUITABLE, beginnings, deeds
from tests.attack.kinds import KINDS, kind_of
from tests.attack.made_up import made_up
from tests.attack.matrix import ALLOWED, HIDDEN, REFUSED
from tests.attack.table import Route
from tests.attack.target import Besieged
from tests.kit.apps import Answer, Client
from tests.kit.rig import eventually

STRANGER = "F82005"
CAST: Mapping[str, tuple[str, str, str]] = {
    "contracts": ("07L", "RAT", STRANGER),
    "pools": ("08F", "07L", STRANGER),
    "pathways": ("ILLN05", "RF4", STRANGER),
    "referrals": ("F82001", "RF4", STRANGER),
    "erasures": ("F82001", "RF4", STRANGER),
}
"""For whom somebody speaks: an owner of the thing, a party to it, somebody else."""
UPLOADS: Mapping[str, Mapping[str, str]] = {"/imports": {}, "/place-imports": {"layout": "epraccur"}}
"""Their bodies are files; how those are to be read."""
PARKED: Mapping[str, Any] = {"source": "contracts", "stream_id": "contract-none"}
TELLING = ("/alliance/timeline", "/alliance/stream")
UNREACHED = '"999999"'
"""A version nothing is at: who may do a deed is told so (412), and nothing is done."""
OUT_OF_SCOPE = ("NotFoundHere", "PersonNotKnown")
ASKED_BEFORE = (
    "NothingParked",
    "NoPosition",
    "NoLocalityThatDay",
    "ProcessNotTold",
    "FileWithoutRows",
    "NoTermsThatDay",
    "NoTermsOfReferenceThatDay",
    "RecoveryNotOpen",
    "ErasureAlreadyRequested",
    "UnknownAnsweringBody",
    "DecisionNotTaken",
    "ContractNotInForce",
    "RouteNotPermitted",
    "MobilisationNotConfirmed",
    "RewardNotNamed",
    "AimWithoutSource",
    "NamedTwice",
    "NotACommissioner",
    "AdviceOfAProvider",
    "InvitedByNoCommissioner",
    "SpecifiedByNoCommissioner",
    "DialogueOfNoCommissioner",
)
"""Refusals that only those hear who were found to be allowed; any other leaves open who may."""


@dataclass(frozen=True)
class Asker:
    """`through` is the gateway, or the service itself."""

    target: Besieged
    through_gateway: bool

    async def outcome(self, route: Route, persona: Persona, org: str) -> str:
        """y, 3 or 4."""
        name = "gateway" if self.through_gateway else route.service
        prefix = PUBLIC if self.through_gateway and route.service != "gateway" else ""
        client = self.target.rig.client(name, *persona.roles, org=org, sub=f"{persona.sub}-{org}")
        path = prefix + route.at(**self._ids(route.path))
        if route.path.endswith("/alliance/stream"):
            return await self._streamed(client, path)
        answer = await self._ask(route, client, path, org)
        return self._read(route, answer)

    def _ids(self, path: str) -> dict[str, str]:
        kind, params = kind_of(path), re.findall(r"{(\w+)", path)
        return {params[0]: self.target.things[kind.name].key} if kind and params else {}

    async def _ask(self, route: Route, client: Client, path: str, org: str) -> Answer:
        if route.method == "GET":
            query: Mapping[str, Any] = {"limit": 500} if route.path.count("{") == 0 and "overview" not in path else {}
            if path.endswith("/alliance/timeline"):
                query = {"stream": self._told()}
            if path.endswith("/dead-letters/events"):
                query = PARKED
            return await client.get(path, **query)
        headers = {"Idempotency-Key": uuid4().hex, "If-Match": UNREACHED}
        if route.path in UPLOADS:
            headers |= {"Content-Type": "text/csv"}
            return await client.send(route.method, path, params=UPLOADS[route.path], content=b"", headers=headers)
        return await client.send(route.method, path, json=self._body(route, org), headers=headers)

    def _body(self, route: Route, org: str) -> Any:
        things = self.target.things
        pathway = things["pathways"].key
        known = deeds(things["contracts"].key, pathway) | beginnings(pathway) | self._others()
        path = route.path.replace(":path}", "}")
        if path in known:
            return known[path]
        if route.body is None:
            return None
        besides = {field: org if said == OF_WHO_ASKS else said for field, said in BESIDES.get(path, {}).items()}
        return made_up(route.body, self._known(), org) | besides

    def _known(self) -> dict[str, Any]:
        """What a body says so that it is about things there are, and so that no rule has anything against it."""
        things = self.target.things
        ids = {KINDS[name].key: thing.key for name, thing in reversed([*things.items()])}
        ids |= {field: ids[key] for field, key in MEANT.items()}
        fresh = f"Z{uuid4().hex[:9]}".upper()
        return {**SUITABLE, **ids, **dict.fromkeys(FRESH, fresh), "contract_ids": [ids["contract_id"]]}

    def _others(self) -> dict[str, Any]:
        """Deeds of operators and of information governance."""
        return {
            "/erasures": {"referral_id": self.target.things["referrals"].key, **ERASURE},
            "/access-log/searches": {"nhs_number": "9990000018"},
            "/operations/budgets/dead-letters/retries": PARKED,
            "/operations/referrals/dead-letters/retries": PARKED,
            "/operations/contracts/dead-letters/retries": PARKED,
            "/api/v1/operations/gateway/dead-letters/retries": PARKED,
        }

    def _read(self, route: Route, answer: Answer) -> str:
        if answer.status == 403:
            return REFUSED
        refusal = answer.body.get("refusal") if isinstance(answer.body, dict) else None
        if answer.status == 404 and refusal in OUT_OF_SCOPE:
            return HIDDEN
        decided = answer.status in (200, 201, 412) or refusal in ASKED_BEFORE
        assert decided, f"who may is still unasked: {route}, {answer.status}, {answer.body}"
        kind = route.path.split("/")[-1]
        if route.method == "GET" and kind in self.target.things:
            return ALLOWED if self.target.things[kind].key in json.dumps(answer.body) else HIDDEN
        if route.path.endswith(TELLING):
            return ALLOWED if answer.body["items"] else HIDDEN
        return ALLOWED

    def _told(self) -> str:
        return f"contract-{self.target.things['contracts'].key}"

    async def _streamed(self, client: Client, path: str) -> str:
        headers = {"Authorization": f"Bearer {client.token}"}
        told = b""
        try:
            async with client.http.stream("GET", f"{path}?after=0", headers=headers, timeout=0.7) as answer:
                if answer.status_code != 200:
                    return {403: REFUSED, 404: HIDDEN}[answer.status_code]
                async for part in answer.aiter_bytes():
                    told += part
        except httpx.ReadTimeout:
            pass
        return ALLOWED if self._told().encode() in told else HIDDEN


async def told_of(target: Besieged) -> None:
    """Wait until the gateway has heard of the contract."""
    client = target.rig.client("gateway", "OPERATOR")

    async def heard() -> bool:
        stream = f"contract-{target.things['contracts'].key}"
        answer = await client.get(f"{PUBLIC}/alliance/timeline", stream=stream)
        return len(answer.body["items"]) >= 2

    await eventually(heard)
