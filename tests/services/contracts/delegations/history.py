"""A delegated authority's history the tests start from."""

from datetime import date
from uuid import UUID

from services.contracts.delegations import commands as c
from shared.events.contracts import delegations as e

DELEGATION = UUID("01980000-0000-7000-8000-00000000de01")
TODAY = date(2018, 4, 1)
END = date(2019, 3, 31)
FINN, JO = "persona:finance", "persona:approver"
GRANT = c.GrantDelegation(
    ref="SD-1",
    org="07L",
    role="JCB_APPROVER",
    matters=("contract", "modification"),
    limit_pence=50_000_000,
    start=TODAY,
    end=END,
    reason="scheme of delegation 2018/19",
    delegation_id=DELEGATION,
    known_body=True,
    by=JO,
)
TERMS = e.DelegationTerms(matters=("contract", "modification"), limit_pence=50_000_000, end=END)
granted = e.DelegationGranted(
    delegation_id=DELEGATION,
    parties=("07L",),
    ref="SD-1",
    org="07L",
    role="JCB_APPROVER",
    body_id=None,
    start=TODAY,
    terms=TERMS,
    reason="scheme of delegation 2018/19",
    granted_by=JO,
)
confirmed = e.DelegationConfirmed(delegation_id=DELEGATION, ref="SD-1", edition=1, terms=TERMS, confirmed_by=FINN)
WIDER = e.DelegationTerms(matters=("contract", "modification", "procurement"), limit_pence=80_000_000, end=None)
amended = e.DelegationAmended(
    delegation_id=DELEGATION, ref="SD-1", terms=WIDER, reason="larger programme", amended_by=JO
)
revoked = e.DelegationRevoked(
    delegation_id=DELEGATION, ref="SD-1", reason="reorganisation", revoked_on=TODAY, revoked_by=JO
)
