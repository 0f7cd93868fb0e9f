"""What can be asked of an erasure. The person is named to the edge; commands know the keyed reference alone."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from services.referrals.referrals.commands import NhsNumber
from shared.events.referrals.erasures import ErasureFinding, ErasureGround, ErasureRefusalReason
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode

CaseReference = Annotated[
    str,
    Field(
        pattern=r"^[A-Z]{2,4}-[0-9]{4}-[0-9]{1,5}$",
        description="Where the paperwork is; too short for a name or an NHS number",
        examples=["IG-2026-17"],
    ),
]


_ONE_PERSON: dict[str, Any] = {
    "oneOf": [
        {"required": ["nhs_number"], "properties": {"nhs_number": {"type": "string"}, "referral_id": {"type": "null"}}},
        {
            "required": ["referral_id"],
            "properties": {"referral_id": {"type": "string"}, "nhs_number": {"type": "null"}},
        },
    ],
    "examples": [{"ground": "no_longer_necessary", "reference": "IG-2026-17", "nhs_number": "9990000018"}],
}
"""What the validator asks for, as the API's document says it."""


class _ErasureForm(Body):
    ground: ErasureGround
    reference: CaseReference


class RequestErasureBody(_ErasureForm):
    """Who is to be erased, by NHS number or by one of their referrals, and on which ground of article 17(1)."""

    model_config = ConfigDict(json_schema_extra=_ONE_PERSON)

    nhs_number: NhsNumber | None = None
    referral_id: UUID | None = None

    @model_validator(mode="after")
    def _names_one_person(self) -> "RequestErasureBody":
        if (self.nhs_number is None) == (self.referral_id is None):
            raise ValueError("name the person by nhs_number or by referral_id")
        return self


class RequestErasure(_ErasureForm, Command):
    """Ask for a person's key to be destroyed."""

    erasure_id: UUID
    person_ref: str
    parties: tuple[OrgCode, ...]
    already_erased: bool
    by: str
    by_org: OrgCode


class _Decision(Command):
    by: str
    by_org: OrgCode


class ApproveErasureBody(Body):
    """Why nothing in article 17(3) stands in the way."""

    finding: ErasureFinding


class ApproveErasure(ApproveErasureBody, _Decision):
    """Destroy the key. `under_way`: how many of the person's referrals are open, or owe a handover."""

    under_way: int


class DeclineErasureBody(Body):
    """Why the data are kept."""

    reason: ErasureRefusalReason


class DeclineErasure(DeclineErasureBody, _Decision):
    """Keep the data."""


class CancelErasureBody(Body):
    """Nothing to say."""


class CancelErasure(CancelErasureBody, _Decision):
    """Take the request back."""


ErasureCommand = RequestErasure | ApproveErasure | DeclineErasure | CancelErasure
