"""A provider's way through a market exercise, as the tests start from it."""

from datetime import date
from typing import Any
from uuid import UUID

from services.contracts.market import commands as c
from shared.events.contracts import market as e
from shared.kernel.organisations import OrgKind
from shared.kernel.parts import Evidence

ASSESSMENT = UUID("01980000-0000-7000-8000-00000000a001")
ABOUT: dict[str, Any] = {"assessment_id": ASSESSMENT, "exercise": "BHR-ME-2017", "provider": "RAT"}
LAST_DAY = date(2017, 10, 31)
INVITE = c.InviteProvider(
    assessment_id=ASSESSMENT,
    exercise="BHR-ME-2017",
    title="Urgent care in localities",
    commissioners=("07L", "08F"),
    provider="RAT",
    services=("urgent care", "community nursing"),
    localities=("havering-north",),
    respond_by=LAST_DAY,
    commissioner_kinds={"07L": OrgKind.CCG, "08F": OrgKind.CCG, "RF4": OrgKind.NHS_TRUST},
    known_localities=frozenset({"havering-north"}),
    today=date(2017, 10, 1),
)
evidence = (Evidence(kind="reference", uri="https://example.org/reference", period="2016/17"),)
invited = e.ProviderInvited(
    **ABOUT,
    title="Urgent care in localities",
    commissioners=("07L", "08F"),
    parties=("07L", "08F", "RAT"),
    localities=("havering-north",),
    services=("urgent care", "community nursing"),
    respond_by=LAST_DAY,
    invited_on=date(2017, 10, 1),
)
interested = e.InterestExpressed(
    **ABOUT, services=("urgent care",), capability="Runs two urgent care centres.", evidence=evidence
)
declined = e.InterestDeclined(**ABOUT, reasons="No capacity this year.")


def opinion(competency: e.Competency, score: int, assessor: str) -> e.Opinion:
    return e.Opinion(competency=competency, score=score, assessor=assessor, comments="As seen.", evidence=evidence)


def scored(competency: e.Competency, score: int, assessor: str) -> e.CompetencyScored:
    said = dict(opinion(competency, score, assessor))
    return e.CompetencyScored(**ABOUT, **said)


def score(competency: e.Competency, points: int, by: str) -> c.ScoreCompetency:
    return c.ScoreCompetency(
        competency=competency, score=points, comments="As seen.", evidence=evidence, by=by, org="07L"
    )


five_scores = (
    scored("collaboration", 3, "ann"),
    scored("collaboration", 2, "bob"),
    scored("integration", 2, "ann"),
    scored("integration", 2, "bob"),
    scored("transformation", 3, "ann"),
)
"""Only bob's score for transformation is missing."""


def compared(last: int, *to_moderate: e.Competency) -> e.ScoresCompared:
    opinions = [
        opinion(one.competency, one.score, one.assessor)
        for one in (*five_scores, scored("transformation", last, "bob"))
    ]
    return e.ScoresCompared(**ABOUT, opinions=tuple(opinions), to_moderate=to_moderate)


moderated = e.ScoresModerated(
    **ABOUT, competency="transformation", score=2, moderator="mo", reasons="One reference was read differently."
)
assessed = e.ProviderAssessed(**ABOUT)
shortlisted = e.ProviderShortlisted(**ABOUT, reasons="Strong in localities.", decided_on=LAST_DAY)
not_shortlisted = e.ProviderNotShortlisted(**ABOUT, reasons="Too little integration.", decided_on=LAST_DAY)

agreeing = (invited, interested, *five_scores, scored("transformation", 2, "bob"), compared(2), assessed)
disagreeing = (
    invited,
    interested,
    *five_scores,
    scored("transformation", 1, "bob"),
    compared(1, "transformation"),
)
