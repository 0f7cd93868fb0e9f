"""What can be asked about delegated authority."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from shared.kernel.authority import Matter
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Name, Pence, Ref

Role = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z_]{2,39}$")]
"""A role as access tokens carry it, such as JCB_APPROVER."""

DayOfTerm = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2199, 12, 31))]


class TermsBody(Body):
    """The sum is a limit for each approval, inclusive; `end` is the last day, none for further notice."""

    matters: tuple[Matter, ...] = Field(min_length=1, max_length=10)
    limit_pence: Pence
    end: DayOfTerm | None = None
    reason: Name


class GrantDelegationBody(TermsBody):
    """To whom authority is granted; `body_id` is the governance body that delegates, if the alliance knows it."""

    ref: Ref
    org: OrgCode
    role: Role
    body_id: UUID | None = None
    start: DayOfTerm


class GrantDelegation(GrantDelegationBody, Command):
    """Grant authority, to be confirmed by somebody else. That no other has the reference, the table sees to."""

    delegation_id: UUID
    known_body: bool
    by: str


class ConfirmDelegationBody(Body):
    """Nothing more to say."""


class ConfirmDelegation(ConfirmDelegationBody, Command):
    """Agree to the terms somebody else proposed; `roles` are those the caller holds in `org`."""

    by: str
    roles: tuple[str, ...]
    org: OrgCode


class AmendDelegationBody(TermsBody):
    """The terms as they shall be, whole."""


class AmendDelegation(AmendDelegationBody, Command):
    """Propose other terms."""

    by: str
    today: date


class RevokeDelegationBody(Body):
    """Why."""

    reason: Name


class RevokeDelegation(RevokeDelegationBody, Command):
    """Take the authority back at once."""

    by: str
    today: date


DelegationCommand = GrantDelegation | ConfirmDelegation | AmendDelegation | RevokeDelegation
