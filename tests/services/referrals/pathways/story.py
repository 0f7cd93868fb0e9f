"""A pathway's history in sentences."""

from datetime import date
from uuid import UUID

from services.referrals.pathways import commands as c
from shared.events.referrals import pathways as e
from shared.kernel.organisations import OrgKind

PATHWAY = UUID("01980000-0000-7000-8000-00000000a001")
TITLE = "Atrial fibrillation"
TODAY = date(2026, 1, 5)
FROM = date(2026, 1, 5)
STEPS = e.ManagementStepsSection(section="management_steps", steps=("Feel the pulse",))
TESTS = e.InvestigationsSection(
    section="investigations",
    investigations=(
        e.Investigation(code="ECG", title="12-lead ECG", max_age_days=90),
        e.Investigation(code="TFT", title="Thyroid function", required=False, max_age_days=180),
    ),
)
CRITERIA = e.ReferCriteriaSection(
    section="refer_criteria", groups=(e.CriteriaGroup(match="all", criteria=("Symptoms persist",)),)
)
DRAFT = c.DraftPathway(
    pathway_id=PATHWAY,
    title=TITLE,
    condition="Atrial fibrillation in adults",
    specialty_tfc="320",
    owner_network="ILLN05",
    required_signatories=("ILLN05", "RF4"),
    signatory_kinds=(OrgKind.GP_NETWORK, OrgKind.NHS_TRUST),
    today=TODAY,
)
_SAID = DRAFT.model_dump(exclude={"signatory_kinds", "today"})


def about(version: int = 1) -> dict[str, object]:
    return {"pathway_id": PATHWAY, "title": TITLE, "version": version}


def edited(content: e.PathwaySection, version: int = 1, withdrawn: tuple[str, ...] = ()) -> e.PathwaySectionEdited:
    return e.PathwaySectionEdited.model_validate(
        about(version) | {"section": content.section, "content": content, "signatures_withdrawn": withdrawn}
    )


def signed(party: str, outstanding: tuple[str, ...], version: int = 1) -> e.PathwaySignedOff:
    return e.PathwaySignedOff.model_validate(
        about(version) | {"party": party, "signed_on": TODAY, "outstanding": outstanding}
    )


def published_on(day: date, version: int = 1, supersedes: int | None = None) -> e.PathwayPublished:
    return e.PathwayPublished.model_validate(_SAID | {"version": version, "from_date": day, "supersedes": supersedes})


def new_version(version: int) -> tuple[e.PathwayEvent, ...]:
    drafted = e.PathwayVersionDrafted.model_validate(
        about(version) | {"from_version": version - 1, "sections": (STEPS, TESTS, CRITERIA)}
    )
    return (drafted, in_review(version), agreed(version))


def in_review(version: int = 1) -> e.PathwaySubmittedForReview:
    return e.PathwaySubmittedForReview.model_validate(about(version) | {"outstanding": ("ILLN05", "RF4")})


def agreed(version: int = 1) -> e.PathwayAgreed:
    return e.PathwayAgreed.model_validate(about(version) | {"signatories": ("ILLN05", "RF4"), "agreed_on": TODAY})


drafted = e.PathwayDrafted(version=1, **_SAID)
written = (drafted, edited(STEPS), edited(TESTS), edited(CRITERIA))
under_review = (*written, in_review())
all_agreed = (*under_review, signed("ILLN05", ("RF4",)), signed("RF4", ()), agreed())
published = (*all_agreed, published_on(FROM))
