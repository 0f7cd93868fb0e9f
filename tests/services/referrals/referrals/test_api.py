"""Referrals over HTTP: from submission to an acknowledged handover, and who sees what of it."""

import asyncio
import json
from typing import Any

import pytest

from tests.kit.apps import Answer, RunningApp
from tests.services.referrals.http import (
    LETTER,
    OTHER_PRACTICE,
    PRACTICE,
    PROVIDER,
    a_referral,
    clinician,
    day,
    does,
    gp,
    patient,
    published,
)

SECRETS = ("Nobody Atall", "1950-02-03", "Breathless on the stairs", *LETTER.values())


@pytest.fixture(scope="session")
async def pathway(referrals: RunningApp) -> str:
    return str((await published(referrals)).body["pathway_id"])


async def submitted(app: RunningApp, pathway: str, **changes: Any) -> Answer:
    answer = await gp(app).post("/referrals", a_referral(pathway, **changes))
    assert answer.status == 201, answer.body
    return answer


async def handed_over(app: RunningApp, referral: Answer) -> Answer:
    doctor = clinician(app)
    for deed, body in (
        ("triage", {"outcome": "accepted_to_book", "triaged_on": day(98)}),
        ("appointments", {"booked_on": day(97), "appointment_on": day(60), "mode": "video"}),
        ("attendances", {"attended_on": day(60), "mode": "video"}),
        ("treatments", {"started_on": day(40)}),
        ("discharge", {"discharged_on": day(30), "setting": "op"}),
        ("handovers", {"sent_on": day(25), **LETTER}),
    ):
        referral = await does(doctor, referral, deed, body)
    return referral


class TestAReferralsLife:
    async def test_goes_to_an_acknowledged_handover(self, referrals: RunningApp, pathway: str) -> None:
        made = await submitted(referrals, pathway)
        assert (made.body["status"], made.body["one_stop_ready"], made.body["pathway_version"]) == (
            "submitted",
            True,
            1,
        )
        sent = await handed_over(referrals, made)
        asked = await does(gp(referrals), sent, "handovers/query", {"queried_on": day(24), "query": "Which dose?"})
        told = await does(
            clinician(referrals), asked, "handovers/resolution", {"resolved_on": day(23), "answer": "5 mg"}
        )
        done = await does(gp(referrals), told, "handovers/acknowledgement", {"acknowledged_on": day(22)})
        assert (done.body["handover_status"], done.body["days_waited"], done.body["within_standard"]) == (
            "acknowledged",
            60,
            True,
        )
        texts = (await gp(referrals).get(f"{made.headers['location']}/texts")).body
        assert texts["handover"] == LETTER
        assert texts["queries"][0] == {
            "queried_on": day(24),
            "query": "Which dose?",
            "resolved_on": day(23),
            "answer": "5 mg",
        }

    async def test_a_pause_is_refused(self, referrals: RunningApp, pathway: str) -> None:
        made = await submitted(referrals, pathway)
        refused = await clinician(referrals).post(
            f"{made.headers['location']}/clock-pauses", {"from_date": day(90), "to_date": day(80)}, etag=made.etag
        )
        assert (refused.status, refused.body["refusal"], refused.body["field"]) == (422, "PausesEnded", "from_date")


