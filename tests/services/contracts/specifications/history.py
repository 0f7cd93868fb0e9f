"""A specification on its way to agreement, as the tests start from it."""

from datetime import date
from typing import Any
from uuid import UUID

from services.contracts.specifications import commands as c
from shared.events.contracts import specifications as e
from shared.kernel.organisations import OrgKind

SPECIFICATION = UUID("01980000-0000-7000-8000-00000000e001")
ABOUT: dict[str, Any] = {"specification_id": SPECIFICATION, "ref": "SPEC-7"}
DAY = date(2018, 5, 1)
CONTENT = e.SpecificationContent(
    population="Frail people over 75 in Havering",
    purpose="Keep people well at home.",
    scope="Assessment and care planning; no acute admission.",
    requirements=(e.SpecificationRequirement(heading="Access", text="Seen within two days."),),
    outcomes=(e.LinkedOutcome(indicator="ADM-75", outcome="Fewer emergency admissions", framework_id=None),),
)
NO_OUTCOMES = CONTENT.model_copy(update={"outcomes": ()})
DRAFT = c.DraftSpecification(
    **ABOUT,
    title="Frailty service",
    service="frailty",
    commissioners=("07L", "08F"),
    localities=("havering-north",),
    content=CONTENT,
    commissioner_kinds={"07L": OrgKind.CCG, "08F": OrgKind.CCG, "RF4": OrgKind.NHS_TRUST},
    known_localities=frozenset({"havering-north"}),
    known_indicators={},
    by="ann",
    today=DAY,
)
drafted = e.SpecificationDrafted(
    **ABOUT,
    title="Frailty service",
    service="frailty",
    commissioners=("07L", "08F"),
    parties=("07L", "08F"),
    localities=("havering-north",),
    content=CONTENT,
    drafted_on=DAY,
    author="ann",
)
PATIENTS = e.CoProducer(
    kind="users_and_carers", name="Havering patients' group", took_part_on=DAY, contribution="Wants one named contact."
)
PROVIDER = e.CoProducer(kind="providers", name="NELFT", ods="RAT", took_part_on=DAY, contribution="Staffing model.")
with_patients = e.SpecificationCoProductionRecorded(**ABOUT, version_no=1, co_producer=PATIENTS, parties=("07L", "08F"))
with_provider = e.SpecificationCoProductionRecorded(
    **ABOUT, version_no=1, co_producer=PROVIDER, parties=("07L", "08F", "RAT")
)
deliverable = e.SpecificationDeliverabilityStated(
    **ABOUT, version_no=1, ods="RAT", verdict="deliverable", statement="With two more nurses.", stated_on=DAY
)
rewritten = e.SpecificationRewritten(**ABOUT, version_no=1, content=CONTENT, reason="Clearer access", author="bob")
agreed = e.SpecificationAgreed(**ABOUT, version_no=1, supersedes=None, agreed_on=DAY)
second = e.SpecificationVersionDrafted(**ABOUT, version_no=2, content=CONTENT, drafted_on=DAY, author="cat")
withdrawn = e.SpecificationDraftWithdrawn(**ABOUT, version_no=2, reason="The service is decommissioned")
ready = (drafted, with_patients, with_provider, deliverable)
