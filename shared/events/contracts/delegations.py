"""What can have happened to a delegated authority: granted by one, confirmed by another, amended, revoked (R107)."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.kernel.authority import Matter
from shared.kernel.message import Event
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Part, Pence
from shared.kernel.privacy import Confidential


class DelegationTerms(Part):
    """What may be approved: for which matters, up to which sum each (inclusive), until which last day."""

    matters: tuple[Matter, ...]
    limit_pence: Pence
    end: date | None


class DelegationGranted(Event):
    """Authority was granted to the holders of a role in an organisation; it counts once it is confirmed.

    `body_id` is the governance body that delegates, where it is one of the alliance's.
    """

    sentence: ClassVar[str] = "{org} granted authority {ref} to its {role} from {start}"

    delegation_id: UUID
    parties: tuple[OrgCode, ...]
    ref: str
    org: OrgCode
    role: str
    body_id: UUID | None
    start: date
    terms: DelegationTerms
    reason: str
    granted_by: Confidential[str]


class DelegationConfirmed(Event):
    """Somebody else agreed to the terms proposed: they hold from now on. `edition` counts from 1."""

    sentence: ClassVar[str] = "Edition {edition} of authority {ref} was confirmed"

    delegation_id: UUID
    ref: str
    edition: int
    terms: DelegationTerms
    confirmed_by: Confidential[str]


class DelegationAmended(Event):
    """Other terms were proposed; those confirmed before hold until somebody else agrees."""

    sentence: ClassVar[str] = "Other terms were proposed for authority {ref}"

    delegation_id: UUID
    ref: str
    terms: DelegationTerms
    reason: str
    amended_by: Confidential[str]


class DelegationRevoked(Event):
    """The authority, or the grant that was never confirmed, was taken back at once."""

    sentence: ClassVar[str] = "Authority {ref} was revoked: {reason}"

    delegation_id: UUID
    ref: str
    reason: str
    revoked_on: date
    revoked_by: Confidential[str]


DelegationEvent = DelegationGranted | DelegationConfirmed | DelegationAmended | DelegationRevoked
