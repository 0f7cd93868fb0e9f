"""Every identifiable read is written down before it is answered; no entry, no answer."""

from typing import Any

import asyncpg
import pytest

from tests.kit.apps import Answer, Client, RunningApp
from tests.services.referrals.erasures.world import (
    ERASED,
    called_off,
    erased,
    identity,
    pathway_of,
    reviewer,
    submitted,
)
from tests.services.referrals.http import OTHER_PRACTICE, PRACTICE, PROVIDER, clinician, gp, patient

PARTS = ("identity", "texts")


@pytest.fixture(scope="module")
async def pathway(referrals: RunningApp) -> str:
    return await pathway_of(referrals)


def path_of(referral: Answer) -> str:
    return f"/referrals/{referral.body['referral_id']}"


async def entries(app: RunningApp, referral: Answer) -> list[dict[str, Any]]:
    async with app.service.database.connection() as connection:
        found = await connection.fetch(
            "SELECT * FROM access_log WHERE stream_id = $1 ORDER BY entry_id",
            f"referral-{referral.body['referral_id']}",
        )
    return [dict(entry) for entry in found]


async def as_owner(app: RunningApp, sql: str) -> None:
    owner = await asyncpg.connect(app.database.owner_url)
    await owner.execute(sql)
    await owner.close()


class TestEveryIdentifiableRead:
    @pytest.mark.parametrize("part", PARTS)
    async def test_is_written_down_with_who_what_whom_and_in_which_request(
        self, referrals: RunningApp, pathway: str, part: str
    ) -> None:
        referral = await submitted(referrals, pathway)
        doctor = referrals.client("SERVICE_PROVIDER_CLINICIAN", org=PROVIDER, sub="dr-who")
        answer = await doctor.send("GET", f"{path_of(referral)}/{part}", headers={"X-Request-ID": f"reading-{part}"})
        assert answer.status == 200
        (entry,) = await entries(referrals, referral)
        assert {entry[name] for name in ("actor", "org", "action", "request_id")} == {
            "dr-who",
            PROVIDER,
            f"read_referral_{part}",
            f"reading-{part}",
        }
        assert entry["person_ref"].startswith("p-")

    async def test_is_one_entry_each_time(self, referrals: RunningApp, pathway: str) -> None:
        referral = await submitted(referrals, pathway)
        for part in (*PARTS, *PARTS):
            await gp(referrals).get(f"{path_of(referral)}/{part}")
        assert len(await entries(referrals, referral)) == 4

    async def test_asking_whether_it_changed_opens_it_again_and_is_written_down(
        self, referrals: RunningApp, pathway: str
    ) -> None:
        referral = await submitted(referrals, pathway)
        for tag in ("*", referral.etag):
            answer = await gp(referrals).send("GET", f"{path_of(referral)}/identity", headers={"If-None-Match": tag})
            assert (answer.status, "etag" in answer.headers) == (200, False)
        assert len(await entries(referrals, referral)) == 2

    @pytest.mark.parametrize("part", PARTS)
    async def test_without_an_entry_is_not_answered(self, referrals: RunningApp, pathway: str, part: str) -> None:
        referral = await submitted(referrals, pathway)
        role = referrals.database.name
        await as_owner(referrals, f'REVOKE INSERT ON access_log FROM "{role}"')
        try:
            refused = await gp(referrals).get(f"{path_of(referral)}/{part}")
        finally:
            await as_owner(referrals, f'GRANT INSERT ON access_log TO "{role}"')
        assert (refused.status, refused.body["type"]) == (503, "urn:acs:problem:not-logged")
        assert "Atall" not in str(refused.body)
        assert await entries(referrals, referral) == []
        assert (await gp(referrals).get(f"{path_of(referral)}/{part}")).status == 200

    async def test_of_somebody_erased_is_written_down_though_it_shows_nothing(
        self, referrals: RunningApp, pathway: str
    ) -> None:
        referral = await submitted(referrals, pathway)
        await erased(referrals, await called_off(referrals, referral))
        assert (await identity(referrals, referral))["patient_name"] == ERASED
        assert len(await entries(referrals, referral)) == 1

    async def test_its_entries_cannot_be_changed_or_removed_by_the_service(self, referrals: RunningApp) -> None:
        async with referrals.service.database.connection() as connection:
            for sql in ("UPDATE access_log SET actor = 'nobody'", "DELETE FROM access_log", "TRUNCATE access_log"):
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await connection.execute(sql)


