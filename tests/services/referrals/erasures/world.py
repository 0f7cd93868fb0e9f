"""People who ask for erasures and decide on them, and patients whose care has ended."""

from typing import Any

from tests.kit.apps import Answer, Client, RunningApp
from tests.services.referrals.http import LETTER, PRACTICE, a_referral, clinician, day, does, gp, published

ERASED = "[erased]"
ASKED = {"ground": "consent_withdrawn", "reference": "IG-2026-17"}
FOUND = {"finding": "no_duty_to_keep"}


def doctor(app: RunningApp, org: str = PRACTICE) -> Client:
    return app.client("REFERRING_CLINICIAN", org=org, sub=f"doctor-{org}")


def reviewer(app: RunningApp, sub: str = "reviewer", org: str = "QMF") -> Client:
    return app.client("ASSURANCE_REVIEWER", org=org, sub=sub)


async def pathway_of(app: RunningApp) -> str:
    return str((await published(app)).body["pathway_id"])


async def submitted(app: RunningApp, pathway: str, **changes: Any) -> Answer:
    answer = await gp(app).post("/referrals", a_referral(pathway, **changes))
    assert answer.status == 201, answer.body
    return answer


async def handed_over(app: RunningApp, referral: Answer) -> Answer:
    """Treated, discharged and handed over; the practice has yet to acknowledge."""
    for deed, body in (
        ("triage", {"outcome": "accepted_to_book", "triaged_on": day(98)}),
        ("attendances", {"attended_on": day(60)}),
        ("treatments", {"started_on": day(40)}),
        ("discharge", {"discharged_on": day(30), "setting": "op"}),
        ("handovers", {"sent_on": day(25), **LETTER}),
    ):
        referral = await does(clinician(app), referral, deed, body)
    return referral


async def acknowledged(app: RunningApp, referral: Answer) -> Answer:
    return await does(gp(app), referral, "handovers/acknowledgement", {"acknowledged_on": day(20)})


async def called_off(app: RunningApp, referral: Answer) -> Answer:
    return await does(gp(app), referral, "cancellation", {"cancelled_on": day(99), "reason": "no_longer_needed"})


async def past_patient(app: RunningApp, pathway: str, **changes: Any) -> Answer:
    """Somebody whose care has ended."""
    return await acknowledged(app, await handed_over(app, await submitted(app, pathway, **changes)))


async def asked_for(app: RunningApp, referral: Answer, who: Client | None = None, **changes: Any) -> Answer:
    body = ASKED | {"referral_id": referral.body["referral_id"]} | changes
    answer = await (who or doctor(app)).post("/erasures", body)
    assert answer.status == 201, answer.body
    return answer


async def approval(app: RunningApp, erasure: Answer, who: Client | None = None, key: str | None = None) -> Answer:
    path = f"/erasures/{erasure.body['erasure_id']}/approval"
    return await (who or reviewer(app)).post(path, FOUND, etag=erasure.etag, key=key)


async def erased(app: RunningApp, referral: Answer) -> Answer:
    answer = await approval(app, await asked_for(app, referral))
    assert answer.status == 200, answer.body
    return answer


async def identity(app: RunningApp, referral: Answer) -> Any:
    answer = await gp(app).get(f"/referrals/{referral.body['referral_id']}/identity")
    assert answer.status == 200, answer.body
    return answer.body


async def texts(app: RunningApp, referral: Answer) -> Any:
    answer = await gp(app).get(f"/referrals/{referral.body['referral_id']}/texts")
    assert answer.status == 200, answer.body
    return answer.body


async def key_of(app: RunningApp, person_ref: str) -> bytes | None:
    async with app.service.database.connection() as connection:
        found: bytes | None = await connection.fetchval(
            "SELECT wrapped_key FROM person_keys WHERE person_ref = $1", person_ref
        )
    return found
