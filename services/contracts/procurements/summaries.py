"""A year's contracting activity, counted from procurements and contracts (SI 2023/1348 regs 25 and 26)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from services.contracts.procurements.rows import ProcurementRow, ProcurementSummary
from services.contracts.register.views import ContractRow
from shared.kernel.dates import year_bounds

PSR_ROUTES = ("direct_award_a", "direct_award_b", "direct_award_c", "most_suitable_provider", "competitive")


@dataclass(frozen=True)
class Span:
    """Days, both inclusive."""

    since: date
    until: date

    def holds(self, day: date | None) -> bool:
        """Whether a day lies within it."""
        return day is not None and self.since <= day <= self.until


def year_of(financial_year: str) -> Span:
    """The days of "2025-26"; ValueError when it is no financial year."""
    first, _, last = financial_year.partition("-")
    return Span(*year_bounds(f"{first}/{last}"))


def summarise(
    financial_year: str, procurements: Sequence[ProcurementRow], contracts: Sequence[ContractRow]
) -> ProcurementSummary:
    """The figures of a year, of health care procurements and contracts alone: the caller has chosen them.

    Representations count in the year in which their standstill ended. A provider is new when it was awarded a contract
    in the year and held none in the year before.
    """
    year = year_of(financial_year)
    before = Span(year.since.replace(year=year.since.year - 1), year.until.replace(year=year.until.year - 1))
    awarded = [one for one in procurements if year.holds(one.awarded_on)]
    stood_still = [one for one in procurements if year.holds(one.standstill_ends)]
    routes = Counter[str](one.route for one in awarded)
    held, held_before = _holders(contracts, year), _holders(contracts, before)
    return ProcurementSummary(
        financial_year=financial_year,
        since=year.since,
        until=year.until,
        awarded=len(awarded),
        awarded_value_pence=sum(one.awarded_value_pence or 0 for one in awarded),
        by_route={route: routes[route] for route in PSR_ROUTES},
        framework_calloffs=routes["framework_calloff"],
        new_providers=sorted({code for one in awarded for code in one.awarded_to} - held_before),
        providers_no_longer=sorted(held_before - held),
        providers_contracted=len(held),
        representations=sum(one.representations for one in stood_still),
        reviews=dict(Counter[str](one.review_outcome for one in stood_still if one.review_outcome is not None)),
        abandoned=sum(year.holds(one.abandoned_on) for one in procurements),
        award_notices_late=sum(_late(one) for one in awarded),
    )


def _holders(contracts: Iterable[ContractRow], span: Span) -> set[str]:
    """Who held a contract on at least one of the days."""
    return {
        code
        for one in contracts
        if one.signed_on is not None and one.start <= span.until and one.current_end >= span.since
        for code in one.provider_codes
    }


def _late(one: ProcurementRow) -> bool:
    due, published = one.award_notice_due_on, one.award_notice_published_on
    return one.award_notice_overdue or (due is not None and published is not None and published > due)
