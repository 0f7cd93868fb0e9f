"""All apps, all people: who attacks what, with what part of the budget. `python -m tests.attack.siege 100000`."""

import asyncio
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from deploy.stack.settings import SERVICES
from services.gateway.merged.tidy import METHODS, tidied
from shared.eventstore.published import SERVICE_TOKEN_HEADER
from shared.kernel.addresses import PUBLIC
from tests.attack.bodies import beginnings
from tests.attack.filling import Filling
from tests.attack.forging import Forger, service_claims
from tests.attack.fuzzing import PEOPLE, App, Attacker, Effort, Tally, operations_of, persona
from tests.attack.target import Besieged, besieged
from tests.kit.stack import running_postgres

A_DAY = 86_400
MANY = 20
"""Examples per operation in a round, and chains of requests per app."""
FEW = 8
ONE_IN: Mapping[str, int] = {"gateway": 24, "contracts": 8}
"""Of whose paths not every one is walked through in brief; `make fuzz` walks all."""
ASKED_ONE_IN: Mapping[str, int] = {"gateway": 6}
"""Of whose paths not every one is asked by everybody in brief: the gateway's are those of the services again."""
NATURAL: Mapping[str, str] = {
    "contracts": "commissioner",
    "pools": "finance",
    "pathways": "pathway-author",
    "referrals": "gp",
    "erasures": "gp",
    "operations": "operator",
}
"""Who comes farthest, by the first segment of a path."""


class Siege:
    """The attackers of a running alliance."""

    def __init__(self, target: Besieged, seed: int | None = None) -> None:
        self.tally = Tally()
        self._forger = Forger(target.rig.settings.keys_dir)
        self._filling = Filling(target.things, seed or 1)
        self._beginnings = beginnings(target.things["pathways"].key)
        self.apps = [self._app(name, target.rig.url(name)) for name in SERVICES]

    def _app(self, name: str, url: str) -> App:
        document = httpx.get(f"{url}/openapi.json", timeout=20).json()
        if name == "gateway":
            return App(name, url, document)
        claims = service_claims(name)
        peer = self._forger.peer(name, exp=claims["exp"] + A_DAY)
        return App(name, url, _as_published(document), {SERVICE_TOKEN_HEADER: peer})

    def attacker(self, app: App, *people: str) -> Attacker:
        """People at one app."""
        return Attacker(app, {person: self._token(person) for person in people}, self._filling, self.tally)

    def _token(self, person: str) -> str | None:
        if (someone := persona(person)) is None:
            return None
        until = int(time.time()) + A_DAY
        return self._forger.user(sub=someone.sub, org=someone.org, roles=list(someone.roles), exp=until)

    def brief(self) -> None:
        """Everybody in turn at each app; and the schemas walked through, of the larger ones a part.

        What begins things is asked a few times more by whoever may, so that some are begun.
        """
        for app in self.apps:
            self.attacker(app, *PEOPLE).attack(Effort(examples=2), only=_one_in(ASKED_ONE_IN, app))
            for person, paths in _by_natural(_one_in(ONE_IN, app)).items():
                self.attacker(app, person).attack(Effort(coverage=True), only=paths)
            begun = [path for path in app.document["paths"] if path.removeprefix(PUBLIC) in self._beginnings]
            for person, paths in _by_natural(begun).items():
                self.attacker(app, person).attack(Effort(examples=FEW), only=paths)

    def long(self, requests: int, seed: int) -> None:
        """Round by round, until so many requests are sent; each round other ones."""
        size = {app.name: len(list(operations_of(app.document))) for app in self.apps}
        while (before := self.tally.total) < requests:
            left = requests - before
            for app in self.apps:
                share = left * size[app.name] // sum(size.values())
                everybody = self.attacker(app, *PEOPLE)
                everybody.attack(Effort(examples=MANY, chains=MANY, seed=seed), most=share // 2)
                everybody.attack(Effort(coverage=True, seed=seed), most=share // 2)
            seed += 1
            self.report(sys.stderr)

    def report(self, out: Any = sys.stdout) -> None:
        """How many, by whom, at what, with which answers, and what was found."""
        lines = [f"{self.tally.total:,} requests"]
        for title, place in (("app", 0), ("person", 1), ("status", 2)):
            counted = sorted(self.tally.by(place).items())
            lines.append(f"by {title}: " + ", ".join(f"{name} {count:,}" for name, count in counted))
        lines.append(f"{len(self.tally.findings)} failures")
        lines += map(str, self.tally.findings.values())
        out.write("\n".join(lines) + "\n")


def _by_natural(paths: Iterable[str]) -> dict[str, list[str]]:
    by_person: dict[str, list[str]] = {}
    for path in paths:
        kind = path.removeprefix(PUBLIC).split("/")[1]
        by_person.setdefault(NATURAL.get(kind, "commissioner"), []).append(path)
    return by_person


def _one_in(how_many: Mapping[str, int], app: App) -> list[str]:
    return list(app.document["paths"])[:: how_many.get(app.name, 1)]


def _as_published(document: dict[str, Any]) -> dict[str, Any]:
    """The document of a service as the gateway publishes its part, at the service's own paths."""
    paths = {
        path: {method: tidied(method, item[method]) for method in METHODS if method in item}
        for path, item in document["paths"].items()
    }
    schemes = {"bearerAuth": {"type": "http", "scheme": "bearer"}}
    components = {**document.get("components", {}), "securitySchemes": schemes}
    return {**document, "paths": paths, "components": components, "security": [{"bearerAuth": []}]}


async def main(requests: int, seed: int) -> int:
    """The exit code: 1 with failures."""
    with TemporaryDirectory(prefix="acs-siege-") as directory, running_postgres(Path(directory)) as postgres:
        async with besieged(Path(directory) / "alliance", postgres) as target:
            siege = Siege(target, seed)
            await asyncio.to_thread(siege.long, requests, seed)
            sys.stdout.write(f"seed {seed}\n")
            siege.report()
            return 1 if siege.tally.findings else 0


if __name__ == "__main__":
    how_many = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    sys.exit(asyncio.run(main(how_many, int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time()))))
