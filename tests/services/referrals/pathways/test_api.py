"""Pathways over HTTP: from a draft to a second version."""

from datetime import timedelta

import pytest

from tests.kit.apps import RunningApp
from tests.services.referrals.http import (
    NETWORK,
    PROVIDER,
    SECTIONS,
    TODAY,
    agreed,
    author,
    clinician,
    drafted,
    gp,
    published,
    put,
)


class TestAPathwaysLife:
    async def test_is_drafted_signed_published_and_superseded(self, referrals: RunningApp) -> None:
        first = await published(referrals)
        path = f"/pathways/{first.body['pathway_id']}"
        again = await author(referrals).post(f"{path}/drafts", {}, etag=first.etag)
        assert (again.body["published_version"], again.body["draft_version"]) == (1, 2)
        again = await agreed(referrals, again)
        tomorrow = TODAY + timedelta(days=1)
        done = await author(referrals).post(f"{path}/publication", {"from_date": tomorrow.isoformat()}, etag=again.etag)
        assert [version["status"] for version in done.body["versions"]] == ["superseded", "published"]
        on = {
            day: (await gp(referrals).get(f"{path}/published", on=day.isoformat())).body.get("version")
            for day in (TODAY - timedelta(days=401), TODAY, tomorrow)
        }
        assert list(on.values()) == [None, 1, 2]

    @pytest.mark.promise(number=5)
    async def test_shows_each_version_and_the_past(self, referrals: RunningApp) -> None:
        done = await published(referrals)
        path = f"/pathways/{done.body['pathway_id']}"
        version = await gp(referrals).get(f"{path}/versions/1")
        assert [section["section"] for section in version.body["sections"]] == [
            section["section"] for section in SECTIONS
        ]
        assert (await gp(referrals).get(f"{path}/versions/2")).status == 404
        assert (await gp(referrals).get(path, as_of="1")).body["versions"][0]["sections"] == []

    async def test_an_edit_after_a_signature_asks_everybody_again(self, referrals: RunningApp) -> None:
        signed = await agreed(referrals, await drafted(referrals))
        path = f"/pathways/{signed.body['pathway_id']}/sections/management_steps"
        edited = await put(author(referrals), path, {"content": SECTIONS[0]}, signed.etag, path)
        assert (edited.body["status"], edited.body["signoffs_outstanding"]) == ("draft", [NETWORK, PROVIDER])


class TestWhoMay:
    async def test_nobody_signs_for_another(self, referrals: RunningApp) -> None:
        draft = await drafted(referrals)
        path = f"/pathways/{draft.body['pathway_id']}"
        review = await author(referrals).post(f"{path}/reviews", {}, etag=draft.etag)
        forged = await author(referrals).post(f"{path}/signatures", {"party": PROVIDER}, etag=review.etag)
        assert (forged.status, forged.body["refusal"]) == (403, "SignedForAnother")

    @pytest.mark.parametrize(
        ("role", "status"),
        [
            ("PATHWAY_AUTHOR", 200),
            ("SERVICE_PROVIDER_CLINICIAN", 200),
            ("REFERRING_CLINICIAN", 200),
            ("LEADERSHIP_GROUP", 200),
            ("SERVICE_PROVIDER_CLINICIAN_ADMIN", 403),
            ("REFERRING_CLINICIAN_ADMIN", 403),
            ("FINANCE_PARTNER", 403),
            ("OPERATOR", 403),
        ],
    )
    async def test_those_who_answer_for_care_sign(self, referrals: RunningApp, role: str, status: int) -> None:
        draft = await drafted(referrals)
        path = f"/pathways/{draft.body['pathway_id']}"
        review = await author(referrals).post(f"{path}/reviews", {}, etag=draft.etag)
        signer = referrals.client(role, org=PROVIDER)
        assert (await signer.post(f"{path}/signatures", {"party": PROVIDER}, etag=review.etag)).status == status

    async def test_only_authors_of_its_parties_write(self, referrals: RunningApp) -> None:
        draft = await drafted(referrals)
        path = f"/pathways/{draft.body['pathway_id']}/reviews"
        for client in (clinician(referrals), referrals.client("PATHWAY_AUTHOR", org="ILLN01")):
            assert (await client.post(path, {}, etag=draft.etag)).status == 403

    async def test_a_published_version_is_never_edited(self, referrals: RunningApp) -> None:
        done = await published(referrals)
        path = f"/pathways/{done.body['pathway_id']}/sections/management_steps"
        refused = await put(author(referrals), path, {"content": SECTIONS[0]}, done.etag, path)
        assert (refused.status, refused.body["refusal"]) == (422, "PublishedVersionNeverEdited")

    async def test_one_network_alone_is_not_the_alliance(self, referrals: RunningApp) -> None:
        body = {
            "title": "Some pathway",
            "condition": "Some condition",
            "specialty_tfc": "320",
            "owner_network": NETWORK,
            "required_signatories": [NETWORK],
        }
        refused = await author(referrals).post("/pathways", body)
        told = (refused.status, refused.body["refusal"], refused.body["field"])
        assert told == (422, "NotPanAlliance", "required_signatories")

    async def test_a_pathway_is_not_withdrawn_for_a_blank(self, referrals: RunningApp) -> None:
        done = await published(referrals)
        body = {"reason": " ", "from_date": TODAY.isoformat()}
        path = f"/pathways/{done.body['pathway_id']}/withdrawal"
        refused = await author(referrals).post(path, body, etag=done.etag)
        assert (refused.status, refused.body["field"]) == (400, "reason")

    async def test_an_unknown_signatory_is_named_by_its_place(self, referrals: RunningApp) -> None:
        body = {
            "title": "Some pathway",
            "condition": "Some condition",
            "specialty_tfc": "320",
            "owner_network": NETWORK,
            "required_signatories": [NETWORK, "ZZZ99"],
        }
        refused = await author(referrals).post("/pathways", body)
        assert (refused.status, refused.body["field"]) == (422, "required_signatories.1")
