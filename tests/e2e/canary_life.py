"""What the canary patient lives through, and the requests about the same person that are refused."""

import json
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from tests.e2e.alliance import OWNERS, Alliance
from tests.e2e.asking import API, Thing
from tests.e2e.canary import ADVICE, BORN, LETTER, NAME, NARRATIVE, NOTE, OVERRIDE, QUERY, REPLY
from tests.kit.apps import Client
from tests.services.referrals.http import OTHER_PRACTICE, a_referral, day


def the_patient(pathway: Thing, number: str, **changes: Any) -> dict[str, Any]:
    about = {"patient_name": NAME, "date_of_birth": BORN.isoformat(), "narrative": NARRATIVE}
    return a_referral(pathway.key, nhs_number=number, **about) | changes


async def whole_life(alliance: Alliance, pathway: Thing, number: str) -> Thing:
    spaced = f"{number[:3]} {number[3:6]} {number[6:]}"
    referral = await alliance.make(alliance.gp, "referrals", the_patient(pathway, spaced))
    referral = await alliance.handed_over(await alliance.discharged(await alliance.treated(referral)), LETTER)
    asked = await alliance.do(alliance.gp, referral, "handovers/query", {"queried_on": day(24), "query": QUERY})
    told = {"resolved_on": day(23), "answer": REPLY}
    return await alliance.do(alliance.clinician, asked, "handovers/resolution", told)


async def short_lives(alliance: Alliance, pathway: Thing, number: str) -> None:
    """Referred twice more, once over an open referral: sent back with advice, and called off."""
    returned = await alliance.make(alliance.gp, "referrals", the_patient(pathway, number))
    second = the_patient(pathway, number, override_reason=OVERRIDE)
    cancelled = await alliance.make(alliance.gp, "referrals", second)
    back = {"outcome": "returned_with_advice", "triaged_on": day(98), "advice": ADVICE, "signpost": "self_care"}
    await alliance.do(alliance.clinician, returned, "triage", back)
    off = {"cancelled_on": day(97), "reason": "moved_away", "note": NOTE}
    await alliance.do(alliance.gp, cancelled, "cancellation", off)


async def refusals(alliance: Alliance, pathway: Thing, referral: Thing, number: str) -> None:
    """The same person in requests that fail, in every part of a request."""
    body = the_patient(pathway, number)
    open_one = await alliance.make(alliance.gp, "referrals", body)
    assert open_one.body["status"] == "submitted"
    strangers = alliance.person("REFERRING_CLINICIAN", org=OTHER_PRACTICE)
    wrong = number[:9] + str((int(number[9]) + 1) % 10)
    bodies: list[tuple[Client, dict[str, Any], int]] = [
        (alliance.gp, body | {"nhs_number": wrong}, 422),
        (alliance.gp, body | {"nhs_number": int(number)}, 400),
        (alliance.gp, body | {"nhs_number": f"{number} {NAME}"}, 400),
        (alliance.gp, body | {"patient_name": [NAME]}, 400),
        (alliance.gp, body | {"date_of_birth": f"{BORN:%d/%m/%Y}"}, 400),
        (alliance.gp, body | {"narrative": NARRATIVE * 100}, 400),
        (alliance.gp, body | {"surprise": NARRATIVE}, 400),
        (alliance.gp, body | {"priority": NAME}, 400),
        (alliance.gp, body | {"practice_ods": number}, 422),
        (alliance.gp, body | {"pathway_id": number}, 400),
        (alliance.gp, body, 409),
        (strangers, body, 403),
        (alliance.reader, body, 403),
    ]
    for who, sent, status in bodies:
        await refused(alliance, status, who, "POST", f"{API}/referrals", json=sent)
    advice = {"outcome": "rejected", "triaged_on": day(98), "advice": ADVICE}
    deed, stale = f"{open_one.path}/triage", {"If-Match": '"7"'}
    await refused(alliance, 412, alliance.clinician, "POST", deed, json=advice, headers=stale)
    await refused(alliance, 428, alliance.clinician, "POST", deed, json=advice)
    await refused(alliance, 404, strangers, "POST", deed, json=advice, headers=stale)
    await refused(alliance, 400, alliance.clinician, "POST", deed, json=advice | {"triaged_on": NAME}, headers=stale)
    await refused_early(alliance, body, number)
    await refused(alliance, 404, strangers, "GET", f"{referral.path}/identity")


async def refused_early(alliance: Alliance, body: dict[str, Any], number: str) -> None:
    """Requests that no rule ever sees; and the person in paths, queries and headers, where they do not belong."""
    gp, path, text = alliance.gp, f"{API}/referrals", json.dumps(body, ensure_ascii=False).encode()
    for raw in (text[:-20], text + b"}", b"\xff" + text, text.replace(b'"', b"'")):
        await refused(alliance, 400, gp, "POST", path, content=raw)
    await refused(alliance, 413, gp, "POST", path, content=text + b" " * 1_000_000)
    await refused(alliance, 401, Client(gp.http, "x.y.z"), "POST", path, json=body)
    await refused(alliance, 400, gp, "POST", path, json=body, headers={"Idempotency-Key": ""})
    for place in (number, f"{number}/identity", quote(NAME)):
        await refused(alliance, 400, gp, "GET", f"{path}/{place}")
    for query in ({"practice": f"{NAME} {number}"}, {"cursor": number}, {"pathway": number}, {"limit": number}):
        await refused(alliance, 400, gp, "GET", path, params=query)
    for where in ("timeline", "overview", f"explain/{number}", number):
        await alliance.ask(
            alliance.reader, "GET", f"{API}/alliance/{where}", params={"as_of": number, "stream": number}
        )
    ids = dict.fromkeys(("X-Request-ID", "X-Correlation-ID", "traceparent", "User-Agent", "If-None-Match"), number)
    await refused(alliance, 409, gp, "POST", path, json=body, headers=ids)
    made = await alliance.ask(
        gp, "POST", path, json=body | {"override_reason": OVERRIDE}, headers=ids | {"Idempotency-Key": number}
    )
    assert made.status == 201, made.body


async def refused(alliance: Alliance, status: int, who: Client, method: str, path: str, **arguments: Any) -> None:
    headers = {"Idempotency-Key": str(uuid4()), "Content-Type": "application/json"}
    arguments["headers"] = headers | arguments.pop("headers", {})
    answer = await alliance.ask(who, method, path, **arguments)
    assert answer.status == status, (path, arguments, answer.body)


async def everything_arrived(alliance: Alliance) -> bool:
    """Whether the gateway has applied all there is, and budgets has paid for the discharge."""
    told = await alliance.stored()
    paid = any(one.type == "ExpenditurePosted" for one in told)
    heads = {name: sum(one.source == name for one in told) for name in OWNERS}
    sources = (await alliance.overview()).body["sources"]
    return paid and {name: source["position"] for name, source in sources.items()} == heads
