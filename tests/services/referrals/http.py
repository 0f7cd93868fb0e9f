"""People of the alliance at the referrals service, and the things they have done there."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from tests.kit.apps import Answer, Client, RunningApp

PRACTICE, OTHER_PRACTICE, PROVIDER, NETWORK = "F82001", "F82002", "RF4", "ILLN05"
TODAY = datetime.now(UTC).date()
SECTIONS = (
    {"section": "management_steps", "steps": ["Feel the pulse"]},
    {"section": "investigations", "investigations": [{"code": "ECG", "title": "12-lead ECG", "max_age_days": 90}]},
    {"section": "refer_criteria", "groups": [{"match": "any", "criteria": ["Symptoms persist"]}]},
)
LETTER = {
    "diagnosis": "Atrial fibrillation, found by chance",
    "results": "ECG enclosed",
    "medication": "Apixaban",
    "plan": "Review in six weeks",
    "who_does_what": "The practice prescribes",
    "rereferral_criteria": "Palpitations at rest",
}
_numbers = Random(1)  # noqa: S311  # made-up patients


def day(days_ago: int) -> str:
    return (TODAY - timedelta(days=days_ago)).isoformat()


def patient() -> str:
    """A made-up NHS number of the range for tests (999), valid by Modulus 11."""
    while True:
        digits = f"999{_numbers.randrange(10**6):06d}"
        check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
        if check != 10:
            return f"{digits}{check % 11}"


def author(app: RunningApp) -> Client:
    return app.client("PATHWAY_AUTHOR", org=NETWORK)


def gp(app: RunningApp, org: str = PRACTICE) -> Client:
    return app.client("REFERRING_CLINICIAN", org=org)


def clinician(app: RunningApp, org: str = PROVIDER) -> Client:
    return app.client("SERVICE_PROVIDER_CLINICIAN", org=org)


async def put(client: Client, path: str, body: Any, etag: str, key: str) -> Answer:
    return await client.send("PUT", path, json=body, headers={"If-Match": etag, "Idempotency-Key": key})


async def drafted(app: RunningApp, specialty: str = "320") -> Answer:
    """A draft with its compulsory sections."""
    made = await author(app).post(
        "/pathways",
        {
            "title": "Atrial fibrillation",
            "condition": "Atrial fibrillation in adults",
            "specialty_tfc": specialty,
            "owner_network": NETWORK,
            "required_signatories": [NETWORK, PROVIDER],
        },
    )
    assert made.status == 201, made.body
    path, etag = made.headers["location"], made.etag
    for section in SECTIONS:
        name = section["section"]
        made = await put(author(app), f"{path}/sections/{name}", {"content": section}, etag, f"{path}-{name}-{etag}")
        assert made.status == 200, made.body
        etag = made.etag
    return made


async def agreed(app: RunningApp, draft: Answer) -> Answer:
    """Reviewed and signed by both parties."""
    path = f"/pathways/{draft.body['pathway_id']}"
    answer = await author(app).post(f"{path}/reviews", {}, etag=draft.etag)
    for signer, party in ((author(app), NETWORK), (clinician(app), PROVIDER)):
        answer = await signer.post(f"{path}/signatures", {"party": party}, etag=answer.etag)
        assert answer.status == 200, answer.body
    return answer


async def published(app: RunningApp, specialty: str = "320", from_date: date | None = None) -> Answer:
    """A pathway in use since a year and more."""
    answer = await agreed(app, await drafted(app, specialty))
    first = (from_date or TODAY - timedelta(days=400)).isoformat()
    path = f"/pathways/{answer.body['pathway_id']}/publication"
    answer = await author(app).post(path, {"from_date": first}, etag=answer.etag)
    assert answer.status == 200, answer.body
    return answer


def a_referral(pathway_id: str, **changes: Any) -> dict[str, Any]:
    return {
        "pathway_id": pathway_id,
        "practice_ods": PRACTICE,
        "provider_ods": PROVIDER,
        "priority": "ROUTINE",
        "authored_on": day(100),
        "results": [{"code": "ECG", "date": day(110)}],
        "nhs_number": patient(),
        "patient_name": "Nobody Atall",
        "date_of_birth": "1950-02-03",
        "narrative": "Breathless on the stairs",
    } | changes


async def does(client: Client, referral: Answer, deed: str, body: dict[str, Any]) -> Answer:
    """A deed on a referral, at the version of the last answer."""
    answer = await client.post(f"/referrals/{referral.body['referral_id']}/{deed}", body, etag=referral.etag)
    assert answer.status == 200, answer.body
    return answer
