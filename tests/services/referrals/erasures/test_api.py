"""Erasing a person over HTTP: what is unreadable afterwards, what is refused, and coming back for care."""

import asyncio
import json
from uuid import UUID

import pytest
from uuid_utils import compat

from services.referrals.app import card
from services.referrals.erasures.api import erasures
from services.referrals.erasures.care import unless_under_way
from services.referrals.erasures.commands import ApproveErasure
from services.referrals.erasures.refusals import CareUnderWay
from services.referrals.referrals.deeds import referrals as referral_capability
from shared.eventstore.codec import Meta
from shared.eventstore.items import Contended
from shared.eventstore.vault import Read
from shared.rebuild import rebuild_views
from shared.wish import Wish
from tests.kit.apps import RunningApp
from tests.services.referrals.erasures.world import (
    ASKED,
    ERASED,
    FOUND,
    acknowledged,
    approval,
    asked_for,
    doctor,
    erased,
    handed_over,
    identity,
    key_of,
    past_patient,
    pathway_of,
    reviewer,
    submitted,
    texts,
)
from tests.services.referrals.http import PROVIDER, a_referral, clinician, gp, patient
from tests.services.referrals.referrals.story import SUBMIT


@pytest.fixture(scope="session")
async def pathway(referrals: RunningApp) -> str:
    return await pathway_of(referrals)


class TestAnErasure:
    async def test_makes_identity_and_texts_unreadable_and_leaves_the_rest(
        self, referrals: RunningApp, pathway: str
    ) -> None:
        number = patient()
        referral = await past_patient(referrals, pathway, nhs_number=number)
        before = (await gp(referrals).get(f"/referrals/{referral.body['referral_id']}")).body
        assert (await identity(referrals, referral))["nhs_number"] == number
        done = await erased(referrals, referral)
        assert (done.body["status"], done.body["decided_by"], done.body["decided_org"]) == (
            "approved",
            "reviewer",
            "QMF",
        )
        shown = await identity(referrals, referral)
        assert {shown[part] for part in ("nhs_number", "patient_name", "date_of_birth")} == {ERASED}
        letter = (await texts(referrals, referral))["handover"]
        assert set(letter.values()) == {ERASED}
        assert (await gp(referrals).get(f"/referrals/{referral.body['referral_id']}")).body == before

    async def test_destroys_the_key_with_the_approval(self, referrals: RunningApp, pathway: str) -> None:
        done = await erased(referrals, await past_patient(referrals, pathway))
        assert await key_of(referrals, done.body["person_ref"]) is None
        assert await referrals.service.vault.is_erased(done.body["person_ref"])

    async def test_stays_over_a_rebuild_of_all_views(self, referrals: RunningApp, pathway: str) -> None:
        referral = await past_patient(referrals, pathway)
        done = await erased(referrals, referral)
        other = await submitted(referrals, pathway)
        address = referrals.database
        rebuilt = await rebuild_views(
            referrals.service.store, card.capabilities, address.owner_url, address.url, lambda name, read, total: None
        )
        assert "person_keys" not in [one.view for one in rebuilt]
        assert [one.differing for one in rebuilt] == [0] * len(rebuilt)
        assert (await identity(referrals, referral))["patient_name"] == ERASED
        assert (await identity(referrals, other))["patient_name"] == "Nobody Atall"
        assert await key_of(referrals, done.body["person_ref"]) is None

    async def test_is_found_by_nhs_number_which_is_kept_nowhere(self, referrals: RunningApp, pathway: str) -> None:
        number = patient()
        referral = await past_patient(referrals, pathway, nhs_number=number)
        body = ASKED | {"nhs_number": f"{number[:3]} {number[3:6]} {number[6:]}"}
        made = await doctor(referrals).post("/erasures", body)
        assert made.status == 201, made.body
        assert number not in json.dumps(made.body)
        assert (await approval(referrals, made)).status == 200
        assert (await identity(referrals, referral))["nhs_number"] == ERASED
        async with referrals.service.database.connection() as connection:
            for table in ("events", "receipts", "erasures", "access_log", "person_keys"):
                rows = await connection.fetch(f"SELECT t::text AS row FROM {table} t")  # noqa: S608  # own names
                assert number not in " ".join(row["row"] for row in rows)

    async def test_asked_twice_with_one_key_is_answered_once(self, referrals: RunningApp, pathway: str) -> None:
        erasure = await asked_for(referrals, await past_patient(referrals, pathway))
        first = await approval(referrals, erasure, key=f"once-{erasure.etag}-{erasure.body['erasure_id']}")
        again = await approval(referrals, erasure, key=f"once-{erasure.etag}-{erasure.body['erasure_id']}")
        assert (first.status, again.status, again.body) == (200, 200, first.body)
        assert again.headers["idempotent-replayed"] == "true"

    async def test_asked_for_again_with_the_same_key_once_done_is_answered_as_at_first(
        self, referrals: RunningApp, pathway: str
    ) -> None:
        """By then the number stands for nobody any more, which would be said to a new request."""
        number = patient()
        await past_patient(referrals, pathway, nhs_number=number)
        body, key = ASKED | {"nhs_number": number}, f"once-{compat.uuid7()}"
        first = await doctor(referrals).post("/erasures", body, key=key)
        assert (await approval(referrals, first)).status == 200
        again = await doctor(referrals).post("/erasures", body, key=key)
        assert (again.status, again.body, again.headers["location"]) == (201, first.body, first.headers["location"])
        assert again.headers["idempotent-replayed"] == "true"
        other = await doctor(referrals).post("/erasures", body | {"reference": "SAR-2026-18"}, key=key)
        assert (other.status, other.body["refusal"]) == (422, "IdempotencyKeyReused")
        anew = await doctor(referrals).post("/erasures", body)
        assert (anew.status, anew.body["refusal"]) == (404, "PersonNotKnown")


