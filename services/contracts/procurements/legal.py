"""What the rules engine says of a procurement, as the facts of its commands: route, standstill, notices, periods."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from services.contracts.assurance.gates import IsapGate
from services.contracts.dated import DatedFigures
from services.contracts.law.regimes import is_light_touch
from services.contracts.law.route_facts import RouteFacts
from services.contracts.law.routes import check_route
from services.contracts.law.standstill import end_after_review, standstill
from services.contracts.law.thresholds import period
from services.contracts.procurements.award_commands import RunningOn, StandstillDates
from services.contracts.procurements.rows import ProcurementRow
from services.contracts.procurements.ways import WAYS
from shared.events.contracts.assurance import Checkpoint
from shared.events.contracts.procurement_parts import LegalBasis, ProcurementRoute, RouteCircumstances
from shared.kernel.dates import add_months

LIMITS = DatedFigures(Path(__file__).parent / "limits.csv")
DAY = timedelta(days=1)
NOT_OF_THE_ENGINE = {"existing_providers", "mini_competition"}


def basis(
    route: ProcurementRoute,
    circumstances: RouteCircumstances,
    cpv: Sequence[str],
    began_on: date,
    estimated_value_pence: int,
) -> LegalBasis:
    """Whether the route is open (R12), with what it rests on; `LawNotInForce` for procurements too long ago."""
    facts = RouteFacts(
        **{name: value for name, value in circumstances if name not in NOT_OF_THE_ENGINE},
        route=route,
        cpv=tuple(cpv),
        began_on=began_on,
        estimated_value_pence=estimated_value_pence,
        existing_provider=bool(circumstances.existing_providers),
    )
    return LegalBasis.model_validate(check_route(facts).model_dump())


def basis_of(row: ProcurementRow) -> LegalBasis:
    """The same of a procurement under way."""
    return basis(row.route, row.circumstances, row.cpv, row.began_on, row.estimated_value_pence)


def standstill_of(row: ProcurementRow, published: date) -> StandstillDates | None:
    """The standstill that a notice of intention published on that day begins."""
    competition = row.circumstances.mini_competition
    found = standstill(row.route, published, regime=row.regime, mini_competition=competition)
    if found is None:
        return None
    return StandstillDates.model_validate(found.model_dump(exclude={"regime"}))


def running_on(row: ProcurementRow, communicated_on: date) -> RunningOn | None:
    """How long the standstill runs on once a review has confirmed the decision: the PSR alone asks for it."""
    if row.regime != "psr2023":
        return None
    sign_from = end_after_review(communicated_on)
    source = period("psr_standstill_after_review", communicated_on).source
    return RunningOn(ends=sign_from - DAY, sign_from=sign_from, citation=source)


def assess_from(row: ProcurementRow, published: date) -> date:
    """The first day on which providers may be assessed after the notice that opened the procurement."""
    if WAYS[row.route].opening != "approach":
        return published
    return published + DAY * period("psr_intended_approach", published).days


def bids_from(row: ProcurementRow, published: date) -> date:
    """The first day for the deadline of bids: the Procurement Act sets one, but for light touch contracts."""
    if row.regime != "pa2023" or is_light_touch(row.cpv[0]):
        return published
    return published + DAY * LIMITS.on("pa2023_tender_days", published).value


def award_notice_due_on(row: ProcurementRow, awarded_on: date) -> date | None:
    """The last day for the notice of the award; under the light-touch regime they may be grouped by quarter."""
    match row.regime:
        case "psr2023":
            return awarded_on + DAY * period("psr_award_notice", awarded_on).days
        case "pcr2015":
            begins = quarter_end(awarded_on) if row.route == "light_touch" else awarded_on
            return begins + DAY * period("pcr2015_award_notice", awarded_on).days
        case "pa2023" | "none":
            return None


def details_notice_due_on(row: ProcurementRow, signed_on: date) -> date | None:
    """The last day for the Procurement Act's contract details notice, counted from the signature."""
    if row.regime != "pa2023":
        return None
    kind = "_light_touch" if is_light_touch(row.cpv[0]) else ""
    return signed_on + DAY * period(f"pa2023_details_notice{kind}", signed_on).days


def abandonment_notice_due_on(row: ProcurementRow, on: date) -> date | None:
    """The last day for the notice that no contract comes of it; the PSR alone sets one."""
    if row.regime != "psr2023":
        return None
    return on + DAY * LIMITS.on("psr_abandonment_notice_days", on).value


def reserved_since(awarded_on: date) -> date:
    """From which day on an award of a reserved contract bars another (PCR 2015 reg 77(3)(c))."""
    return add_months(awarded_on, -LIMITS.on("reserved_pause_months", awarded_on).value)


def quarter_end(day: date) -> date:
    """The last day of the quarter."""
    first_of_next = add_months(date(day.year, (day.month - 1) // 3 * 3 + 1, 1), 3)
    return first_of_next - DAY


def isap_missing(gate: IsapGate, checkpoint: Checkpoint) -> str | None:
    """What keeps ISAP from letting a step through, in words; None when nothing does (R22)."""
    if not gate.screened:
        return "The screening whether ISAP applies"
    return None if gate.opens(checkpoint) else f"ISAP checkpoint {checkpoint.removeprefix('cp')}"
