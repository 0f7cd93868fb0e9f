"""From histories to what is published, without a database."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from services.contracts.ocds.commands import PublishReleases, Telling
from services.contracts.ocds.contracts_told import tell_contract
from services.contracts.ocds.domain import process_decider
from services.contracts.ocds.packages import Publisher, record_package, release_package
from shared.events.contracts.ocds import ReleasePublished
from shared.kernel.message import Event
from shared.service import read_organisations
from shared.settings import AllianceSettings
from shared.views import Recorded

ORGANISATIONS = read_organisations(AllianceSettings().organisations_file)
PUBLISHER = Publisher("BHR", "https://acs.example/api/v1")
BEGAN = datetime(2026, 1, 5, 9, 0, 0, 250_000, tzinfo=UTC)
PROCESS = UUID("01980000-0000-7000-8000-00000000c001")


def history(*events: Event, stream: str = "contract", minutes: int = 1) -> list[Recorded[Any]]:
    """Events as they are stored, some minutes after one another."""
    return [
        Recorded(
            event,
            f"{stream}-{PROCESS}",
            version,
            UUID(int=(len(stream) << 64) + version),
            BEGAN + version * timedelta(minutes=minutes),
            actor="someone",
            org="07L",
        )
        for version, event in enumerate(events, start=1)
    ]


def published(tellings: Sequence[Telling], *before: ReleasePublished) -> list[ReleasePublished]:
    """The events these tellings lead to, once others were published."""
    state = process_decider.fold(before)
    command = PublishReleases(process_id=PROCESS, prefix="ocds-213czf", tellings=tuple(tellings))
    return list(process_decider.decide(command, state))


def releases(*events: Event) -> list[dict[str, Any]]:
    """What is published of a contract with these events."""
    told = published(tell_contract(history(*events), ORGANISATIONS))
    return [json.loads(one.release) for one in told]


def packages(told: Sequence[ReleasePublished]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A release package and a record package of what was published."""
    texts = [one.release for one in told]
    head = PUBLISHER.head(f"/ocds/releases/{told[0].ocid}", told[-1].dated)
    return json.loads(release_package(head, texts)), json.loads(record_package(head, told[0].ocid, texts))
