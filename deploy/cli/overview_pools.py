"""The pooled funds in the overview: a row each, and beneath it who bears the variance and what needs attention."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from deploy.cli.figures import WIDE, counted, joined, money, short_name, variance, words
from services.gateway.overview.answers import PoolPosition
from shared.kernel.money import pounds
from shared.kernel.organisations import Organisation

INDENT = 2
HEADINGS = ("Agreed", "Paid in", "Spent", "Forecast", "Variance")
AMOUNTS = len(HEADINGS) - 1
RECONCILED = "reconciled"


def pool_rows(
    pools: Sequence[PoolPosition], organisations: Mapping[str, Organisation], width: int
) -> Iterator[RenderableType]:
    """The pools of each financial year under its headings."""
    widest = max((len(amount) for pool in pools for amount in _amounts(pool, width)), default=0)
    for year, of_year in groupby(pools, key=lambda pool: pool.financial_year):
        row = _columns(width, widest)
        row.add_row(_indented(Text(year or "Year unknown", "dim")), *(Text(one, "dim") for one in HEADINGS))
        yield row
        for pool in of_year:
            yield from _pool(pool, organisations, width, widest)


def _pool(
    pool: PoolPosition, organisations: Mapping[str, Organisation], width: int, widest: int
) -> Iterator[RenderableType]:
    row = _columns(width, widest)
    row.add_row(_name(pool), *_amounts(pool, width), variance(pool.variance_pence, width))
    yield row
    for entries in (_shares(pool, organisations), _beside(pool), _flags(pool)):
        if entries:
            yield _indented(joined(entries, width - 2 * INDENT), 2 * INDENT)


def _amounts(pool: PoolPosition, width: int) -> list[str]:
    amounts = (
        pool.contributions_agreed_pence,
        pool.contributions_paid_pence,
        pool.spend_pence,
        pool.forecast_outturn_pence,
    )
    return [money(amount, width) for amount in amounts]


def _columns(width: int, widest: int) -> Table:
    """The same columns for every row, so that lines can stand between rows; no amount is ever cut."""
    gap = 2 if width >= WIDE else 1
    amount = max(widest, *(len(heading) for heading in HEADINGS))
    over = amount + len(" under")
    table = Table.grid(padding=(0, gap, 0, 0))
    table.add_column(width=width - AMOUNTS * (amount + gap) - over - gap)
    for _ in range(AMOUNTS):
        table.add_column(justify="right", width=amount, no_wrap=True)
    table.add_column(justify="right", width=over, no_wrap=True)
    return table


def _name(pool: PoolPosition) -> Padding:
    status = "" if pool.status == "active" else f" ({words(pool.status)})"
    return _indented(Text.assemble((pool.title or "Not told yet", "bold"), status))


def _indented(text: Text, columns: int = INDENT) -> Padding:
    return Padding(text, (0, 0, 0, columns))


def _shares(pool: PoolPosition, organisations: Mapping[str, Organisation]) -> list[Text]:
    """Who pays in or gets back how much, and what the risk pool or the investment fund takes of it, to the penny.

    Shares + unallocated + risk pool - investment fund = variance.
    """
    allocated = bool(pool.allocations_pence) or pool.status == RECONCILED
    shares = pool.allocations_pence if allocated else pool.forecast_share_pence
    entries = []
    for verb, amounts in (
        ("to pay in", {code: pence for code, pence in shares.items() if pence > 0}),
        ("to get back", {code: -pence for code, pence in shares.items() if pence < 0}),
    ):
        for code, pence in amounts.items():
            entries.append(Text(f"{short_name(code, organisations)} {pounds(pence)}"))
        if amounts:
            first = len(entries) - len(amounts)
            entries[first] = Text.assemble((f"{verb}: ", "dim"), entries[first])
    if pool.variance_pence is not None:
        rest = pool.variance_pence - sum(shares.values()) - (pool.unallocated_pence or 0)
        if rest:
            entries.append(Text(f"{'risk pool' if rest > 0 else 'investment fund'} {pounds(abs(rest))}"))
    return entries


def _beside(pool: PoolPosition) -> list[Text]:
    amounts = (("committed", pool.commitments_pence), ("aligned spend", pool.aligned_spend_pence))
    return [Text.assemble((f"{name}: ", "dim"), pounds(pence)) for name, pence in amounts if pence]


def _flags(pool: PoolPosition) -> list[Text]:
    flags = []
    if pool.lines_above_budget:
        flags.append(Text(f"{counted(pool.lines_above_budget, 'line')} above budget", "yellow"))
    if pool.held_costs:
        flags.append(Text(f"{counted(pool.held_costs, 'cost')} held", "yellow"))
    if pool.unallocated_pence:
        flags.append(Text(f"{pounds(pool.unallocated_pence)} unallocated", "bold red"))
    if flags:
        flags[0] = Text.assemble(("▲ ", "yellow"), flags[0])
    return flags
