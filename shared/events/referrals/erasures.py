"""What can have happened to the erasure of a person's data. The person is named by the keyed reference alone.

The reference is published, as that of every referral is: whoever holds something under it is told to erase it as well
(UK GDPR, article 19). Who of the staff asked and decided stays in the service.
"""

from typing import ClassVar, Literal
from uuid import UUID

from shared.events.referrals.words import InWords
from shared.kernel.organisations import OrgCode
from shared.kernel.privacy import Confidential

ErasureGround = Literal[
    "no_longer_necessary", "consent_withdrawn", "objection_upheld", "unlawfully_processed", "legal_obligation_to_erase"
]
"""UK GDPR, article 17(1)(a) to (e); (f), services offered to children online, cannot apply to a referral."""

ErasureFinding = Literal["retention_period_over", "never_lawfully_held", "no_duty_to_keep"]
"""Why none of the exceptions of article 17(3) stands in the way: what the approver answers for."""

ErasureRefusalReason = Literal[
    "record_must_be_kept", "public_health", "archiving_or_research", "legal_claims", "ground_not_made_out",
    "identity_not_proven",
]  # fmt: skip
"""Article 17(3)(b), (c), (d), (e); article 17(1) as a whole; article 12(6)."""


class _OfErasure(InWords):
    """`parties`: the organisations that hold something about the person."""

    erasure_id: UUID
    person_ref: str
    parties: tuple[OrgCode, ...]


class ErasureRequested(_OfErasure):
    """Somebody asked for a person's data to be made unreadable; `reference` names the file of the case."""

    sentence: ClassVar[str] = "{requested_org} requested the erasure of a person's data: {ground}"

    ground: ErasureGround
    reference: str
    requested_org: OrgCode
    requested_by: Confidential[str]


class ErasureApproved(_OfErasure):
    """Somebody else agreed, and the person's key was destroyed in the same moment."""

    sentence: ClassVar[str] = "The erasure of a person's data was approved by {approved_org}: {finding}"

    finding: ErasureFinding
    approved_org: OrgCode
    approved_by: Confidential[str]


class ErasureDeclined(_OfErasure):
    """Somebody else found that the data must be kept, or that the request does not stand."""

    sentence: ClassVar[str] = "The erasure of a person's data was declined by {declined_org}: {reason}"

    reason: ErasureRefusalReason
    declined_org: OrgCode
    declined_by: Confidential[str]


class ErasureCancelled(_OfErasure):
    """Those who asked for it took it back."""

    sentence: ClassVar[str] = "{requested_org} took back the request to erase a person's data"

    requested_org: OrgCode
    cancelled_by: Confidential[str]


ErasureEvent = ErasureRequested | ErasureApproved | ErasureDeclined | ErasureCancelled
