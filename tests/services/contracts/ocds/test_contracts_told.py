"""What is published of contracts: valid OCDS 1.1.5, public facts alone, each once and for ever (R1, R12)."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.contracts.ocds.contracts_told import tell_contract
from services.contracts.register import commands as c
from services.contracts.register.domain import contract_decider
from shared.events.contracts import register as e
from shared.events.contracts.register_life import ContractModified, ContractRolledIntoAcs
from shared.kernel.message import Event
from shared.kernel.parts import Evidence
from shared.kernel.refusals import Refused
from tests.services.contracts.ocds.standard import RECORDS, RELEASES, breaches
from tests.services.contracts.ocds.telling import ORGANISATIONS, PROCESS, history, packages, published, releases
from tests.services.contracts.register.history import (
    END,
    REGISTER,
    activated,
    expired,
    extended,
    registered,
    terminated,
)

NOVATED = e.ContractNovated(
    contract_id=activated.contract_id,
    ref="BHR-0001",
    from_ods="RF4",
    to_ods="RAT",
    reason="a secret of the manager",
    effective_on=date(2016, 4, 1),
)
OCID = f"ocds-213czf-{PROCESS}"


def test_a_draft_is_not_public() -> None:
    assert releases(registered) == []


def test_a_signed_contract_is_told_with_its_award() -> None:
    (release,) = releases(registered, activated)
    assert {name: release[name] for name in ("ocid", "id", "date", "tag", "initiationType")} == {
        "ocid": OCID,
        "id": f"{OCID}-1",
        "date": "2026-01-05T09:02:00Z",
        "tag": ["award", "contract"],
        "initiationType": "tender",
    }
    (award,), (contract,) = release["awards"], release["contracts"]
    assert award["suppliers"] == [
        {"id": "GB-NHS-RF4", "name": "Barking, Havering and Redbridge University Hospitals NHS Trust"}
    ]
    assert (contract["id"], contract["awardID"], contract["status"]) == ("BHR-0001", award["id"], "active")
    assert contract["value"] == {"amount": 4_000_000, "currency": "GBP"}
    assert contract["period"] == {
        "startDate": "2014-04-01T00:00:00Z",
        "endDate": "2019-03-31T23:59:59Z",
        "maxExtentDate": "2020-03-31T23:59:59Z",
        "durationInDays": 1826,
    }
    assert [(party["id"], party["roles"]) for party in release["parties"]] == [
        ("GB-NHS-07L", ["buyer"]),
        ("GB-NHS-08F", ["buyer"]),
        ("GB-NHS-RF4", ["supplier"]),
    ]


def test_a_borough_goes_by_its_code_in_the_register_of_local_authorities() -> None:
    joint = registered.model_copy(update={"commissioners": ("E09000016",)})
    (release,) = releases(joint, activated)
    assert release["buyer"] == {"id": "GB-LAE-HAV", "name": "London Borough of Havering"}


def test_pounds_are_told_to_the_penny() -> None:
    odd = registered.model_copy(update={"original_lifetime_value_pence": 400_000_001})
    (release,) = releases(odd, activated)
    assert json.dumps(release["contracts"][0]["value"]["amount"]) == "4000000.01"


def test_an_extension_amends_the_release_before_it() -> None:
    first, second = releases(registered, activated, extended)
    (contract,) = second["contracts"]
    assert second["tag"] == ["contractAmendment"]
    assert contract["period"]["endDate"] == contract["period"]["maxExtentDate"] == "2020-03-31T23:59:59Z"
    assert contract["value"]["amount"] == 4_800_000
    (amendment,) = contract["amendments"]
    assert (amendment["amendsReleaseID"], amendment["releaseID"]) == (first["id"], second["id"])


def test_a_novation_names_the_newcomer_and_keeps_its_reason_inside() -> None:
    *_, release = releases(registered, activated, NOVATED)
    assert release["tag"] == ["awardUpdate", "contractAmendment"]
    assert [one["id"] for one in release["awards"][0]["suppliers"]] == ["GB-NHS-RAT"]
    assert NOVATED.reason not in json.dumps(release)


def test_a_modification_amends_value_and_end_and_names_its_ground() -> None:
    modified = ContractModified(
        contract_id=activated.contract_id,
        ref="BHR-0001",
        modification_id=UUID("01980000-0000-7000-8000-00000000c0d1"),
        modification_ref="M1",
        regime="psr2023",
        ground="psr13_1_d",
        clause_ref=None,
        delta_value_pence=49_999_999,
        delta_term_days=0,
        effective_on=date(2018, 4, 1),
        new_value_pence=449_999_999,
        new_annual_value_pence=90_000_000,
        new_term_months=60,
        new_end=END,
    )
    *_, release = releases(registered, activated, modified)
    (contract,) = release["contracts"]
    assert release["tag"] == ["contractAmendment"]
    assert contract["value"]["amount"] == 4_499_999.99
    assert contract["amendments"][0]["rationale"] == "psr2023 psr13_1_d"
    assert contract["amendments"][0]["date"] == "2018-04-01T00:00:00Z"


ROLLED = ContractRolledIntoAcs(
    contract_id=activated.contract_id,
    ref="BHR-0001",
    acs_contract_id=UUID("01980000-0000-7000-8000-00000000c0d2"),
    acs_ref="BHR-ACS",
    effective_on=END,
)


@pytest.mark.parametrize("ended", [terminated, expired, ROLLED], ids=["terminated", "expired", "rolled into another"])
def test_a_contract_that_is_over_is_told_as_terminated_with_its_last_day(ended: Event) -> None:
    *_, release = releases(registered, activated, ended)
    (contract,) = release["contracts"]
    assert release["tag"] == ["contractTermination"]
    assert (contract["status"], contract["period"]["endDate"]) == ("terminated", f"{END}T23:59:59Z")


def test_findings_are_not_public() -> None:
    evidence = Evidence(kind="review", uri="https://example.org/1", period="2017")
    found = e.ContractFindingRecorded(
        contract_id=activated.contract_id,
        ref="BHR-0001",
        finding="needs_improvement",
        themes=(),
        evidence=(evidence,),
        assessed_on=date(2017, 1, 1),
    )
    assert len(releases(registered, activated, found)) == 1


def test_what_was_published_is_not_published_again_and_keeps_its_bytes() -> None:
    whole = tell_contract(history(registered, activated, extended, terminated), ORGANISATIONS)
    before = published(whole[:1])
    after = published(whole, *before)
    assert [one.number for one in after] == [2, 3]
    assert published(whole) == [*before, *after]
    assert published(whole, *before, *after) == []


def test_no_release_is_dated_before_another_whatever_the_clocks_said() -> None:
    late, early = (history(registered, activated, extended, minutes=minutes) for minutes in (90, 1))
    before = published(tell_contract(late[:2], ORGANISATIONS))
    (after,) = published(tell_contract([*early], ORGANISATIONS)[1:], *before)
    assert after.dated == before[0].dated


def test_a_record_says_how_things_stand_after_all_releases() -> None:
    _, record = packages(published(tell_contract(history(registered, activated, extended, NOVATED), ORGANISATIONS)))
    (standing,) = (one["compiledRelease"] for one in record["records"])
    (contract,) = standing["contracts"]
    assert standing["tag"] == ["compiled"]
    assert contract["value"]["amount"] == 4_800_000
    assert len(contract["amendments"]) == 2
    assert [party["id"] for party in standing["parties"]][-1] == "GB-NHS-RAT"


CODES = ("RF4", "RAT", "ILLV01", "ILLV02")
DAYS = st.dates(date(2014, 4, 1), date(2021, 4, 1))
COMMANDS = st.one_of(
    st.builds(c.ExtendContract, option_no=st.integers(1, 3), today=DAYS),
    st.builds(
        c.NovateContract,
        from_ods=st.sampled_from(CODES),
        to_ods=st.sampled_from(CODES),
        reason=st.just("merger"),
        effective_on=DAYS,
        today=st.just(date(2022, 1, 1)),
    ),
    st.builds(c.TerminateContract, ground=st.just("breach"), effective_on=DAYS, today=st.just(date(2022, 1, 1))),
    st.builds(c.ExpireContract, today=DAYS.map(lambda day: day + timedelta(days=2_000))),
)
BEGINNINGS = st.builds(
    lambda **said: REGISTER.model_copy(update=said),
    title=st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=30),
    commissioners=st.sampled_from([("07L",), ("08F", "E09000016"), ("QMF",)]),
    providers=st.lists(
        st.builds(e.ContractProvider, ods=st.sampled_from(CODES), role=st.sampled_from(["lead", "subcontractor"])),
        min_size=1,
        max_size=3,
        unique_by=lambda one: one.ods,
    ).map(tuple),
    cpv=st.lists(st.sampled_from(["85100000-0", "85121231-1", "85121283-0"]), max_size=3).map(tuple),
    original_lifetime_value_pence=st.integers(0, 10**14),
    extension_options=st.lists(
        st.builds(e.ExtensionOption, months=st.integers(1, 24), value_pence=st.integers(0, 10**12)), max_size=2
    ).map(tuple),
)


@given(BEGINNINGS, st.lists(COMMANDS, max_size=8))
@settings(max_examples=40, deadline=None)
def test_every_release_and_record_of_any_life_is_valid(beginning: c.RegisterContract, wishes: list[Any]) -> None:
    events: list[Any] = [*contract_decider.decide(beginning, None), activated]
    for wish in wishes:
        try:
            events += contract_decider.decide(wish, contract_decider.fold(events))
        except Refused:
            continue
    told = published(tell_contract(history(*events), ORGANISATIONS))
    package, record = packages(told)
    assert breaches(package, RELEASES) == []
    assert breaches(record, RECORDS) == []
    assert [one["id"] for one in package["releases"]] == [f"{OCID}-{n}" for n in range(1, len(told) + 1)]
    (standing,) = (one["compiledRelease"] for one in record["records"])
    told_of = {party["id"] for party in standing["parties"]}
    spoken_of = {standing["buyer"]["id"]} | {one["id"] for award in standing["awards"] for one in award["suppliers"]}
    assert spoken_of <= told_of


def test_the_judge_finds_what_is_wrong() -> None:
    package, _ = packages(published(tell_contract(history(registered, activated), ORGANISATIONS)))
    package["releases"][0]["contracts"][0]["status"] = "expired"
    package["releases"][0]["tag"] = ["contractSigned"]
    package["releases"][0]["date"] = "2026-01-05"
    assert len(breaches(package, RELEASES)) == 3
