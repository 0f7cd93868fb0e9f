"""The alliance overview for a board: contracts, pooled funds, referrals, and whether all of it is in there."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from deploy.cli.figures import counted, labelled, money, tally, words
from deploy.cli.overview_contracting import contracting_table
from deploy.cli.overview_pools import pool_rows
from deploy.cli.overview_referrals import LEGEND, referral_table
from services.gateway.overview.answers import AllianceOverview, ContractsPosition, SourcePosition
from shared.kernel.organisations import Organisation

LEAST_WIDTH = 80
MOST_WIDTH = 140
STATUSES = ("active", "draft", "expired", "terminated")
FINDINGS = ("works_well", "mixed", "needs_improvement", "not_assessed")
MINUTE_S, HOUR_S = 60, 3_600


def print_overview(console: Console, overview: AllianceOverview, organisations: Mapping[str, Organisation]) -> None:
    """For a terminal of 80 columns or more; a narrower one breaks the lines. Partners are named by `organisations`."""
    width = min(max(console.width, LEAST_WIDTH), MOST_WIDTH)
    if console.width < width:
        console.width = width
    console.print(Group(*_parts(overview, organisations, width)), width=width)


def _parts(
    overview: AllianceOverview, organisations: Mapping[str, Organisation], width: int
) -> Iterator[RenderableType]:
    yield _head("ACS Alliance", f"{overview.as_of.astimezone(UTC):%-d %B %Y, %H:%M:%S} UTC", width, "bold cyan")
    yield Rule(style="cyan")
    if overview.partial:
        yield Text(f"▲ INCOMPLETE: {_listed(overview.gaps)} not all in these figures, see Sources.", "bold yellow")
    yield from _section("Contracts", f"{sum(overview.contracts.by_status.values()):,}", width)
    yield _contracts(overview.contracts, width)
    contracting = contracting_table(overview, width)
    if contracting is not None:
        yield from _section("Contracting", "", width)
        yield contracting
    yield from _section("Pooled funds", f"{len(overview.pools):,}", width)
    yield from pool_rows(overview.pools, organisations, width) if overview.pools else ["  none"]
    people = sum(sum(pathway.stages.values()) for pathway in overview.referrals)
    yield from _section("Referrals", f"{people:,}", width)
    yield referral_table(overview.referrals, width) if overview.referrals else "  none"
    if overview.referrals:
        yield Padding(Text(LEGEND, "dim"), (0, 0, 0, 2))
    yield from _section("Sources", "", width)
    yield _sources(overview)


def _section(title: str, count: str, width: int) -> Iterator[RenderableType]:
    yield ""
    yield _head(title, count, width, "bold")


def _head(left: str, right: str, width: int, style: str) -> Text:
    return Text.assemble((left, style), " " * (width - len(left) - len(right)), (right, "dim"))


def _contracts(contracts: ContractsPosition, width: int) -> RenderableType:
    value = Text.assemble((money(contracts.in_force_value_pence, width), "bold"), " over the whole terms in force")
    rows: list[tuple[str, Sequence[str | Text]]] = [
        ("Status", tally(contracts.by_status, STATUSES) or ["none"]),
        ("Finding", tally(contracts.by_finding, FINDINGS) or ["none"]),
        ("Under contract", [value]),
        ("Expiring within", _months(contracts.expiring_within)),
        ("without a plan", _months(contracts.expiring_without_plan)),
    ]
    return labelled(rows, width) or ""


def _months(windows: Mapping[str, int]) -> list[Text]:
    return [Text.assemble(f"{words(window)}: ", (f"{count:,}", "bold")) for window, count in windows.items()]


def _sources(overview: AllianceOverview) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    for name, source in overview.sources.items():
        troubles = _troubles(source, overview.as_of)
        mark = Text("▲", "yellow") if troubles else Text("✓", "green")
        table.add_row(mark, name, Text("; ".join(troubles) or _as_of("up to date", source, overview.as_of)))
    return Padding(table, (0, 0, 0, 2))


def _troubles(source: SourcePosition, now: datetime) -> list[str]:
    """What is missing of a source, nothing when all is in."""
    troubles = []
    if not source.reachable:
        troubles.append(_as_of("does not answer", source, now))
    elif source.seconds_behind is None:
        troubles.append(_as_of("not all read yet", source, now))
    elif source.seconds_behind:
        troubles.append(_as_of(f"{_duration(source.seconds_behind)} behind", source, now))
    if source.parked_streams:
        troubles.append(f"{counted(source.parked_streams, 'stream')} set aside as unreadable")
    return troubles


def _as_of(said: str, source: SourcePosition, now: datetime) -> str:
    if source.as_of is None:
        return f"{said} (nothing told yet)"
    told = source.as_of.astimezone(UTC)
    today = told.date() == now.astimezone(UTC).date()
    return f"{said} (as of {told:{'%H:%M:%S' if today else '%-d %B %Y %H:%M:%S'}})"


def _duration(seconds: int) -> str:
    if seconds < MINUTE_S:
        return f"{seconds} s"
    return f"{seconds // MINUTE_S} min" if seconds < HOUR_S else f"{seconds // HOUR_S} h"


def _listed(gaps: list[str]) -> str:
    """ "budgets is", "budgets and referrals are"."""
    if len(gaps) < 2:
        return f"{''.join(gaps) or 'something'} is"
    return f"{', '.join(gaps[:-1])} and {gaps[-1]} are"
