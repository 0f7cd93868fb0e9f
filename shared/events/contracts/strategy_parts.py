"""The parts of what is said of a contracting strategy: legality with inputs, VAT per party, an approach appraised."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from shared.events.contracts.law import DirectAwardGround, Limit, NoticeDuty, Regime, Route
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import BasisPoints, Evidence, Name, Part, Pence, Prose

Criterion = Literal["vat", "integration", "risk", "weeks"]
Risk = Literal["low", "medium", "high"]
Recovery = Literal["nhs_contracted_out_services", "local_authority", "partial_exemption", "none"]
"""By what a body gets VAT back: VATA 1994 s41 (NHS), s33 (councils), s26 (partly exempt), or not at all (an LLP)."""

Weeks = Annotated[int, Field(ge=0, le=520)]


class CaseForChange(Part):
    """Why there is to be a strategy, on evidence (R24); `baseline_pence` is what the services cost now, per year."""

    reason: Prose
    evidence: tuple[Evidence, ...] = Field(default=(), max_length=50)
    baseline_pence: Pence


class VatSupply(Part):
    """Standard-rated supplies that a body buys under an approach, in pence over the whole term, without VAT.

    `ods` is None for a body still to be founded. `recovery_bp`: how much of the VAT it gets back, None for all that
    the regime gives.
    """

    bearer: Name
    ods: OrgCode | None = None
    recovery: Recovery
    recovery_bp: BasisPoints | None = None
    taxable_supply_pence: Pence


class BearerVat(Part):
    """What VAT stays with one body, in pence."""

    bearer: Name
    ods: OrgCode | None
    irrecoverable_pence: Pence


class VatBurden(Part):
    """Irrecoverable VAT per body and altogether, at the rate of the day, which is in force since `rate_since`."""

    rate_bp: BasisPoints
    rate_since: date
    rate_source: str
    bearers: tuple[BearerVat, ...]
    total_pence: Pence


class RouteCircumstances(Part):
    """What the law asks of an approach beyond the services and their value."""

    existing_provider: bool = False
    only_capable_provider: bool = False
    unrestricted_patient_choice: bool = False
    satisfactory: bool = False
    materially_different: bool = False
    change_attributable_to_authority: bool = True
    previous_value_pence: Pence | None = None
    previous_began_on: date | None = None
    likely_to_identify_most_suitable: bool = True
    concludes_framework: bool = False
    via_framework: bool = False
    direct_award_ground: DirectAwardGround | None = None
    light_touch: bool | None = None
    kind: Literal["services", "goods", "works"] = "services"
    authority: Literal["sub_central", "central"] = "sub_central"


class Legality(Part):
    """What the law says of an approach that begins on `began_on`; decision support, which is no legal advice.

    The inputs stand with the answer: the services by CPV, the estimated value and the circumstances.
    """

    permitted: bool
    regime: Regime
    ground: str
    reasons: tuple[str, ...]
    limits: tuple[Limit, ...]
    notices: tuple[NoticeDuty, ...]
    citations: tuple[str, ...]
    advice: str
    began_on: date
    cpv: tuple[str, ...]
    estimated_value_pence: Pence
    circumstances: RouteCircumstances


class RouteAppraisal(Part):
    """One approach: its legality, VAT, time to contract in weeks, risk, and the service lines it brings together."""

    route: Route
    legality: Legality
    supplies: tuple[VatSupply, ...]
    vat: VatBurden
    weeks: Weeks
    risk: Risk
    risk_note: Prose
    integrates: tuple[str, ...]
    appraised_on: date


class RoadmapStep(Part):
    """One step of the journey to the final form (R15): what is done, in which form of contract, by when."""

    step: Name
    form: Name
    by: date
