"""Schemathesis over one app as several people in turn: what it sends is filled in, what it finds is counted."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

import schemathesis
from schemathesis import Case, Response
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import Failure
from schemathesis.engine import events, from_schema
from schemathesis.hooks import unregister
from schemathesis.schemas import BaseSchema

from deploy.cli.personas import PERSONAS, Persona
from tests.attack import agreed
from tests.attack.filling import Filling

NOBODY = "nobody"
PEOPLE = (NOBODY, *PERSONAS)
MOST_SAID = 600
"""Characters of a finding's message; of a traceback the last ones say what happened."""
ENDED = (401, 405, 400, 413)
"""All that somebody without a token is ever answered; 400 when the body is no JSON, which is read before the token."""


@dataclass(frozen=True)
class App:
    """One of the four, at `url`; `headers` open it: the peer's token of a service."""

    name: str
    url: str
    document: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """A broken check, with the line that shows it again; $TOKEN stands for the person's token."""

    app: str
    person: str
    check: str
    operation: str
    message: str
    curl: str

    def __str__(self) -> str:
        return f"{self.app} as {self.person}: {self.check}: {self.operation}\n  {self.message}\n  {self.curl}"


@dataclass
class Tally:
    """What was sent and found."""

    requests: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """By app, person and status."""
    findings: dict[tuple[str, str, str], Finding] = field(default_factory=dict)
    """The first of each kind: by app, check and operation."""

    @property
    def total(self) -> int:
        """All requests."""
        return sum(self.requests.values())

    def by(self, place: int) -> Counter[str]:
        """Requests by app (0), person (1) or status (2)."""
        counted: Counter[str] = Counter()
        for key, count in self.requests.items():
            counted[key[place]] += count
        return counted

    def found(self, finding: Finding) -> None:
        """Keep it, unless its like is known."""
        self.findings.setdefault((finding.app, finding.check, finding.operation), finding)


@dataclass(frozen=True)
class Effort:
    """How much of what: examples per operation, whether each schema is walked through, how long the chains are."""

    examples: int = 0
    coverage: bool = False
    chains: int = 0
    seed: int | None = None
    """None: the same requests every time."""

    def phases(self) -> dict[str, Any]:
        """As schemathesis is told."""
        return {
            "examples": {"enabled": self.examples > 0},
            "fuzzing": {"enabled": self.examples > 0},
            "coverage": {"enabled": self.coverage},
            "stateful": {"enabled": self.chains > 0, "generation": {"max-examples": max(1, self.chains)}},
        }


class Attacker:
    """People at one app, by name with their tokens: each request is the next one's; nobody has none."""

    def __init__(self, app: App, tokens: Mapping[str, str | None], filling: Filling, tally: Tally) -> None:
        self.app = app
        self._tokens, self._filling, self._tally = tokens, filling, tally
        self._turns = cycle(tokens)
        self._who: dict[str, str] = {}

    def attack(self, effort: Effort, *, only: Sequence[str] = (), most: int | None = None) -> None:
        """Send until the effort is spent, or `most` requests are; `only` names paths."""
        with self._hooked():
            stream = from_schema(self._schema(effort, only)).execute()
            sent = 0
            for event in stream:
                if isinstance(event, events.ScenarioFinished):
                    sent += len(event.recorder.interactions)
                    self._note(event)
                elif isinstance(event, events.NonFatalError | events.FatalError):
                    trouble = str(getattr(event, "info", event))
                    self._tally.found(self._finding("engine", "", trouble[-MOST_SAID:], ""))
                if most is not None and sent >= most:
                    stream.stop()

    def _schema(self, effort: Effort, only: Sequence[str]) -> BaseSchema:
        settings: dict[str, Any] = {
            "base-url": self.app.url,
            "headers": self.app.headers,
            "continue-on-failure": True,
            "request-timeout": 20,
            "max-stream-events": 2,
            "output": {"sanitization": {"enabled": False}},
            "generation": {
                "max-examples": max(1, effort.examples),
                "database": "none",
                "no-shrink": True,
                "deterministic": effort.seed is None,
            },
            "phases": effort.phases(),
            "checks": agreed.CHECKS,
            "operations": agreed.OPERATIONS,
            "suppress-health-check": ["all"],
            "seed": effort.seed or 1,
        }
        document = limited(self.app.document, only) if only else self.app.document
        schema = schemathesis.openapi.from_dict(document, config=SchemathesisConfig.from_dict(settings))
        schema.auth(refresh_interval=None)(self._people())
        return schema

    def _people(self) -> type[Any]:
        attacker = self

        class InTurn:
            """Whose request it is."""

            def get(self, case: Case[Any], context: Any) -> str | None:
                person = next(attacker._turns)
                attacker._who[case.id] = person
                return attacker._tokens[person]

            def set(self, case: Case[Any], token: str, context: Any) -> None:
                case.headers["Authorization"] = f"Bearer {token}"

        return InTurn

    @contextmanager
    def _hooked(self) -> Iterator[None]:
        def before_call(context: Any, case: Case[Any], kwargs: dict[str, Any]) -> None:
            self._filling.fill(case)

        def after_call(context: Any, case: Case[Any], response: Response) -> None:
            self._filling.remember(case, response)
            if self._who.get(case.id) == NOBODY and response.status_code not in ENDED:
                curl = case.as_curl_command()
                message = f"somebody without a token is answered {response.status_code}"
                self._tally.found(self._finding("ignored_auth", case.operation.label, message, curl, NOBODY))

        def filter_failure(context: Any, failure: Failure, case: Case[Any], response: Response) -> bool:
            return not agreed.is_agreed(failure, case, response)

        hooks = (before_call, after_call, filter_failure)
        for hook in hooks:
            schemathesis.hook(hook)
        try:
            yield
        finally:
            for hook in hooks:
                unregister(hook)

    def _note(self, event: events.ScenarioFinished) -> None:
        # A check's own probe, without credentials or with wrong ones, is nobody's.
        for case_id, interaction in event.recorder.interactions.items():
            status = interaction.response.status_code if interaction.response else 0
            self._tally.requests[self.app.name, self._who.get(case_id, NOBODY), str(status)] += 1
        for case_id, checks in event.recorder.checks.items():
            for check in checks:
                if check.failure_info is not None:
                    label = event.recorder.cases[case_id].value.operation.label
                    failure = check.failure_info.failure
                    message = f"{failure.title}: {failure.message}"
                    curl = check.failure_info.code_sample
                    self._tally.found(self._finding(check.name, label, message, curl, self._who.get(case_id, NOBODY)))
        for case_id in event.recorder.cases:
            self._who.pop(case_id, None)

    def _finding(self, check: str, operation: str, message: str, curl: str, person: str = "") -> Finding:
        shown = curl
        for token in filter(None, self._tokens.values()):
            shown = shown.replace(token, "$TOKEN")
        for name, value in self.app.headers.items():
            shown = shown.replace(value, f"${name.upper().replace('-', '_')}")
        return Finding(self.app.name, person, check, operation, " ".join(message.split())[:MOST_SAID], shown)


def persona(name: str) -> Persona | None:
    """None for nobody."""
    return PERSONAS.get(name)


def limited(document: dict[str, Any], paths: Sequence[str]) -> dict[str, Any]:
    """The document with these paths alone."""
    return {**document, "paths": {path: document["paths"][path] for path in paths}}


def operations_of(document: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Method, path and operation id of each."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield method.upper(), path, operation["operationId"]