class TestWhatIsRefused:
    async def test_deciding_on_ones_own_request_whatever_ones_roles(self, referrals: RunningApp, pathway: str) -> None:
        one = reviewer(referrals, "one-reviewer")
        erasure = await asked_for(referrals, await past_patient(referrals, pathway), one)
        refused = await approval(referrals, erasure, one)
        assert (refused.status, refused.body["refusal"]) == (403, "DecidedByRequester")
        same_person_elsewhere = reviewer(referrals, "one-reviewer", org="07L")
        assert (await approval(referrals, erasure, same_person_elsewhere)).status == 403
        assert (await approval(referrals, erasure, reviewer(referrals, "two-reviewer"))).status == 200

    async def test_an_approval_while_a_referral_is_open_or_its_handover_is_owed(
        self, referrals: RunningApp, pathway: str
    ) -> None:
        referral = await submitted(referrals, pathway)
        erasure = await asked_for(referrals, referral)
        for _ in ("open", "handed over, and not acknowledged"):
            refused = await approval(referrals, erasure)
            assert (refused.status, refused.body["refusal"]) == (422, "CareUnderWay")
            assert refused.body["facts"] == {"referrals": 1}
            assert (await identity(referrals, referral))["patient_name"] == "Nobody Atall"
            referral = referral if referral.body["is_open"] is False else await handed_over(referrals, referral)
        await acknowledged(referrals, referral)
        assert (await approval(referrals, erasure)).status == 200

    async def test_a_second_request_while_one_is_pending(self, referrals: RunningApp, pathway: str) -> None:
        referral = await past_patient(referrals, pathway)
        first = await asked_for(referrals, referral)
        body = ASKED | {"referral_id": referral.body["referral_id"]}
        refused = await doctor(referrals).post("/erasures", body)
        assert (refused.status, refused.body["refusal"]) == (409, "ErasureAlreadyRequested")
        path = f"/erasures/{first.body['erasure_id']}/cancellation"
        assert (await doctor(referrals).post(path, {}, etag=first.etag)).body["status"] == "cancelled"
        assert (await doctor(referrals).post("/erasures", body)).status == 201

    async def test_erasing_twice(self, referrals: RunningApp, pathway: str) -> None:
        referral = await past_patient(referrals, pathway)
        await erased(referrals, referral)
        refused = await doctor(referrals).post("/erasures", ASKED | {"referral_id": referral.body["referral_id"]})
        assert (refused.status, refused.body["refusal"]) == (422, "PersonAlreadyErased")

    async def test_a_declined_erasure_keeps_the_data(self, referrals: RunningApp, pathway: str) -> None:
        referral = await past_patient(referrals, pathway)
        erasure = await asked_for(referrals, referral)
        path = f"/erasures/{erasure.body['erasure_id']}/refusal"
        kept = await reviewer(referrals).post(path, {"reason": "record_must_be_kept"}, etag=erasure.etag)
        assert (kept.status, kept.body["status"]) == (200, "declined")
        assert (await identity(referrals, referral))["patient_name"] == "Nobody Atall"

    @pytest.mark.parametrize(
        ("changes", "status"),
        [
            ({"nhs_number": "9434765918"}, 422),
            ({"nhs_number": 9990000018}, 400),
            ({"nhs_number": "9990000018", "referral_id": "01980000-0000-7000-8000-000000000000"}, 400),
            ({}, 400),
            ({"nhs_number": "9990000018", "reference": "9990000018"}, 400),
            ({"nhs_number": "9990000018", "reference": "IG-2026-17", "why": "Nobody Atall"}, 400),
        ],
    )
    async def test_a_request_that_names_nobody_or_says_too_much(
        self, referrals: RunningApp, changes: dict[str, object], status: int
    ) -> None:
        refused = await doctor(referrals).post("/erasures", ASKED | changes)
        assert refused.status == status, refused.body
        assert not [said for said in ("9434765918", "9990000018", "Atall") if said in json.dumps(refused.body)]


