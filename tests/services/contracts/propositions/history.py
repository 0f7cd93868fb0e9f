"""A proposition of three contributors, as the tests start from it."""

from datetime import date
from typing import Any
from uuid import UUID

from services.contracts.propositions import commands as c
from shared.events.contracts import propositions as e
from shared.kernel.organisations import OrgKind

PROPOSITION = UUID("01980000-0000-7000-8000-00000000b001")
DESIGN = UUID("01980000-0000-7000-8000-00000000d001")
ABOUT: dict[str, Any] = {"proposition_id": PROPOSITION, "title": "Integrated frailty care"}
LAST_DAY = date(2018, 3, 31)
KINDS = {
    "RF4": OrgKind.NHS_TRUST,
    "RAT": OrgKind.NHS_TRUST,
    "ILLV01": OrgKind.VOLUNTARY,
    "07L": OrgKind.CCG,
    "E09000002": OrgKind.BOROUGH,
}
CONTRIBUTORS = (
    e.Contributor(ods="RF4", role="lead"),
    e.Contributor(ods="RAT", role="member"),
    e.Contributor(ods="ILLV01", role="third_sector"),
)
CONFIRMED = c.Mobilisation(commissioners=("07L", "E09000002"), localities=("havering-north",), missing=())
OPEN = c.OpenProposition(
    **ABOUT,
    design_id=DESIGN,
    contributors=CONTRIBUTORS,
    submit_by=LAST_DAY,
    mobilisation=CONFIRMED,
    kinds=KINDS,
    today=date(2018, 1, 2),
)
opened = e.PropositionOpened(
    **ABOUT,
    design_id=DESIGN,
    commissioners=("07L", "E09000002"),
    lead="RF4",
    contributors=CONTRIBUTORS,
    parties=("07L", "E09000002", "RF4", "RAT", "ILLV01"),
    localities=("havering-north",),
    submit_by=LAST_DAY,
    opened_on=date(2018, 1, 2),
)


def contribution(ods: str) -> e.Contribution:
    return e.Contribution(ods=ods, services=("frailty",), contribution="A team in each locality.")


CONTRIBUTIONS = tuple(contribution(one.ods) for one in CONTRIBUTORS)
drafted = e.PropositionVersionDrafted(
    **ABOUT,
    version_no=1,
    drafted_on=LAST_DAY,
    summary="One frailty team in each locality.",
    contributions=CONTRIBUTIONS,
)


def agreed(ods: str, version_no: int = 1) -> e.PropositionContributionAgreed:
    return e.PropositionContributionAgreed(**ABOUT, ods=ods, version_no=version_no, agreed_on=LAST_DAY)


declined = e.PropositionContributionDeclined(**ABOUT, ods="RAT", version_no=1, reasons="Not at this price.")
submitted = e.PropositionSubmitted(**ABOUT, version_no=1, submitted_on=LAST_DAY)
withdrawn = e.PropositionWithdrawn(**ABOUT, reasons="Two trusts merge first.")
without_charity = e.PropositionContributorsChanged(
    **ABOUT, codes=("RF4", "RAT"), contributors=CONTRIBUTORS[:2], parties=("07L", "E09000002", "RF4", "RAT")
)
all_agreed = (opened, drafted, agreed("RAT"), agreed("ILLV01"))
