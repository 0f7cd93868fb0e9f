"""The events of one stream, as the service that has it publishes them: never what is sealed or confidential."""

import json
import re
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from pydantic import ValidationError
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from deploy.cli.client import get_json
from deploy.cli.figures import WIDE
from deploy.cli.tokens import service_headers
from deploy.stack.problem import StackProblem
from deploy.stack.settings import StackSettings
from shared.eventstore.published import FeedEvent, FeedPage

NAME = re.compile(r"(?P<category>[a-z-]+)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PAGE = 1_000


def events_of(settings: StackSettings, stream: str) -> Sequence[FeedEvent]:
    """All events of a stream; a `StackProblem` when there is none of that name."""
    service = owner_of(stream)
    address = f"{settings.url(service)}/feed/streams/{quote(stream, safe='')}"
    events: list[FeedEvent] = []
    while True:
        url = f"{address}?after_version={len(events)}&limit={PAGE}"
        answer = get_json(url, service_headers(settings, service), what=f"The service {service}")
        page = FeedPage.model_validate(answer).events
        events += page
        if len(page) < PAGE:
            break
    if not events:
        raise StackProblem(f"The service {service} has no stream {stream}.")
    return events


def owner_of(stream: str) -> str:
    """The service that has a stream; a `StackProblem` for what is not the name of one."""
    named = NAME.fullmatch(stream)
    known = owners()
    if named is None or named["category"] not in known:
        raise StackProblem(
            f"{stream!r} is not the name of a stream.",
            advice="It is what the timeline calls it: a kind, such as contract or pool, a hyphen and the thing's id.",
        )
    return known[named["category"]]


def owners() -> Mapping[str, str]:
    """What a stream is about → the service that has it."""
    from shared.events.contracts.kinds import KINDS  # late: every command would wait for the whole language

    budgets, referrals = ("pool", "known-contract"), ("pathway", "referral", "erasure")
    of_contracts = dict.fromkeys(("contract", *KINDS), "contracts")
    return of_contracts | dict.fromkeys(budgets, "budgets") | dict.fromkeys(referrals, "referrals")


def events_table(stream: str, events: Sequence[FeedEvent], width: int, *, data: bool = False) -> Table:
    """A row per event, told in a sentence; `data` adds what is published of it. Times are UTC."""
    table = Table(title=f"{stream} (times in UTC)", title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.add_column("version", justify="right", header_style="dim", min_width=7)
    table.add_column("recorded", header_style="dim", min_width=19)
    if width >= WIDE:
        table.add_column("event", header_style="dim", no_wrap=True)
        table.add_column("by", header_style="dim", no_wrap=True)
    table.add_column("what happened", header_style="dim", ratio=1, overflow="fold")
    for event in events:
        recorded = f"{event.recorded_at:%Y-%m-%d %H:%M:%S}"
        said = [Text(sentence_of(event) or _json(event))]
        if data and sentence_of(event):
            said.append(Text(_json(event), "dim"))
        cells: list[RenderableType] = [event.type, event.org]
        if width < WIDE:
            said.insert(1, Text(f"{event.type}, by {event.org}", "dim"))
            cells = []
        table.add_row(str(event.version), recorded, *cells, Text("\n").join(said))
    return table


def sentence_of(event: FeedEvent) -> str:
    """The event in one sentence; nothing of an event this program does not know."""
    from services.gateway.alliance.things import CATALOGUE  # late: it brings the whole database layer along
    from shared.eventstore.codec import NewerSchemaVersion, UnknownEventType

    try:
        return CATALOGUE.decode_published(event.type, event.schema_version, json.dumps(event.data)).tell()
    except (UnknownEventType, NewerSchemaVersion, ValidationError):
        return ""


def _json(event: FeedEvent) -> str:
    return json.dumps(event.data, ensure_ascii=False)
