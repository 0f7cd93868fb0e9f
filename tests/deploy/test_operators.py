"""What operators read in a terminal of dead letters and relays."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from uuid import UUID

import pytest
from rich.console import Console, RenderableType

from deploy.cli.dead_letters import CONSUMERS, age, events_table, parked_table
from deploy.cli.relay import PUBLISHERS, relay_table
from services.budgets.app import card as budgets
from services.contracts.app import card as contracts
from services.gateway.app import card as gateway
from services.referrals.app import card as referrals
from shared.eventstore.published import FeedEvent
from shared.operations import DeadLetter, DeadLetterEvent, DeadLetterStream, RelayStatus

NOW = datetime(2026, 11, 21, 21, 12, 51, tzinfo=UTC)
ID = UUID("01980000-0000-7000-8000-000000000001")
STREAM = f"contract-{ID}"


def shown(what: RenderableType, width: int = 160) -> str:
    out = StringIO()
    Console(file=out, width=width).print(what)
    return out.getvalue()


def status(**changes: object) -> RelayStatus:
    said: dict[str, object] = {
        "service": "contracts",
        "leading": True,
        "led": True,
        "cursor": 1_200,
        "head": 1_200,
        "lag_events": 0,
        "lag_seconds": 0.0,
        "last_published_at": NOW - timedelta(seconds=4),
        "kafka_reachable": True,
    }
    return RelayStatus.model_validate(said | changes)


def test_every_consumer_and_every_publisher_is_asked() -> None:
    cards = (contracts, budgets, referrals, gateway)
    assert {card.name for card in cards if card.listens_to} == set(CONSUMERS)
    assert {card.name for card in cards if card.event_classes} == set(PUBLISHERS)


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0 s"), (59.9, "59 s"), (60, "1 min"), (3_600, "1 h"), (86_399, "23 h"), (172_800, "2 d")]
)
def test_an_age_is_told_in_its_largest_unit(seconds: float, text: str) -> None:
    assert age(seconds) == text


def test_a_parked_stream_is_a_row_that_says_why_and_since_when() -> None:
    parked = DeadLetter(
        source="contracts",
        stream_id=STREAM,
        version=3,
        reason="NewerSchemaVersion",
        parked_at=NOW - timedelta(minutes=12),
        waiting=1_204,
    )
    line = shown(parked_table([("budgets", parked)], NOW)).splitlines()[1].split()
    assert line == ["budgets", "contracts", STREAM, "3", "NewerSchemaVersion", "12", "min", "1,204"]


def test_what_waits_is_shown_as_it_was_published_or_as_no_event() -> None:
    event = FeedEvent(
        position=7,
        stream_id=STREAM,
        version=2,
        event_id=ID,
        type="ContractActivated",
        schema_version=9,
        data={"ref": "[red]BHR-0001[/]"},
        org="07L",
        correlation="c",
        occurred_at=NOW,
        recorded_at=NOW,
    )
    items = [
        DeadLetterEvent(version=2, reason="NewerSchemaVersion", parked_at=NOW, event=event),
        DeadLetterEvent(version=3, reason="JSONDecodeError", parked_at=NOW, event=None),
    ]
    told = DeadLetterStream(consumer="budgets", source="contracts", stream_id=STREAM, waiting=2, items=items)
    text = shown(events_table(told))
    assert "ContractActivated v9, recorded 2026-11-21 21:12:51 UTC" in text
    assert '{"ref": "[red]BHR-0001[/]"}' in text
    assert "The record was no event" in text


def test_a_relay_is_a_row_that_says_who_leads_and_how_far_kafka_is_behind() -> None:
    text = shown(relay_table([status()], NOW))
    assert text.splitlines()[1].split() == [
        "contracts",
        "leads",
        "1,200",
        "1,200",
        "0",
        "–",
        "4",
        "s",
        "ago",
        "answers",
    ]


def test_a_relay_in_trouble_says_so() -> None:
    behind = status(leading=False, led=False, cursor=1_000, lag_events=200, lag_seconds=75.0, kafka_reachable=False)
    text = shown(relay_table([behind], NOW))
    assert "nobody leads" in text
    assert "1 min" in text
    assert "does not answer" in text
    assert "stands by" in shown(relay_table([status(leading=False)], NOW))