class TestWhatShowsNothing:
    async def test_is_not_written_down(self, referrals: RunningApp, pathway: str) -> None:
        referral = await submitted(referrals, pathway)
        refused: list[tuple[Client, str, str, int]] = [
            (referrals.client("OPERATOR"), "GET", "identity", 403),
            (gp(referrals, OTHER_PRACTICE), "GET", "identity", 404),
            (gp(referrals), "HEAD", "identity", 405),
            (gp(referrals), "HEAD", "texts", 405),
        ]
        for who, method, part, status in refused:
            assert (await who.send(method, f"{path_of(referral)}/{part}")).status == status
        assert (await gp(referrals).get(path_of(referral))).status == 200
        assert await entries(referrals, referral) == []


class TestReadingTheLog:
    async def test_of_a_referral_is_for_its_parties_and_for_information_governance(
        self, referrals: RunningApp, pathway: str
    ) -> None:
        referral = await submitted(referrals, pathway)
        await identity(referrals, referral)
        path = f"{path_of(referral)}/access-log"
        for who in (gp(referrals), clinician(referrals), reviewer(referrals)):
            (entry,) = (await who.get(path)).body["items"]
            assert (entry["actor"], entry["org"], entry["action"]) == ("tester", PRACTICE, "read_referral_identity")
            assert "person_ref" not in entry
        assert (await gp(referrals, OTHER_PRACTICE).get(path)).status == 404
        assert (await referrals.client("OPERATOR").get(path)).status == 403

    async def test_of_a_person_answers_a_subject_access_request_over_an_erasure(
        self, referrals: RunningApp, pathway: str
    ) -> None:
        number = patient()
        old = await submitted(referrals, pathway, nhs_number=number)
        await identity(referrals, old)
        await erased(referrals, await called_off(referrals, old))
        new = await submitted(referrals, pathway, nhs_number=number)
        await identity(referrals, new)
        spaced = f"{number[:3]} {number[3:6]} {number[6:]}"
        found = await reviewer(referrals).send("POST", "/access-log/searches", json={"nhs_number": spaced})
        assert found.status == 200, found.body
        assert [entry["stream_id"][9:] for entry in found.body["items"]] == [
            new.body["referral_id"],
            old.body["referral_id"],
        ]
        assert number not in str(found.body) + str(found.headers)

    async def test_is_paged_and_filtered(self, referrals: RunningApp, pathway: str) -> None:
        referral = await submitted(referrals, pathway)
        for client in (gp(referrals), clinician(referrals), gp(referrals)):
            await client.get(f"{path_of(referral)}/texts")
        wanted = {"referral": referral.body["referral_id"], "limit": 2}
        first = await reviewer(referrals).get("/access-log", **wanted)
        rest = await reviewer(referrals).get("/access-log", **wanted, cursor=first.body["next"])
        assert [entry["org"] for entry in first.body["items"] + rest.body["items"]] == [PRACTICE, PROVIDER, PRACTICE]
        assert 'rel="next"' in first.headers["link"]
        assert rest.body["next"] is None
        of_provider = await reviewer(referrals).get("/access-log", **wanted, org=PROVIDER, actor="tester")
        assert [entry["org"] for entry in of_provider.body["items"]] == [PROVIDER]

    @pytest.mark.parametrize("role", ["OPERATOR", "COMMISSIONER", "REFERRING_CLINICIAN", "INFORMATION_ANALYST"])
    async def test_as_a_whole_is_for_information_governance_alone(self, referrals: RunningApp, role: str) -> None:
        somebody = referrals.client(role, org=PRACTICE)
        assert (await somebody.get("/access-log")).status == 403
        searched = await somebody.send("POST", "/access-log/searches", json={"nhs_number": patient()})
        assert searched.status == 403

    async def test_a_search_with_a_wrong_number_does_not_repeat_it(self, referrals: RunningApp) -> None:
        refused = await reviewer(referrals).send("POST", "/access-log/searches", json={"nhs_number": "9434765918"})
        assert (refused.status, refused.body["field"]) == (422, "nhs_number")
        assert "9434765918" not in str(refused.body)
