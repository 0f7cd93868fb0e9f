"""A modification's history the tests start from: nine hundred thousand more on a contract of four million."""

from datetime import date
from typing import Any
from uuid import UUID

from services.contracts.modifications import commands as c
from services.contracts.modifications.domain import modification_decider
from services.contracts.register.state import AppliedModification, ReviewClause
from shared.events.contracts import modifications as e
from shared.kernel.authority import Approval, Authority

MODIFICATION = UUID("01980000-0000-7000-8000-00000000d001")
CONTRACT = UUID("01980000-0000-7000-8000-00000000c001")
TODAY = date(2025, 6, 2)
EFFECTIVE = date(2025, 7, 1)
CLAUSE = ReviewClause(
    clause_ref="12.3",
    text="A locality may be added.",
    allows="a further locality",
    unequivocal=True,
    value_limit_pence=100_000_000,
    term_limit_days=None,
    source="schedule 6",
)
AS_IT_STANDS = c.ContractAsItStands(
    contract_id=CONTRACT,
    ref="BHR-0001",
    in_force=True,
    commissioners=("07L",),
    providers=("RAT",),
    localities=("havering-north",),
    cpv=("85100000-0",),
    procurement_began_on=date(2022, 9, 5),
    awarded_route="most_suitable_provider",
    start=date(2023, 4, 1),
    end=date(2028, 3, 31),
    value_pence=400_000_000,
    options_pence=0,
    original_value_pence=400_000_000,
    max_term_days=1_827,
    clauses=(CLAUSE,),
    modifications=(),
)


def contract(**changes: Any) -> c.ContractAsItStands:
    return AS_IT_STANDS.model_copy(update=changes)


def before(*pence: int) -> tuple[AppliedModification, ...]:
    """Modifications in effect by decisions of the authority."""
    return tuple(
        AppliedModification(
            modification_id=UUID(int=number),
            ref=f"M{number}",
            regime="psr2023",
            ground="psr13_1_d",
            clause_ref=None,
            delta_value_pence=one,
            delta_term_days=0,
            effective_on=EFFECTIVE,
        )
        for number, one in enumerate(pence)
    )


def proposing(**changes: Any) -> c.ProposeModification:
    said: dict[str, Any] = {
        "contract_id": CONTRACT,
        "ref": "BHR-0001/M1",
        "title": "More beds",
        "rationale": "Demand has grown.",
        "delta_value_pence": 90_000_000,
        "effective_on": EFFECTIVE,
        "cause": "authority",
        "character_change": False,
        "modification_id": MODIFICATION,
        "contract": AS_IT_STANDS,
        "by": "manager",
        "today": TODAY,
    }
    return c.ProposeModification(**said | changes)


def assessing(**changes: Any) -> c.AssessModification:
    return c.AssessModification(contract=contract(**changes), today=TODAY)


def authority(limit_pence: int) -> Authority:
    return Authority(
        delegation_id=MODIFICATION,
        org="07L",
        role="JCB_APPROVER",
        matters=("modification",),
        limit_pence=limit_pence,
        start=TODAY,
        end=None,
    )


def agreeing(
    by: str = "approver", today: date = TODAY, required: bool = False, limit_pence: int | None = None
) -> c.AgreeModification:
    approval = Approval(
        org="07L",
        roles=("JCB_APPROVER",),
        matter="modification",
        today=today,
        required=required,
        authority=None if limit_pence is None else authority(limit_pence),
    )
    return c.AgreeModification(approval=approval, by=by, today=today)


def happened(*wishes: c.ModificationCommand) -> list[e.ModificationEvent]:
    """What a sequence of accepted commands leads to."""
    state, events = modification_decider.initial, list[e.ModificationEvent]()
    for wish in wishes:
        new = modification_decider.decide(wish, state)
        events += new
        state = modification_decider.fold(new, state)
    return events


PROPOSED = happened(proposing())
PERMITTED = happened(proposing(), assessing())
NOT_PERMITTED = happened(proposing(delta_value_pence=100_000_000), assessing())
AGREED = happened(proposing(), assessing(), agreeing())
EFFECT = c.RecordModificationEffect(effective_on=EFFECTIVE, new_value_pence=490_000_000, new_end=date(2028, 3, 31))
IN_EFFECT = happened(proposing(), assessing(), agreeing(), EFFECT)
"""Each is a history."""

ACT = contract(cpv=("90910000-9",), procurement_began_on=date(2025, 3, 3), start=date(2025, 4, 1))
UNDER_THE_ACT = proposing(contract=ACT, substantial_in=(), ref="BHR-0001/M2")
"""Not substantial under the Procurement Act, and announced before."""