class TestComingBackForCare:
    async def test_is_possible_under_a_reference_that_cannot_be_joined_to_the_old_one(
        self, referrals: RunningApp, pathway: str
    ) -> None:
        number = patient()
        old = await past_patient(referrals, pathway, nhs_number=number)
        await erased(referrals, old)
        new = await submitted(referrals, pathway, nhs_number=number, patient_name="Back Again")
        assert (await identity(referrals, new))["patient_name"] == "Back Again"
        assert (await identity(referrals, old))["patient_name"] == ERASED
        async with referrals.service.database.connection() as connection:
            refs = await connection.fetch(
                "SELECT DISTINCT patient_ref FROM referral_records WHERE referral_id = ANY($1::uuid[])",
                [one.body["referral_id"] for one in (old, new)],
            )
        assert len(refs) == 2
        again = await asked_for(referrals, await acknowledged(referrals, await handed_over(referrals, new)))
        assert (await approval(referrals, again)).status == 200
        assert (await identity(referrals, new))["patient_name"] == ERASED
        assert (await submitted(referrals, pathway, nhs_number=number)).status == 201

    async def test_a_second_open_referral_is_still_a_duplicate(self, referrals: RunningApp, pathway: str) -> None:
        number = patient()
        await erased(referrals, await past_patient(referrals, pathway, nhs_number=number))
        await submitted(referrals, pathway, nhs_number=number)
        refused = await gp(referrals).post("/referrals", a_referral(pathway, nhs_number=number))
        assert (refused.status, refused.body["refusal"]) == (409, "DuplicateReferral")


class TestAtTheSameMoment:
    async def test_a_referral_and_an_approval_never_lose_the_referral(
        self, referrals: RunningApp, pathway: str
    ) -> None:
        kept = erased_first = 0
        for _ in range(3):
            number = patient()
            old = await past_patient(referrals, pathway, nhs_number=number)
            erasure = await asked_for(referrals, old)
            body = a_referral(pathway, nhs_number=number)
            approving, referring = await asyncio.gather(
                approval(referrals, erasure), gp(referrals).post("/referrals", body)
            )
            if referring.status == 503:
                referring = await gp(referrals).post("/referrals", body)
            assert referring.status == 201, referring.body
            assert (await identity(referrals, referring))["patient_name"] == "Nobody Atall"
            kept += approving.status == 422
            erased_first += approving.status == 200
        assert kept + erased_first == 3

    async def test_a_referral_that_came_in_after_the_look_stops_the_approval(
        self, referrals: RunningApp, pathway: str
    ) -> None:
        open_one = await submitted(referrals, pathway)
        erasure = await asked_for(referrals, open_one)
        looked = ApproveErasure(finding="no_duty_to_keep", under_way=0, by="reviewer", by_org="QMF")
        wish = Wish(
            looked,
            Meta("reviewer", "QMF", "late"),
            referrals.service.now(),
            unless=unless_under_way(erasure.body["person_ref"]),
        )
        with pytest.raises(CareUnderWay):
            await referrals.service.executor.execute(erasures, UUID(erasure.body["erasure_id"]), wish)
        assert (await identity(referrals, open_one))["patient_name"] == "Nobody Atall"

    async def test_what_was_sealed_before_the_key_was_destroyed_is_never_committed(
        self, referrals: RunningApp, pathway: str
    ) -> None:
        # As a replica does that still remembers the key: sealing works, and nobody could ever open it.
        number = patient()
        old = await past_patient(referrals, pathway, nhs_number=number)
        vault, person = referrals.service.vault, await referrals.service.vault.known_as(number)
        await vault.seal(person, "remembered from here on")
        await erased(referrals, old)
        late = await vault.seal(person, "with a key that is gone")
        referral_id = compat.uuid7()
        command = SUBMIT.model_copy(update={"referral_id": referral_id, "patient_ref": person, "nhs_number": late})
        wish = Wish(command, Meta("someone", "F82001", "late"), referrals.service.now())
        with pytest.raises(Contended):
            await referrals.service.executor.execute(referral_capability, referral_id, wish)
        assert await referrals.service.store.load(f"referral-{referral_id}") == []
        reading = await vault.read(Read("someone", "F82001", "read_referral_texts", "none", person, "late"))
        assert reading.open(late) == ERASED


async def test_who_asks_and_who_decides(referrals: RunningApp, pathway: str) -> None:
    erasure = await asked_for(referrals, await past_patient(referrals, pathway), clinician(referrals))
    path = f"/erasures/{erasure.body['erasure_id']}"
    for role, org in (("REFERRING_CLINICIAN", "F82001"), ("SERVICE_PROVIDER_CLINICIAN", PROVIDER)):
        party = referrals.client(role, org=org, sub="a-party")
        assert (await party.get(path)).status == 200
        assert (await party.post(f"{path}/approval", FOUND, etag=erasure.etag)).status == 403
