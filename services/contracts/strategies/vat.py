"""VAT that nobody gets back: per body and altogether, exact, with one rounding (R14)."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

from services.contracts.dated import DatedFigures
from services.contracts.strategies.refusals import RecoveryBeyondRegime, RecoveryNotOpen
from shared.events.contracts.strategy_parts import BearerVat, Recovery, VatBurden, VatSupply
from shared.kernel.money import BASIS_POINTS, round_half_up, split
from shared.kernel.organisations import OrgKind

_HERE = Path(__file__).parent
RATES = DatedFigures(_HERE / "vat_rates.csv")
RECOVERIES = DatedFigures(_HERE / "vat_recovery.csv")

ENTITLED: Mapping[Recovery, frozenset[OrgKind]] = {
    "nhs_contracted_out_services": frozenset({OrgKind.CCG, OrgKind.ICB, OrgKind.NHS_TRUST}),
    "local_authority": frozenset({OrgKind.BOROUGH}),
}
"""VATA 1994 s41(7) and s33(3) name who is refunded; the other regimes are open to every body."""


def irrecoverable_vat(supplies: Sequence[VatSupply], kinds: Mapping[str, OrgKind], day: date) -> VatBurden:
    """What stays with each body at the rate of `day`, Σ supply × rate × (1 - recovery); the parts add up to the whole.

    `kinds` knows what each body with a code is. In a section 75 pool name the body that delivers: VAT follows it
    (HMRC VATGPB6640).
    """
    rate = RATES.on("standard", day)
    exact: dict[tuple[str, str | None], Fraction] = {}
    for place, supply in enumerate(supplies):
        kept_bp = BASIS_POINTS - _recovered_bp(supply, kinds, day, f"supplies.{place}")
        vat = Fraction(supply.taxable_supply_pence * rate.value * kept_bp, BASIS_POINTS**2)
        bearer = (supply.bearer, supply.ods)
        exact[bearer] = exact.get(bearer, Fraction(0)) + vat
    total = round_half_up(sum(exact.values(), Fraction(0)))
    shares = split(total, list(exact.values())) if total else (0,) * len(exact)
    return VatBurden(
        rate_bp=rate.value,
        rate_since=rate.since,
        rate_source=rate.source,
        bearers=tuple(
            BearerVat(bearer=bearer, ods=ods, irrecoverable_pence=pence)
            for (bearer, ods), pence in zip(exact, shares, strict=True)
        ),
        total_pence=total,
    )


def _recovered_bp(supply: VatSupply, kinds: Mapping[str, OrgKind], day: date, field: str) -> int:
    entitled = ENTITLED.get(supply.recovery)
    if entitled is not None and (supply.ods is None or kinds[supply.ods] not in entitled):
        who = ", ".join(sorted(kind.replace("_", " ") for kind in entitled))
        raise RecoveryNotOpen(f"Refunded are bodies of these kinds only: {who}.", field=f"{field}.recovery")
    most = RECOVERIES.on(supply.recovery, day).value
    if supply.recovery_bp is None:
        return most
    if supply.recovery_bp > most:
        raise RecoveryBeyondRegime(
            f"At most {most} of 10,000 is recovered so.", field=f"{field}.recovery_bp", most_bp=most
        )
    return supply.recovery_bp
