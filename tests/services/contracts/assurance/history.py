"""An ISAP case's history the tests start from."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from services.contracts.assurance import commands as c
from services.contracts.assurance.domain import assurance_decider
from services.contracts.assurance.state import IsapCase
from shared.events.contracts import assurance as e
from shared.kernel.organisations import OrgKind
from shared.kernel.parts import Evidence
from shared.kernel.refusals import Refused
from tests.kit.scenario import given

CASE = UUID("01980000-0000-7000-8000-00000000a001")
PROCUREMENT = UUID("01980000-0000-7000-8000-00000000a002")
TODAY = date(2026, 3, 2)
TRIGGERS = ("new_entity", "risk_sharing", "novel_value_calculation", "integration_across_sectors")
LINES = ("net_benefits", "capability_and_risk", "other_providers", "governing_body_scrutiny")
EVIDENCE: dict[str, tuple[str, ...]] = {
    "ee": ("case_for_change", "scope", "options", "governance", "timetable"),
    "cp1": ("business_case", "care_model", "draft_contract", "affordability", "other_provider_impact"),
    "cp2": ("provider_financial_model", "provider_capability", "risk_allocation", "guarantees", "vat"),
    "cp3": ("mobilisation", "conditions_closed", "cqc_registration", "contract_management_team"),
}
SUBMITTER, REVIEWER = "lead", "reviewer"

OPEN = c.OpenIsapCase(
    isap_case_id=CASE,
    ref="ISAP-1",
    title="Integrated care partnership",
    commissioners=("07L", "08F"),
    commissioner_kinds={"07L": OrgKind.CCG, "08F": OrgKind.CCG, "RF4": OrgKind.NHS_TRUST},
    known_localities=frozenset({"havering-north"}),
    procurement_commissioners=(),
)
opened = e.IsapCaseOpened(
    isap_case_id=CASE,
    ref="ISAP-1",
    title="Integrated care partnership",
    parties=("07L", "08F"),
    commissioners=("07L", "08F"),
    localities=(),
)


def papers(*kinds: str) -> tuple[Evidence, ...]:
    """One paper of each kind."""
    return tuple(Evidence(kind=kind, uri=f"urn:paper:{kind}", period="2026") for kind in kinds)


def screen(*met: str, **changes: Any) -> c.ScreenIsapCase:
    """Screening that finds these triggers met."""
    answers = tuple(e.TriggerAnswer(trigger=one, met=one in met, because="as designed") for one in TRIGGERS)
    return c.ScreenIsapCase(answers=answers, reason="the strategy says so", today=TODAY).model_copy(update=changes)


def submit(checkpoint: Any, **changes: Any) -> c.SubmitIsapCheckpoint:
    """Everything that is asked for a checkpoint."""
    whole = c.SubmitIsapCheckpoint(
        checkpoint=checkpoint, evidence=papers(*EVIDENCE[checkpoint]), today=TODAY, by=SUBMITTER, by_org="07L"
    )
    return whole.model_copy(update=changes)


def ratings(**differing: Any) -> tuple[e.KeyLineRating, ...]:
    """All amber, but for those named."""
    return tuple(e.KeyLineRating(key_line=one, rating=differing.get(one, "amber"), comment="seen") for one in LINES)


def condition(key_line: str = "net_benefits", due_on: date = date(2026, 4, 1)) -> c.ConditionToSet:
    """One that is due in a month."""
    return c.ConditionToSet(key_line=key_line, text="Show the benefits net of cost", due_on=due_on)


def rate(checkpoint: Any, outcome: Any = "proceed", **changes: Any) -> c.RateIsapCheckpoint:
    """A judgement that contradicts nothing."""
    conditions = (condition(),) if outcome == "proceed_with_conditions" else ()
    judged = ratings(net_benefits="red") if outcome != "proceed" else ratings()
    whole = c.RateIsapCheckpoint(
        checkpoint=checkpoint,
        ratings=judged,
        outcome=outcome,
        conditions=conditions,
        summary="Considered on the papers",
        today=TODAY,
        by=REVIEWER,
        by_org="NHSE",
    )
    return whole.model_copy(update=changes)


def close(number: int, **changes: Any) -> c.CloseIsapCondition:
    """A condition closed by the reviewer."""
    whole = c.CloseIsapCondition(
        condition_no=number, evidence=papers("minutes"), today=TODAY, by=REVIEWER, by_org="NHSE"
    )
    return whole.model_copy(update=changes)


def scrutinised(checkpoint: Any, **changes: Any) -> c.RecordIsapScrutiny:
    """A governing body that has looked."""
    whole = c.RecordIsapScrutiny(
        checkpoint=checkpoint,
        org="07L",
        body="Governing body",
        scrutinised_on=TODAY,
        summary="Challenged the savings",
        evidence=papers("minutes"),
        today=TODAY,
    )
    return whole.model_copy(update=changes)


def passing(*checkpoints: str) -> list[Any]:
    """What leads past these checkpoints, from an open case."""
    wishes: list[Any] = [OPEN, screen("new_entity")]
    for one in checkpoints:
        wishes += [submit(one), rate(one)]
    return wishes


def after(*wishes: Any) -> IsapCase:
    """The case after the wishes."""
    case = assurance_decider.initial
    for wish in wishes:
        case = assurance_decider.fold(assurance_decider.decide(wish, case), case)
    assert case is not None
    return case


def refused(refusal: type[Refused], *wishes: Any) -> Refused:
    """The refusal the last wish meets."""
    with pytest.raises(refusal) as caught:
        given(assurance_decider).when(*wishes).happened()
    assert type(caught.value) is refusal
    return caught.value
