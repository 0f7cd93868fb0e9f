"""What is published of procurements: from the first notice on, and never who else bid or for how much (R12)."""

import json
from collections.abc import Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.contracts.ocds.commands import Telling
from services.contracts.ocds.contracts_told import tell_contract
from services.contracts.ocds.procurements_told import tell_procurement
from services.contracts.procurements import commands as c
from shared.events.contracts import procurement_parts as p
from tests.services.contracts.ocds.standard import RECORDS, RELEASES, breaches
from tests.services.contracts.ocds.telling import ORGANISATIONS, history, packages, published
from tests.services.contracts.procurements import history as h
from tests.services.contracts.procurements.test_invariants import DAY, ROUTES, Life
from tests.services.contracts.register.history import activated, registered

REPEAT = c.RepeatStep(to_step="intention", reason="a secret of the commissioners")
ABANDON_NOTICE = h.AWARD_NOTICE.model_copy(update={"kind": "abandon", "published_on": h.ABANDON.today})


def told_of(*events: Any) -> tuple[Sequence[Telling], str | None]:
    return tell_procurement(history(*events, stream="procurement"), ORGANISATIONS)


def releases(*events: Any) -> list[dict[str, Any]]:
    return [json.loads(one.release) for one in published(told_of(*events)[0])]


def tags(*events: Any) -> list[list[str]]:
    return [release["tag"] for release in releases(*events)]


def test_a_plan_is_not_public_until_the_market_is_sounded_with_a_notice() -> None:
    assert releases(*h.planned) == []
    quiet = h.ENGAGE.model_copy(update={"notice_ref": None})
    assert releases(*h.after(quiet, history=h.planned)) == []
    (release,) = releases(*h.after(h.ENGAGE, history=h.planned))
    assert release["tag"] == ["planning"]
    assert release["planning"]["documents"][0]["title"] == "Market engagement notice ME-1"
    assert "4000000" not in json.dumps(release)


def test_the_launch_is_a_tender_with_its_criteria_and_its_period() -> None:
    (release,) = releases(*h.launched)
    tender = release["tender"]
    assert release["tag"] == ["tender"]
    assert (tender["id"], tender["status"], tender["procurementMethod"]) == ("BHR-P1", "active", "open")
    assert tender["value"] == {"amount": 4_000_000, "currency": "GBP"}
    assert tender["tenderPeriod"] == {"startDate": "2025-02-03T00:00:00Z", "endDate": "2025-03-03T12:00:00Z"}
    assert tender["awardCriteriaDetails"].startswith("Clinical quality 40.00 %; Price 25.00 %")
    assert [party["roles"] for party in release["parties"]] == [["buyer", "procuringEntity"], ["buyer"]]


def test_bids_marks_and_representations_add_nothing() -> None:
    assert len(releases(*h.heard)) == len(releases(*h.in_standstill)) == len(releases(*h.launched)) + 1


def test_the_award_is_pending_with_the_intention_and_active_once_made() -> None:
    *_, pending, active = releases(*h.awarded)
    assert (pending["tag"], active["tag"]) == (["award"], ["awardUpdate"])
    assert [one["awards"][0]["status"] for one in (pending, active)] == ["pending", "active"]
    assert {one["awards"][0]["id"] for one in (pending, active)} == {"BHR-P1-A1"}
    assert active["awards"][0]["value"]["amount"] == 4_000_000
    assert active["tender"]["status"] == "complete"


def test_who_did_not_win_and_for_how_much_appears_nowhere() -> None:
    text = json.dumps(releases(*h.after(h.AWARD_NOTICE, history=h.commenced)))
    assert "GB-NHS-RAT" in text
    assert "RF4" not in text
    assert "390000" not in text
    assert "Placed first" not in text


def test_a_step_repeated_withdraws_the_award_and_the_next_intention_is_another() -> None:
    repeated = h.after(REPEAT, history=h.in_standstill)
    assert tags(*repeated)[-1] == ["tenderAmendment", "awardCancellation"]
    again = h.after(h.INTEND, history=repeated)
    *_, last = releases(*again)
    assert last["awards"][0]["id"] == "BHR-P1-A2"
    assert REPEAT.reason not in json.dumps(releases(*again))
    _, record = packages(published(told_of(*again)[0]))
    standing = record["records"][0]["compiledRelease"]
    assert [(one["id"], one["status"]) for one in standing["awards"]] == [
        ("BHR-P1-A1", "cancelled"),
        ("BHR-P1-A2", "pending"),
    ]


def test_a_procurement_that_is_abandoned_is_cancelled_with_its_award_and_its_notice_follows() -> None:
    assert tags(*h.after(h.ABANDON, ABANDON_NOTICE, history=h.in_standstill))[-2:] == [
        ["tenderCancellation", "awardCancellation"],
        ["tenderUpdate"],
    ]


def test_one_that_was_never_public_is_abandoned_in_silence() -> None:
    assert releases(*h.after(h.ABANDON, history=h.planned)) == []


def test_a_direct_award_is_told_with_what_it_is_about() -> None:
    direct = h.after(h.AWARD, history=h.planned_by("direct_award_a", circumstances=p.RouteCircumstances(
        existing_providers=("RAT",))))  # fmt: skip
    (release,) = releases(*direct)
    assert release["tag"] == ["award"]
    assert (release["tender"]["procurementMethod"], release["tender"]["status"]) == ("direct", "complete")
    assert release["buyer"]["id"] == "GB-NHS-07L"


def test_the_contract_rests_on_the_award_of_its_procurement_in_one_process() -> None:
    tenders, award_id = told_of(*h.awarded)
    assert award_id == "BHR-P1-A1"
    from_procurement = registered.model_copy(update={"procurement_id": h.PROCUREMENT})
    contracts = tell_contract(history(from_procurement, activated, minutes=500), ORGANISATIONS, award_id)
    told = published([*tenders, *contracts])
    package, record = packages(told)
    assert breaches(package, RELEASES) == []
    assert breaches(record, RECORDS) == []
    assert package["releases"][-1]["tag"] == ["contract"]
    standing = record["records"][0]["compiledRelease"]
    assert [one["id"] for one in standing["awards"]] == [standing["contracts"][0]["awardID"]] == ["BHR-P1-A1"]
    assert [one["ocid"] for one in package["releases"]] == [told[0].ocid] * len(told)


@given(ROUTES, st.data())
@settings(max_examples=20, deadline=None)
def test_every_release_and_record_of_any_life_is_valid_and_tells_of_no_loser(
    route: p.ProcurementRoute, data: st.DataObject
) -> None:
    life = Life(route, data)
    for _ in range(data.draw(st.integers(1, 25))):
        life.ask(life.wish())
        life.today += DAY * data.draw(st.integers(0, 8))
    tellings, _ = told_of(*life.events)
    if not tellings:
        return
    told = published(tellings)
    package, record = packages(told)
    assert breaches(package, RELEASES) == []
    assert breaches(record, RECORDS) == []
    named = {code for event in life.events for code in getattr(event, "providers", ())}
    text = json.dumps(package)
    assert not [code for code in ("RAT", "RF4", "ILLV01") if code not in named and f"GB-NHS-{code}" in text]