class TestIdentity:
    async def test_is_for_practice_and_provider_and_is_not_kept(self, referrals: RunningApp, pathway: str) -> None:
        number = patient()
        made = await submitted(referrals, pathway, nhs_number=f"{number[:3]} {number[3:6]} {number[6:]}")
        path = f"{made.headers['location']}/identity"
        for client in (gp(referrals), clinician(referrals)):
            answer = await client.get(path)
            assert answer.headers["cache-control"] == "no-store"
            assert answer.body == {
                "referral_id": made.body["referral_id"],
                "nhs_number": number,
                "patient_name": "Nobody Atall",
                "date_of_birth": "1950-02-03",
            }

    @pytest.mark.parametrize("role", ["COMMISSIONER", "INFORMATION_ANALYST", "OPERATOR"])
    async def test_is_not_for_those_who_plan_pay_and_run(self, referrals: RunningApp, pathway: str, role: str) -> None:
        made = await submitted(referrals, pathway)
        planner = referrals.client(role, org="07L")
        assert (await planner.get(made.headers["location"])).status == 200
        for part in ("identity", "texts"):
            assert (await planner.get(f"{made.headers['location']}/{part}")).status == 403

    async def test_another_organisations_referral_is_not_found(self, referrals: RunningApp, pathway: str) -> None:
        made = await submitted(referrals, pathway)
        for part in ("", "/identity", "/texts"):
            assert (await gp(referrals, OTHER_PRACTICE).get(made.headers["location"] + part)).status == 404
        listed = await gp(referrals, OTHER_PRACTICE).get("/referrals", limit=500)
        assert made.body["referral_id"] not in [row["referral_id"] for row in listed.body["items"]]

    async def test_is_nowhere_in_the_store_or_the_views(self, referrals: RunningApp, pathway: str) -> None:
        number = patient()
        await handed_over(referrals, await submitted(referrals, pathway, nhs_number=number))
        for table in ("events", "referrals", "referral_records", "receipts"):
            async with referrals.service.database.connection() as connection:
                rows = await connection.fetch(f"SELECT row_to_json(t)::text AS row FROM {table} t")  # noqa: S608  # own names
            stored = " ".join(row["row"] for row in rows)
            assert not [secret for secret in (number, *SECRETS) if secret in stored]


class TestDuplicates:
    async def test_a_second_open_referral_is_409_unless_overridden(self, referrals: RunningApp, pathway: str) -> None:
        number = patient()
        await submitted(referrals, pathway, nhs_number=number)
        body = a_referral(pathway, nhs_number=number)
        refused = await gp(referrals).post("/referrals", body)
        assert (refused.status, refused.body["refusal"]) == (409, "DuplicateReferral")
        assert number not in json.dumps(refused.body)
        again = await gp(referrals).post("/referrals", body | {"override_reason": "The other side"})
        assert (again.status, again.body["duplicate_of"] is None) == (201, False)

    async def test_of_two_at_the_same_moment_one_is_accepted(self, referrals: RunningApp, pathway: str) -> None:
        body = a_referral(pathway)
        answers = await asyncio.gather(*(gp(referrals).post("/referrals", body) for _ in range(5)))
        assert sorted(answer.status for answer in answers) == [201, 409, 409, 409, 409]

    async def test_a_closed_one_frees_the_patient(self, referrals: RunningApp, pathway: str) -> None:
        number = patient()
        made = await submitted(referrals, pathway, nhs_number=number)
        await does(gp(referrals), made, "cancellation", {"cancelled_on": day(99), "reason": "no_longer_needed"})
        await submitted(referrals, pathway, nhs_number=number)

    async def test_are_told_to_nobody_who_may_not_refer(self, referrals: RunningApp, pathway: str) -> None:
        number = patient()
        await submitted(referrals, pathway, nhs_number=number)
        outsider = referrals.client("OPERATOR", org=PRACTICE)
        assert (await outsider.post("/referrals", a_referral(pathway, nhs_number=number))).status == 403


