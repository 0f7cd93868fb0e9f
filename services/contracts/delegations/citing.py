"""How an approval in another room cites the authority it is given under."""

from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import col

from services.contracts.delegations.api import delegations
from services.contracts.delegations.refusals import UnknownDelegation
from services.contracts.delegations.state import DelegationStatus
from services.contracts.delegations.views import DelegationRow, DelegationTable, delegation_view
from shared.kernel.authority import AUTHORITY_REFUSALS, Approval, Authority, AuthorityNotInForce, Matter
from shared.web.call import Call

CITING_REFUSALS = (*AUTHORITY_REFUSALS, UnknownDelegation)
"""What a route that takes a `delegation_id` may answer."""


async def approval_of(call: Call, matter: Matter, delegation_id: UUID | None) -> Approval:
    """What the caller wants to approve with, for `within_authority` to judge.

    `required` when the caller's organisation has ever had delegated authority for such matters: where it has ended, or
    was revoked, nobody has the authority until it is delegated anew.
    """
    return Approval(
        org=call.principal.org,
        roles=tuple(sorted(call.principal.roles)),
        matter=matter,
        today=call.today,
        required=bool(await call.rows(delegation_view, *_delegated(call, matter))),
        authority=None if delegation_id is None else await _cited(call, delegation_id),
    )


def _delegated(call: Call, matter: Matter) -> list[ColumnElement[bool]]:
    return [
        col(DelegationTable.org) == call.principal.org,
        col(DelegationTable.edition) > 0,
        col(DelegationTable.matters).contains([matter]),
        col(DelegationTable.start) <= call.today,
    ]


async def _cited(call: Call, delegation_id: UUID) -> Authority:
    row: DelegationRow | None = await call.service.row(delegation_view, delegation_id)
    if row is None or not call.allowed(delegations.read_action, row):
        raise UnknownDelegation("No delegated authority has this id.")
    if row.status is not DelegationStatus.CONFIRMED:
        raise AuthorityNotInForce(f"Authority {row.ref} is {row.status}, and only a confirmed one can be cited.")
    return Authority.model_validate(
        {
            "delegation_id": row.delegation_id,
            "org": row.org,
            "role": row.role,
            "matters": tuple(row.matters),
            "limit_pence": row.limit_pence,
            "start": row.start,
            "end": row.end,
        }
    )
