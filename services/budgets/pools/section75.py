"""What section 75 of the NHS Act 2006 and SI 2000/617 allow and demand of an agreement, by date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from services.budgets.pools.commands import OpenPool
from services.budgets.pools.refusals import (
    AgreementStatementMissing,
    BeforePooledFunds,
    BothSidesNeeded,
    CapForNoPartner,
    ConsentMisplaced,
    ContractSharedTwice,
    HostNotAPartner,
    LineNamedTwice,
    LineNotPoolable,
    LineWithoutContractOrReason,
    NotAFinancialYear,
    PartnerNamedTwice,
    PartnerNotEligible,
    TrustWithoutConsent,
)
from shared.events.budgets.pools import LineFunction
from shared.kernel.dates import year_bounds
from shared.kernel.money import BASIS_POINTS
from shared.kernel.organisations import POOL_PARTNER_KINDS, OrgKind


@dataclass(frozen=True)
class FunctionsOutside:
    """Functions that may not be pooled from a day on; their lines can only be aligned. `source` is cited."""

    since: date
    functions: frozenset[LineFunction]
    source: str


@dataclass(frozen=True)
class CompulsoryStatements:
    """Headings the written agreement must have from a day on, named as in `AgreementStatements`."""

    since: date
    headings: tuple[str, ...]
    source: str


FUNCTIONS_OUTSIDE = (
    FunctionsOutside(
        since=date(2000, 4, 1),
        functions=frozenset(
            {
                "surgery",
                "radiotherapy",
                "termination_of_pregnancy",
                "endoscopy",
                "class_4_laser_or_other_invasive",
                "emergency_ambulance",
            }
        ),
        source="SI 2000/617 reg 5",
    ),
)
COMPULSORY_STATEMENTS = (
    CompulsoryStatements(
        since=date(2000, 4, 1),
        headings=(
            "aims",
            "functions",
            "persons_and_services",
            "staff_goods_and_accommodation",
            "contributions_variation",
            "duration",
            "review",
            "termination",
            "management",
        ),
        source="SI 2000/617 reg 7",
    ),
)
NHS_BODIES = frozenset({OrgKind.CCG, OrgKind.ICB, OrgKind.NHS_TRUST})
CONSENTING = frozenset({OrgKind.CCG, OrgKind.ICB})
LOCAL_AUTHORITIES = frozenset({OrgKind.BOROUGH})

Dated = TypeVar("Dated", FunctionsOutside, CompulsoryStatements)


def in_force(versions: Sequence[Dated], day: date) -> Dated:
    """The version in force on a day: the latest that began on or before it."""
    return max((version for version in versions if version.since <= day), key=lambda version: version.since)


def check_agreement(command: OpenPool) -> None:
    """Refuse an agreement that section 75 or its regulations do not allow."""
    starts = _year_start(command.financial_year)
    _eligible_partners(command)
    _trusts_with_consent(command)
    _complete_agreement(command, starts)
    _sound_lines(command, starts)
    _whole_contracts(command)


def _year_start(financial_year: str) -> date:
    try:
        starts = year_bounds(financial_year)[0]
    except ValueError:
        raise NotAFinancialYear(f"{financial_year} is not a financial year.") from None
    if starts < COMPULSORY_STATEMENTS[0].since:
        raise BeforePooledFunds(f"There were no pooled funds in {financial_year}.")
    return starts


def _eligible_partners(command: OpenPool) -> None:
    if len(set(command.partners)) < len(command.partners):
        raise PartnerNamedTwice("The same partner is named more than once.")
    kinds = {partner: command.partner_kinds[partner] for partner in command.partners}
    for partner, kind in kinds.items():
        if kind not in POOL_PARTNER_KINDS:
            raise PartnerNotEligible(f"{partner} is a {kind}: its money can be aligned, not pooled.", kind=kind)
    if not (NHS_BODIES & set(kinds.values()) and LOCAL_AUTHORITIES & set(kinds.values())):
        raise BothSidesNeeded("The partners are all of one side.", kinds=[*sorted(set(kinds.values()))])
    if command.host not in kinds:
        raise HostNotAPartner(f"{command.host} is not one of the partners.")
    capped = [cap.partner for cap in command.risk_share.caps]
    if not set(capped) <= set(kinds) or len(set(capped)) < len(capped):
        raise CapForNoPartner("A cap names no partner, or a partner has two.")


def _trusts_with_consent(command: OpenPool) -> None:
    """At least one commissioner consents to each trust: which ones commission it, no register of ours says."""
    trusts = [partner for partner in command.partners if command.partner_kinds[partner] is OrgKind.NHS_TRUST]
    for number, consent in enumerate(command.trust_consents):
        if consent.trust not in trusts:
            where = f"trust_consents.{number}.trust"
            raise ConsentMisplaced(f"{consent.trust} is no NHS trust among the partners.", field=where)
        kind = command.consenting_kinds[consent.commissioner]
        if kind not in CONSENTING:
            where = f"trust_consents.{number}.commissioner"
            raise ConsentMisplaced(f"{consent.commissioner} is a {kind}.", field=where, kind=kind)
    consented = {consent.trust for consent in command.trust_consents}
    if lacking := [trust for trust in trusts if trust not in consented]:
        raise TrustWithoutConsent(f"No commissioner's consent is named for {', '.join(lacking)}.", trusts=[*lacking])


def _complete_agreement(command: OpenPool, starts: date) -> None:
    compulsory = in_force(COMPULSORY_STATEMENTS, starts)
    for heading in compulsory.headings:
        if not (getattr(command.statements, heading) or "").strip():
            raise AgreementStatementMissing(
                f"The written agreement does not state: {heading.replace('_', ' ')} ({compulsory.source}).",
                field=f"statements.{heading}",
            )


def _sound_lines(command: OpenPool, starts: date) -> None:
    outside = in_force(FUNCTIONS_OUTSIDE, starts)
    seen: set[str] = set()
    for number, line in enumerate(command.lines):
        if line.code in seen:
            raise LineNamedTwice(f"Line {line.code} is named more than once.", field=f"lines.{number}.code")
        seen.add(line.code)
        if line.funding == "pooled" and line.function in outside.functions:
            raise LineNotPoolable(
                f"{line.title} is {line.function.replace('_', ' ')}: aligned, never pooled ({outside.source}).",
                field=f"lines.{number}.funding",
            )
        if (line.contract_id is None) == (not (line.no_contract_reason or "").strip()):
            raise LineWithoutContractOrReason(
                f"Line {line.code} needs a contract or a reason why it has none.", field=f"lines.{number}.contract_id"
            )


def _whole_contracts(command: OpenPool) -> None:
    paid_bp = dict(command.contract_shares_elsewhere_bp)
    for number, line in enumerate(command.lines):
        if line.contract_id is not None:
            paid_bp[line.contract_id] = paid_bp.get(line.contract_id, 0) + BASIS_POINTS
            if paid_bp[line.contract_id] > BASIS_POINTS:
                raise ContractSharedTwice(
                    "Other lines of the year already pay for this contract; link a share of it once the pool is open.",
                    field=f"lines.{number}.contract_id",
                )
