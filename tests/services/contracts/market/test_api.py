"""A market exercise over HTTP: the provider's own answer, two assessors who do not see each other, a moderator."""

from typing import Any
from uuid import uuid4

from tests.kit.apps import Answer, Client, RunningApp

LEAD = "PROCUREMENT_LEAD"
EVIDENCE = [{"kind": "reference", "uri": "https://example.org/reference", "period": "2025"}]
SECRET = "Seen on the third visit"


def an_invitation(**changes: Any) -> dict[str, Any]:
    return {
        "exercise": f"ME-{uuid4().hex[:8]}",
        "title": "Urgent care in localities",
        "commissioners": ["07L", "08F"],
        "provider": "RAT",
        "services": ["urgent care"],
        "respond_by": "2199-01-01",
    } | changes


class Exercise:
    """One provider's assessment, with those who take part in it."""

    def __init__(self, contracts: RunningApp) -> None:
        self.lead, self.ann, self.bob, self.mo = (
            contracts.client(LEAD, org=org, sub=sub)
            for org, sub in (("07L", "lead"), ("07L", "ann"), ("08F", "bob"), ("08F", "mo"))
        )
        self.provider = contracts.client("SERVICE_PROVIDER_CLINICIAN", org="RAT", sub="percy")
        self.rival = contracts.client("SERVICE_PROVIDER_CLINICIAN", org="RF4", sub="rita")
        self.path = ""
        self.etag = ""

    async def invite(self) -> None:
        made = await self.lead.post("/provider-assessments", an_invitation())
        assert made.status == 201, made.body
        self.path, self.etag = made.headers["location"], made.etag

    async def does(self, who: Client, deed: str, body: dict[str, Any]) -> Answer:
        answer = await who.post(f"{self.path}/{deed}", body, etag=self.etag)
        if answer.status == 200:
            self.etag = answer.etag
        return answer

    async def scores(self, who: Client, competency: str, points: int) -> Answer:
        said = {"competency": competency, "score": points, "comments": SECRET, "evidence": EVIDENCE}
        return await self.does(who, "scores", said)


async def test_scores_are_blind_until_all_are_in_and_the_providers_own_until_it_is_decided(
    contracts: RunningApp,
) -> None:
    """Interest, competencies, moderation and shortlisting (R9, R10)."""
    exercise = Exercise(contracts)
    await exercise.invite()
    answer = {"services": ["urgent care"], "capability": "Runs two centres."}
    assert (await exercise.does(exercise.lead, "interest", answer)).body["refusal"] == "NotTheInvitedProvider"
    assert (await exercise.does(exercise.rival, "interest", answer)).status == 404
    assert (await exercise.does(exercise.provider, "interest", answer)).body["status"] == "interested"
    assert (await exercise.scores(exercise.provider, "integration", 4)).status == 403

    for competency in ("collaboration", "integration", "transformation"):
        given = await exercise.scores(exercise.ann, competency, 4)
        assert given.status == 200
        assert SECRET not in str(given.body)
    for path in ("", "/scores", "/history"):
        assert SECRET not in str((await exercise.bob.get(f"{exercise.path}{path}")).body)
    assert (await exercise.bob.get(f"{exercise.path}/scores")).body["opinions"] == []

    for competency, points in (("collaboration", 3), ("integration", 4), ("transformation", 2)):
        last = await exercise.scores(exercise.bob, competency, points)
    assert last.body["status"] == "interested"
    seen = (await exercise.bob.get(f"{exercise.path}/scores")).body
    assert (len(seen["opinions"]), seen["to_moderate"]) == (6, ["transformation"])

    settle = {"competency": "transformation", "score": 3, "reasons": "Read differently."}
    assert (await exercise.does(exercise.ann, "moderations", settle)).body["refusal"] == "ModeratedByAssessor"
    assert (await exercise.does(exercise.mo, "moderations", settle)).body["status"] == "assessed"

    assert (await exercise.provider.get(f"{exercise.path}/scores")).status == 404
    assert SECRET not in str((await exercise.provider.get(f"{exercise.path}/history")).body)
    decision = {"outcome": "shortlisted", "reasons": "Strong in localities."}
    assert (await exercise.does(exercise.mo, "shortlisting", decision)).body["status"] == "shortlisted"
    own = (await exercise.provider.get(f"{exercise.path}/scores")).body
    assert [one["score_tenths"] for one in own["results"]] == [35, 40, 30]
    assert (await exercise.rival.get(f"{exercise.path}/scores")).status == 404
    assert (await exercise.bob.get(f"{exercise.path}/scores", as_of="6")).body["opinions"] == []


async def test_a_provider_is_invited_once_to_an_exercise_and_found_by_what_it_offers(contracts: RunningApp) -> None:
    exercise = Exercise(contracts)
    invitation = an_invitation(services=["night sitting"])
    made = await exercise.lead.post("/provider-assessments", invitation)
    again = await exercise.lead.post("/provider-assessments", invitation)
    assert (again.status, again.body["refusal"]) == (409, "AlreadyInvited")
    exercise.path, exercise.etag = made.headers["location"], made.etag
    await exercise.does(exercise.provider, "interest", {"services": ["night sitting"], "capability": "Does so."})
    found = (await exercise.lead.get("/provider-assessments", service="night sitting", provider="RAT")).body["items"]
    assert [one["assessment_id"] for one in found] == [made.body["assessment_id"]]
    assert (await exercise.rival.get("/provider-assessments", exercise=invitation["exercise"])).body["items"] == []
    assert (await exercise.rival.post("/provider-assessments", an_invitation())).status == 403
