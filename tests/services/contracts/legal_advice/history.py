"""Legal advice the tests start from: the legal scoping of procurement (R106)."""

from datetime import date
from uuid import UUID

from services.contracts.legal_advice import commands as c
from shared.events.contracts import legal_advice as e
from shared.kernel.organisations import OrgKind

ADVICE = UUID("01980000-0000-7000-8000-00000000ad01")
LATER = UUID("01980000-0000-7000-8000-00000000ad02")
STRATEGY = "/strategies/01980000-0000-7000-8000-00000000ab01"
PROCUREMENT = "/procurements/01980000-0000-7000-8000-00000000ab02"
TODAY = date(2017, 9, 1)
RECORD = c.RecordLegalAdvice(
    ref="LA-1",
    area="data_protection",
    adviser="A firm of solicitors (fictional)",
    advised_on=TODAY,
    commissioned_by=("07L", "E09000002"),
    question="May the contract be varied without a new procurement?",
    summary="Only within the review clause.",
    subjects=(f"/api/v1{STRATEGY}", STRATEGY),
    legal_advice_id=ADVICE,
    commissioner_kinds={"07L": OrgKind.CCG, "E09000002": OrgKind.BOROUGH, "RF4": OrgKind.NHS_TRUST},
    not_found=(),
    today=TODAY,
)
recorded = e.LegalAdviceRecorded(
    legal_advice_id=ADVICE,
    parties=("07L", "E09000002"),
    ref="LA-1",
    area="data_protection",
    adviser=RECORD.adviser,
    advised_on=TODAY,
    privileged=True,
    commissioned_by=("07L", "E09000002"),
    subjects=(STRATEGY,),
    question=RECORD.question,
    summary=RECORD.summary,
)
linked = e.LegalAdviceLinked(legal_advice_id=ADVICE, ref="LA-1", subjects=(PROCUREMENT,))
waived = e.LegalPrivilegeWaived(
    legal_advice_id=ADVICE, ref="LA-1", reason="To be shown to the regulator.", waived_by="persona:approver"
)
shared_with_provider = e.LegalAdviceShared(
    legal_advice_id=ADVICE, ref="LA-1", shared_with=("RF4",), parties=("07L", "E09000002", "RF4")
)
superseded = e.LegalAdviceSuperseded(legal_advice_id=ADVICE, ref="LA-1", superseded_by=LATER, superseded_by_ref="LA-2")