class TestBadInput:
    @pytest.mark.parametrize(
        ("changes", "status", "field"),
        [
            ({"nhs_number": "9434765918"}, 422, "nhs_number"),
            ({"nhs_number": "0000000000"}, 422, "nhs_number"),
            ({"date_of_birth": "2099-01-01"}, 422, "date_of_birth"),
            ({"provider_ods": PRACTICE}, 422, "provider_ods"),
            ({"provider_ods": "07L"}, 422, "provider_ods"),
            ({"practice_ods": "ZZZ99"}, 422, "practice_ods"),
            ({"provider_ods": "ZZZ99"}, 422, "provider_ods"),
            ({"practice_ods": PROVIDER}, 403, None),
            ({"authored_on": day(366)}, 422, "authored_on"),
            ({"authored_on": day(-1)}, 422, "authored_on"),
            ({"pathway_version": 2}, 422, "pathway_version"),
            ({"specialty_tfc": "101"}, 422, "specialty_tfc"),
            ({"pathway_id": "01980000-0000-7000-8000-000000000000"}, 422, "pathway_id"),
            ({"results": [{"code": "ECG", "date": day(99)}]}, 422, "results.0.date"),
            ({"narrative": " \n\t"}, 400, "narrative"),
            ({"override_reason": " "}, 400, "override_reason"),
            ({"patient_name": "\u00a0"}, 400, "patient_name"),
            ({"priority": "SOON"}, 400, "priority"),
            ({"surprise": 1}, 400, "surprise"),
        ],
    )
    async def test_is_refused_by_its_field_and_never_repeated(
        self, referrals: RunningApp, pathway: str, changes: dict[str, Any], status: int, field: str | None
    ) -> None:
        body = a_referral(pathway) | changes
        refused = await gp(referrals).post("/referrals", body)
        assert (refused.status, refused.body.get("field")) == (status, field), refused.body
        assert body["nhs_number"] not in json.dumps(refused.body)
        assert not [secret for secret in (*SECRETS, "2099") if secret in json.dumps(refused.body)]

    async def test_blanks_are_no_advice_and_are_left_out_around_it(self, referrals: RunningApp, pathway: str) -> None:
        made = await submitted(referrals, pathway)
        body = {"outcome": "rejected", "triaged_on": day(98)}
        path = f"{made.headers['location']}/triage"
        refused = await clinician(referrals).post(path, body | {"advice": "  "}, etag=made.etag)
        assert (refused.status, refused.body["field"]) == (400, "advice")
        await does(clinician(referrals), made, "triage", body | {"advice": " x\n"})
        assert (await gp(referrals).get(f"{made.headers['location']}/texts")).body["advice"] == "x"

    async def test_a_practice_refers_its_own_alone(self, referrals: RunningApp, pathway: str) -> None:
        both = referrals.client("REFERRING_CLINICIAN", org=PROVIDER)
        assert (await both.post("/referrals", a_referral(pathway))).status == 403

    async def test_an_outsiders_request_makes_no_key(self, referrals: RunningApp, pathway: str) -> None:
        async def keys() -> int:
            async with referrals.service.database.connection() as connection:
                return int(await connection.fetchval("SELECT count(*) FROM person_keys"))

        before = await keys()
        for role, org in (("OPERATOR", PRACTICE), ("REFERRING_CLINICIAN", OTHER_PRACTICE)):
            refused = await referrals.client(role, org=org).post("/referrals", a_referral(pathway))
            assert refused.status == 403
        assert await keys() == before

    async def test_the_provider_triages_and_the_practice_does_not(self, referrals: RunningApp, pathway: str) -> None:
        made = await submitted(referrals, pathway)
        body = {"outcome": "accepted_to_book", "triaged_on": day(98)}
        both = referrals.client("REFERRING_CLINICIAN", "SERVICE_PROVIDER_CLINICIAN", org=PRACTICE)
        refused = await both.post(f"{made.headers['location']}/triage", body, etag=made.etag)
        assert (refused.status, refused.body["refusal"]) == (403, "NotTheProvider")


async def test_the_list_is_filtered(referrals: RunningApp, pathway: str) -> None:
    made = await submitted(referrals, pathway)
    await handed_over(referrals, made)
    wanted = {"pathway": pathway, "status": "discharged", "practice": PRACTICE, "provider": PROVIDER, "limit": 500}
    found = (await referrals.client("COMMISSIONER").get("/referrals", **wanted)).body["items"]
    assert made.body["referral_id"] in [row["referral_id"] for row in found]
    assert {row["status"] for row in found} == {"discharged"}
