"""The promises, held against what clients saw and what stands in the stores; each check says what is broken."""

import base64
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from shared.web.position import position_told
from tests.e2e.alliance import TARIFF_PENCE
from tests.faults.witness import Command
from tests.faults.world import LISTENERS, Stored, World

Log = Mapping[str, Command]
Check = Callable[[Log, World], Iterable[str]]
NOTED = ("ContractActivated", "ContractExtended", "ContractTerminated", "ContractExpired")
"""The events of a contract that budgets notes, each once."""


def acknowledged_are_stored_once(log: Log, world: World) -> Iterable[str]:
    """The events of an acknowledged command stand in its stream up to the version it was answered, each once."""
    by_key: dict[str, list[Stored]] = defaultdict(list)
    for event in world.events:
        if not event.by_policy:
            by_key[event.key].append(event)
    for command in log.values():
        if not command.acknowledged:
            continue
        promised, events = position_told(command.position), by_key[command.key]
        named = f"{command.method} {command.path} ({command.key})"
        if not events:
            yield f"lost: {named} was acknowledged at version {promised.version} of {promised.stream_id}"
            continue
        found = [(event.source, event.stream_id, event.version) for event in events]
        first = promised.version - len(events) + 1
        versions = range(first, promised.version + 1)
        if found != [(promised.source, promised.stream_id, version) for version in versions]:
            yield f"{named} was acknowledged as {promised} and stands as {found}"
        if max(Counter(event.type for event in events).values()) > 1:
            yield f"doubled: {named}"


def nothing_else_is_stored(log: Log, world: World) -> Iterable[str]:
    """No event of a refused command, none that nobody has sent."""
    for event in world.events:
        if event.by_policy:
            continue
        command = log.get(event.key)
        if command is None:
            yield f"{event.stream_id} version {event.version}: nobody sent {event.key}"
        elif command.answer is not None and not command.acknowledged:
            yield f"{event.stream_id} version {event.version}: {event.key} was answered {command.answer.status}"


def versions_are_gapless(log: Log, world: World) -> Iterable[str]:
    """Positions of a store and versions of a stream count from 1, and time never runs backwards in a store."""
    positions: Counter[str] = Counter()
    versions: Counter[tuple[str, str]] = Counter()
    latest: dict[str, Any] = {}
    for event in world.events:
        positions[event.source] += 1
        versions[event.source, event.stream_id] += 1
        if event.position != positions[event.source]:
            yield f"{event.source}: position {event.position} is the {positions[event.source]}th"
        if event.version != versions[event.source, event.stream_id]:
            yield f"{event.stream_id}: version {event.version} is the {versions[event.source, event.stream_id]}th"
        before = latest.setdefault(event.source, event.recorded_at)
        if before is not None and event.recorded_at < before:
            yield f"{event.source}: position {event.position} was recorded before the one before it"
        latest[event.source] = event.recorded_at


def receipts_agree(log: Log, world: World) -> Iterable[str]:
    """What a command was answered stands in its receipt."""
    for command in log.values():
        if command.acknowledged:
            promised = position_told(command.position)
            if world.receipts.get(receipt_key(command)) != (promised.stream_id, promised.version):
                yield f"{command.key} has the receipt {world.receipts.get(receipt_key(command))}, not {promised}"


def retries_got_the_first_answer(log: Log, world: World) -> Iterable[str]:
    """Whoever asks again with the same key is told the same."""
    for command in log.values():
        first, again = command.answer, command.again
        if first is None or again is None:
            continue
        headers = [(one.headers.get("etag"), one.headers.get("acs-position")) for one in (first, again)]
        if (first.status, first.body, headers[0]) != (again.status, again.body, headers[1]):
            yield f"{command.key} was answered {first.status} {headers[0]}, then {again.status} {headers[1]}"
        elif "idempotent-replayed" not in again.headers:
            yield f"{command.key} was done again by a retry"


