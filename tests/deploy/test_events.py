"""`acs events`: whose stream it is, what happened in sentences, nothing that is not published."""

import importlib
from datetime import UTC, datetime
from io import StringIO
from uuid import UUID

import pytest
from pydantic import JsonValue
from rich.console import Console

from deploy.cli.events import events_table, owner_of, owners
from deploy.stack.problem import StackProblem
from shared.eventstore.published import FeedEvent
from shared.service import Card

ID = UUID("01980000-0000-7000-8000-000000000001")
STREAM = f"contract-{ID}"
ACTIVATED: dict[str, JsonValue] = {
    "contract_id": str(ID),
    "ref": "BHR-0001",
    "signed_on": "2026-11-21",
    "commissioners": ["QMF"],
    "start": "2026-11-21",
    "end": "2028-10-31",
    "value_pence": 120_000_000,
    "annual_value_pence": 60_000_000,
}


def told(type_name: str, data: dict[str, JsonValue], *, schema_version: int = 1) -> FeedEvent:
    at = datetime(2026, 11, 21, 21, 12, 51, tzinfo=UTC)
    return FeedEvent(
        position=7,
        stream_id=STREAM,
        version=2,
        event_id=ID,
        type=type_name,
        schema_version=schema_version,
        data=data,
        org="QMF",
        correlation="c",
        occurred_at=at,
        recorded_at=at,
    )


def shown(event: FeedEvent, width: int, *, data: bool = False) -> str:
    out = StringIO()
    Console(file=out, width=width).print(events_table(STREAM, [event], width, data=data))
    return " ".join(out.getvalue().split())


@pytest.mark.parametrize(
    ("category", "service"),
    [
        ("contract", "contracts"),
        ("pool", "budgets"),
        ("known-contract", "budgets"),
        ("pathway", "referrals"),
        ("referral", "referrals"),
    ],
)
def test_the_service_of_a_stream_is_known_by_its_category(category: str, service: str) -> None:
    assert owner_of(f"{category}-{ID}") == service


@pytest.mark.parametrize("name", ["contract", f"{ID}", f"person-{ID}", f"contract-{ID}0", "contract-../../feed"])
def test_what_is_not_the_name_of_a_stream_is_refused(name: str) -> None:
    with pytest.raises(StackProblem):
        owner_of(name)


@pytest.mark.parametrize("width", [80, 120])
def test_an_event_is_told_in_its_sentence_with_version_time_type_and_organisation(width: int) -> None:
    text = shown(told("ContractActivated", ACTIVATED), width)
    for words in ("2 2026-11-21 21:12:51", "ContractActivated", "QMF", "Contract BHR-0001 was activated"):
        assert words in text
    assert "annual_value_pence" not in text


def test_data_are_added_when_asked_for() -> None:
    assert '"annual_value_pence": 60000000' in shown(told("ContractActivated", ACTIVATED), 120, data=True)


@pytest.mark.parametrize(
    "event",
    [
        told("ContractFramed", {"wall": "east"}),
        told("ContractActivated", {"wall": "east"}),
        told("ContractActivated", {"wall": "east"}, schema_version=99),
    ],
    ids=["unknown type", "other fields", "newer schema"],
)
def test_an_event_nobody_here_knows_is_told_by_its_data(event: FeedEvent) -> None:
    assert '{"wall": "east"}' in shown(event, 80)


def test_a_sentence_without_its_private_fields_is_whole() -> None:
    submitted: dict[str, JsonValue] = {
        "referral_id": str(ID),
        "pathway_id": str(ID),
        "pathway_version": 1,
        "patient_ref": "p-hohujtuklqb5jsw66efrsmbu",
        "practice_ods": "F86087",
        "provider_ods": "RF4",
        "locality": "redbridge-seven-kings",
        "specialty_tfc": "320",
        "priority": "URGENT",
        "authored_on": "2025-12-03",
        "results": [],
        "missing_results": ["ECG12"],
        "one_stop_ready": False,
        "duplicate_of": None,
    }
    text = shown(told("ReferralSubmitted", submitted), 80)
    assert "F86087 referred a patient to RF4" in text
    assert "hohujtuklqb5jsw66efrsmbu" not in text


@pytest.mark.parametrize("service", ["contracts", "budgets", "referrals"])
def test_every_kind_of_stream_is_known(service: str) -> None:
    card: Card = importlib.import_module(f"services.{service}.app").card
    assert {one.decider.category for one in card.capabilities} == {
        kind for kind, owner in owners().items() if owner == service
    }
