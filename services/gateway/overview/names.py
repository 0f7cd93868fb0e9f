"""How figures are named, and which days a figure that depends on today counts."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from services.gateway.alliance.assurance import ISAP_STAGES
from services.gateway.alliance.contracts import FINDINGS, STATUSES
from services.gateway.alliance.pathways import PATHWAY_STATUSES
from services.gateway.alliance.pools import POOL_STATUSES
from services.gateway.alliance.procurements import NEXT_STEPS, PROCUREMENT_STAGES
from services.gateway.alliance.programmes import RAGS
from services.gateway.alliance.referrals import STAGES
from services.gateway.overview.answers import Unit
from shared.kernel.dates import add_months
from shared.kernel.refusals import NotFound

MONTHS = (3, 6, 12, 18)
EIGHTEEN_WEEKS_DAYS = 18 * 7
"""A wait of 126 days is within 18 weeks, of 127 it is not (RTT rules suite; NHS Constitution, SI 2012/2996)."""

ENDING = (("expiring_within", "in_force_by_end"), ("expiring_without_plan", "in_force_without_plan_by_end"))

_ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_POOL_AMOUNTS = (
    "contributions_agreed_pence|contributions_paid_pence|spend_pence|aligned_spend_pence|commitments_pence"
    "|lines_above_budget|held_costs|forecast_outturn_pence|variance_pence|unallocated_pence"
)
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"contracts\.by_status\.(?:{'|'.join(STATUSES)})",
        rf"contracts\.by_finding\.(?:{'|'.join(FINDINGS)})",
        r"contracts\.in_force_value_pence",
        rf"contracts\.expiring_(?:within|without_plan)\.(?:{'|'.join(map(str, MONTHS))})_months",
        rf"pools\.(?P<thing>{_ID})\.(?:{_POOL_AMOUNTS}|status\.(?:{'|'.join(POOL_STATUSES)}))",
        rf"pools\.(?P<thing>{_ID})\.(?:forecast_share_pence|allocations_pence)\.[A-Z0-9]{{3,12}}",
        rf"referrals\.(?P<thing>{_ID})\.status\.(?:{'|'.join(PATHWAY_STATUSES)})",
        rf"referrals\.(?P<thing>{_ID})\.stages\.(?:{'|'.join(STAGES)})",
        rf"referrals\.(?P<thing>{_ID})\.(?:running_clocks|handovers_outstanding)",
        rf"referrals\.(?P<thing>{_ID})\.(?P<within>within_18_weeks)(?P<ratio>_bp)?",
        rf"procurements\.by_stage\.(?:{'|'.join(PROCUREMENT_STAGES)})",
        rf"procurements\.(?P<thing>{_ID})\.next\.(?:{'|'.join(NEXT_STEPS)})\.[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}",
        rf"assurance\.(?:by_stage\.(?:{'|'.join(ISAP_STAGES)})|conditions_(?:open|overdue))",
        rf"programmes\.(?:by_rag\.(?:{'|'.join(RAGS)})|milestones_overdue)",
        r"challenges\.(?:open|overdue)",
        rf"outcomes\.(?P<thing>{_ID})\.score_bp",
    )
)
EXAMPLES = (
    "contracts.by_status.active",
    "contracts.by_finding.works_well",
    "contracts.in_force_value_pence",
    "contracts.expiring_within.3_months",
    "pools.<pool_id>.spend_pence",
    "pools.<pool_id>.forecast_share_pence.<organisation>",
    "referrals.<pathway_id>.stages.booked",
    "referrals.<pathway_id>.running_clocks",
    "referrals.<pathway_id>.within_18_weeks_bp",
    "referrals.<pathway_id>.handovers_outstanding",
    "procurements.by_stage.standstill",
    "outcomes.<outcomes_framework_id>.score_bp",
)


class FigureNotFound(NotFound):
    rule = "A figure is named by its path in the overview, with the id of the thing in place of the list"
    field = "figure"

    def __init__(self, name: str) -> None:
        super().__init__(f"The overview has no figure {name[:200]}.", named_like=list(EXAMPLES))


@dataclass(frozen=True)
class Window:
    """Days of a figure that count today, inclusive: the family is the end of the stored figure's name."""

    label: str
    stored: str
    first: date
    last: date


@dataclass(frozen=True)
class Asked:
    """A figure that was asked for: the name it is stored under and the days that count, None for all there is."""

    name: str
    stored: str
    first: date | None = None
    last: date | None = None
    ratio_of: tuple[str, str] | None = None
    thing: str | None = None
    """The beginning of the names of all figures of that thing, when it is about one."""

    @property
    def unit(self) -> Unit:
        """What it counts."""
        if self.name.endswith("_bp"):
            return "basis points"
        return "pence" if "_pence" in self.name else "count"


def windows(today: date) -> tuple[Window, ...]:
    """The figures that depend on today; `stored` and `label` end the names of the stored and the shown figure."""
    return (
        *(
            Window(f"{label}.{months}_months", stored, today, add_months(today, months))
            for label, stored in ENDING
            for months in MONTHS
        ),
        Window("running_clocks", "running_clocks", date.min, date.max),
        Window("within_18_weeks", "running_clocks", today - timedelta(days=EIGHTEEN_WEEKS_DAYS), date.max),
    )


def asked_for(name: str, today: date) -> Asked:
    """What a name means today; FigureNotFound when nothing is named like that."""
    match = next((found for pattern in _PATTERNS if (found := pattern.fullmatch(name))), None)
    if match is None:
        raise FigureNotFound(name)
    groups = match.groupdict()
    thing = ".".join(name.split(".", 2)[:2]) if groups.get("thing") else None
    if groups.get("ratio"):
        parts = (name.removesuffix("_bp"), f"{thing}.running_clocks")
        return Asked(name, name, ratio_of=parts, thing=thing)
    for window in windows(today):
        if name.endswith(f".{window.label}"):
            stored = name.removesuffix(window.label) + window.stored
            limited = window.label != window.stored
            first, last = (window.first, window.last) if limited else (None, None)
            return Asked(name, stored, first, last, thing=thing)
    return Asked(name, name, thing=thing)
