"""A contract in its life, as the tests start from it."""

from datetime import date
from typing import Any
from uuid import UUID

from services.contracts.contract_management import commands as c
from shared.events.contracts import contract_management as e

CONTRACT = UUID("01980000-0000-7000-8000-00000000c101")
REVIEW = UUID("01980000-0000-7000-8000-00000000c201")
ACTION = UUID("01980000-0000-7000-8000-00000000c301")
ENTRY = UUID("01980000-0000-7000-8000-00000000c401")
ABOUT: dict[str, Any] = {"contract_id": CONTRACT, "ref": "BHR-0001"}
BEGIN = c.BeginContractManagement(
    **ABOUT,
    commissioners=("07L",),
    providers=("RAT",),
    localities=("havering-north",),
    in_life_from=date(2018, 4, 1),
)
began = e.ContractManagementBegan(
    **ABOUT,
    commissioners=("07L",),
    providers=("RAT",),
    parties=("07L", "RAT"),
    localities=("havering-north",),
    in_life_from=date(2018, 4, 1),
)
LAST_DAY_OF_SILENCE = date(2018, 6, 30)
"""Ninety days after 1 April 2018."""

noted = e.ContractDialogueNoted(**ABOUT, entry_id=ENTRY, held_on=date(2018, 5, 1))
fell_silent = e.ContractFellSilent(**ABOUT, silent_since=date(2018, 4, 1), days=90)
novated = e.ContractManagementProvidersChanged(**ABOUT, providers=("RF4",), parties=("07L", "RAT", "RF4"))
ended = e.ContractManagementEnded(**ABOUT, ended_on=date(2019, 3, 31))
REVIEW_DUE = date(2018, 6, 30)
scheduled = e.ContractReviewScheduled(
    **ABOUT, review_id=REVIEW, due_on=REVIEW_DUE, topics=("waiting times", "staffing")
)
missed = e.ContractReviewMissed(**ABOUT, review_id=REVIEW, due_on=REVIEW_DUE)
action = e.ReviewAction(
    action_id=ACTION, what="Recruit two nurses", owner="Director of nursing", ods="RAT", due_on=date(2018, 9, 30)
)
held = e.ContractReviewHeld(
    **ABOUT,
    review_id=REVIEW,
    held_on=REVIEW_DUE,
    attended=("07L", "RAT"),
    findings="Waits are longer than agreed.",
    actions=(action,),
)
closed = e.ContractReviewActionClosed(
    **ABOUT, action_id=ACTION, closed_on=date(2018, 8, 1), outcome="Both have started."
)
