"""Delegated authority: what the holder of a role may approve for an organisation, up to which sum, and when (R107)."""

from datetime import date
from typing import Literal
from uuid import UUID

from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Part, Pence
from shared.kernel.refusals import Refused

Matter = Literal["strategy", "procurement", "contract", "modification", "investment", "budget"]


class AuthorityOfAnotherOrganisation(Refused):
    rule = "An approval cites an authority delegated to the approver's own organisation (R107)"
    field = "delegation_id"


class AuthorityOfAnotherRole(Refused):
    rule = "An approval cites an authority delegated to a role the approver holds (R107)"
    field = "delegation_id"


class AuthorityForOtherMatters(Refused):
    rule = "An approval cites an authority delegated for such matters (R107)"
    field = "delegation_id"


class AuthorityNotInForce(Refused):
    rule = "An approval cites an authority in force on that day (R107)"
    field = "delegation_id"


class BeyondAuthority(Refused):
    rule = "An approval stays within the limit of the authority it cites (R107)"
    field = "delegation_id"


class AuthorityNotCited(Refused):
    rule = "Where an organisation has ever delegated authority for such matters, an approval cites it (R107)"
    field = "delegation_id"


AUTHORITY_REFUSALS = (
    AuthorityOfAnotherOrganisation,
    AuthorityOfAnotherRole,
    AuthorityForOtherMatters,
    AuthorityNotInForce,
    BeyondAuthority,
    AuthorityNotCited,
)


class Authority(Part):
    """One delegation as it stands; `start` and `end` are its first and last day, `limit_pence` is inclusive."""

    delegation_id: UUID
    org: OrgCode
    role: str
    matters: tuple[Matter, ...]
    limit_pence: Pence
    start: date
    end: date | None


class Approval(Part):
    """Who wants to approve what: `required` says that their organisation delegates authority for such matters."""

    org: OrgCode
    roles: tuple[str, ...]
    matter: Matter
    today: date
    required: bool
    authority: Authority | None


def within_authority(approval: Approval, pence: int) -> None:
    """Refuse what the authority cited does not allow; without one, what would have needed one."""
    authority = approval.authority
    if authority is None:
        if approval.required:
            raise AuthorityNotCited(f"{approval.org} delegates authority for such matters; name one that is in force.")
        return
    if authority.org != approval.org:
        raise AuthorityOfAnotherOrganisation(f"It was delegated to {authority.org}.")
    if authority.role not in approval.roles:
        raise AuthorityOfAnotherRole(f"It was delegated to the role {authority.role}.")
    if approval.matter not in authority.matters:
        raise AuthorityForOtherMatters(f"It was delegated for: {', '.join(authority.matters)}.")
    if approval.today < authority.start or (authority.end is not None and approval.today > authority.end):
        raise AuthorityNotInForce(f"It is in force from {authority.start} to {authority.end or 'further notice'}.")
    if abs(pence) > authority.limit_pence:
        raise BeyondAuthority(
            "The sum is beyond the limit of this authority.", limit_pence=authority.limit_pence, pence=pence
        )
