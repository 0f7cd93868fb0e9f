"""The rules of publishing: each event is told once, releases are numbered, and none is dated before another."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, assert_never
from uuid import UUID

from services.contracts.ocds.commands import PublishReleases, Telling
from services.contracts.ocds.state import ContractingProcess, evolve
from shared.events.contracts.ocds import ContractingProcessEvent, ReleasePublished
from shared.kernel.decider import Decider


def ocid_of(prefix: str, process_id: UUID) -> str:
    """The identifier of a process: `ocds-213czf-<uuid of the procurement, or of the contract that had none>`."""
    return f"{prefix}-{process_id}"


def decide(command: PublishReleases, process: ContractingProcess | None) -> Sequence[ContractingProcessEvent]:
    """The releases that were not published before."""
    match command:
        case PublishReleases():
            return list(_published(command, process))
    assert_never(command)


@dataclass(frozen=True)
class _Place:
    """Where a release stands in its process."""

    ocid: str
    number: int
    dated: datetime

    @property
    def release_id(self) -> str:
        return f"{self.ocid}-{self.number}"


def _published(command: PublishReleases, process: ContractingProcess | None) -> Iterator[ReleasePublished]:
    # A process keeps the ocid it began with, though the prefix is another one today.
    ocid = process.ocid if process else ocid_of(command.prefix, command.process_id)
    number = process.releases if process else 0
    told = set(process.tells_of) if process else set()
    parties = process.parties if process else ()
    dated = process.last_dated if process else datetime.min.replace(tzinfo=UTC)
    for telling in command.tellings:
        if telling.tells_of in told:
            continue
        number += 1
        told.add(telling.tells_of)
        parties = tuple(dict.fromkeys((*parties, *telling.parties)))
        # Merging goes by date, with whole seconds: what is told later is never dated before.
        dated = max(dated, telling.happened_at.astimezone(UTC).replace(microsecond=0))
        place = _Place(ocid, number, dated)
        yield ReleasePublished(
            process_id=command.process_id,
            ocid=ocid,
            number=number,
            release_id=place.release_id,
            dated=dated,
            tags=telling.tags,
            tells_of=telling.tells_of,
            parties=parties,
            release=_release(telling, place),
        )


def _release(telling: Telling, place: _Place) -> str:
    content = json.loads(telling.content)
    for amendment in _amendments(content):
        amendment["releaseID"] = place.release_id
        if place.number > 1:
            amendment["amendsReleaseID"] = f"{place.ocid}-{place.number - 1}"
    head = {
        "ocid": place.ocid,
        "id": place.release_id,
        "date": place.dated.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "tag": list(telling.tags),
        "initiationType": "tender",
        "language": "en",
    }
    return json.dumps(head | content, ensure_ascii=False, separators=(",", ":"))


def _amendments(content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for section in (content.get("tender", {}), *content.get("awards", ()), *content.get("contracts", ())):
        yield from section.get("amendments", ())


process_decider: Decider[PublishReleases, ContractingProcess | None, ContractingProcessEvent] = Decider(
    category="contracting-process", events=(ReleasePublished,), initial=None, decide=decide, evolve=evolve
)