def everything_took_effect_once(log: Log, world: World) -> Iterable[str]:
    """Every reader has come to the end of every stream, parked nothing, and shows each event once."""
    heads = {(event.source, event.stream_id): event.version for event in world.events}
    for reader, sources in LISTENERS.items():
        due = {stream: version for stream, version in heads.items() if stream[0] in sources}
        for stream in due.keys() | world.progress.get(reader, {}).keys():
            reached = world.progress.get(reader, {}).get(stream, 0)
            if reached != due.get(stream, 0):
                yield f"{reader} has come to version {reached} of {stream[1]}, which has {due.get(stream, 0)}"
    yield from world.parked
    stored = Counter(event.event_id for event in world.events)
    for name, counted in (("timeline", world.shown), ("arrivals", world.arrived)):
        for event_id in stored.keys() | counted.keys():
            if counted[event_id] != stored[event_id]:
                yield f"event {event_id} stands {counted[event_id]} times in the {name}, {stored[event_id]} in a store"


def money_is_conserved(log: Log, world: World) -> Iterable[str]:
    """The ledger holds what people were told they have posted and what discharges cost, to the penny."""
    posted: Counter[str] = Counter()
    for event in world.of("ExpenditurePosted"):
        posted["by policies" if event.data.get("pathway_id") else "by people"] += event.data["amount_pence"]
    done = [command for command in log.values() if command.acknowledged]
    told = sum(one.arguments["json"]["amount_pence"] for one in done if one.path.endswith("/expenditure"))
    due = TARIFF_PENCE * sum(one.path.endswith("/discharge") for one in done)
    if posted["by people"] != told:
        yield f"people were told of postings of {told} pence, the ledger has {posted['by people']}"
    if posted["by policies"] != due:
        yield f"discharges cost {due} pence, the ledger has {posted['by policies']}"


def policies_acted_once(log: Log, world: World) -> Iterable[str]:
    """A discharge is posted once; a contract is noted as often as it changed, and its links follow the last change."""
    discharged = Counter(event.event_id for event in world.of("ReferralDischarged"))
    paid = Counter(event.data["source_ref"] for event in world.of("ExpenditurePosted") if event.data.get("pathway_id"))
    for event_id in discharged.keys() | paid.keys():
        if discharged[event_id] != paid[event_id]:
            yield f"discharge {event_id} was paid for {paid[event_id]} times"
    changed: dict[str, list[int]] = defaultdict(list)
    noted: dict[str, list[int]] = defaultdict(list)
    for event in world.of(*NOTED):
        changed[event.data["contract_id"]].append(event.version)
    for event in world.of("ContractNoted"):
        noted[event.data["contract_id"]].append(event.data["contract_version"])
    for contract_id in changed.keys() | noted.keys():
        if changed[contract_id] != noted[contract_id]:
            yield f"contract {contract_id} changed at {changed[contract_id]}, was noted at {noted[contract_id]}"
    yield from _links_follow(world, changed)


def _links_follow(world: World, changed: Mapping[str, list[int]]) -> Iterable[str]:
    linked = Counter(event.data["contract_id"] for event in world.of("LineLinkedToContract"))
    opened = Counter(event.data["contract_id"] for event in world.of("CommitmentOpened"))
    for contract_id in linked.keys() | opened.keys():
        due = linked[contract_id] if changed.get(contract_id) else 0
        if opened[contract_id] != due:
            yield f"contract {contract_id} has {due} links to pay for, {opened[contract_id]} commitments"


def receipt_key(command: Command) -> str:
    """Under which a service keeps the answer to a person's key."""
    payload = str(command.who.token).split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return hashlib.sha256(f"{claims['org']}\0{claims['sub']}\0{command.key}".encode()).hexdigest()


CHECKS: Sequence[Check] = (
    acknowledged_are_stored_once,
    nothing_else_is_stored,
    versions_are_gapless,
    receipts_agree,
    retries_got_the_first_answer,
    everything_took_effect_once,
    money_is_conserved,
    policies_acted_once,
)


def violations(log: Log, world: World) -> list[str]:
    """Everything that is broken."""
    return [found for check in CHECKS for found in check(log, world)]
