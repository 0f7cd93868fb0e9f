"""Figures and names as people read them in a terminal."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from shared.kernel.money import pounds
from shared.kernel.organisations import Organisation

NOTHING = "–"
WIDE = 120
"""Columns from which money is shown to the penny."""

LABEL = 15
"""Columns for what a line is about."""

MILLION_PENCE = 100_000_000
BETWEEN = " · "
SHORT = (
    ("London Borough of ", "LB "),
    (" NHS Foundation Trust", ""),
    (" NHS Trust", ""),
    ("NHS ", ""),
    (" (illustrative)", ""),
    (" and ", " & "),
)
"""What is left out of the names of organisations, in this order."""


def money(pence: int | None, width: int) -> str:
    """To the penny on a wide terminal; else £25.00m, or whole pounds below a million."""
    if pence is None:
        return NOTHING
    if width >= WIDE:
        return pounds(pence)
    sign, amount = "-" if pence < 0 else "", abs(pence)
    if amount >= MILLION_PENCE:
        return f"{sign}£{Decimal(amount) / MILLION_PENCE:,.2f}m"
    return f"{sign}£{Decimal(amount) / 100:,.0f}"


def variance(pence: int | None, width: int) -> Text:
    """A variance said in a word as well as in red or green."""
    if pence is None:
        return Text(NOTHING)
    if pence == 0:
        return Text("on budget", "green")
    return Text(f"{money(abs(pence), width)} {'over' if pence > 0 else 'under'}", "red" if pence > 0 else "green")


def percent(basis_points: int | None) -> str:
    """9000 → "90.0%"."""
    return NOTHING if basis_points is None else f"{basis_points / 100:.1f}%"


def counted(count: int, one: str, many: str = "") -> str:
    """ "1 line", "1,200 lines"."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def words(name: str) -> str:
    """ "not_assessed" → "not assessed"."""
    return name.replace("_", " ")


def short_name(code: str, organisations: Mapping[str, Organisation]) -> str:
    """An organisation's name without what all of its kind share; its code when nobody knows it."""
    if code not in organisations:
        return code
    name = organisations[code].name
    for long, short in SHORT:
        name = name.replace(long, short)
    return name


def joined(entries: Iterable[str | Text], width: int, between: str = BETWEEN) -> Text:
    """Entries side by side in lines of `width` columns at most; no entry is broken while it fits in a line."""
    lines: list[Text] = []
    for entry in entries:
        part = Text(entry) if isinstance(entry, str) else entry
        if lines and lines[-1].cell_len + len(between) + part.cell_len <= width:
            lines[-1] = lines[-1].append(between, "dim").append_text(part)
        else:
            lines.append(part.copy())
    return Text("\n").join(lines)


def labelled(rows: Iterable[tuple[str, Sequence[str | Text]]], width: int) -> RenderableType | None:
    """A line of entries for each label, those without any left out; None when none is left."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim", width=LABEL)
    table.add_column()
    for label, entries in rows:
        if entries:
            table.add_row(label, joined(entries, width - LABEL - 4, ", "))
    return Padding(table, (0, 0, 0, 2)) if table.row_count else None


def tally(counts: Mapping[str, int], order: Sequence[str] = ()) -> list[Text]:
    """Counts with their names, in the order given, then in their own; noughts are left out."""
    names = [*(name for name in order if name in counts), *(name for name in counts if name not in order)]
    return [Text.assemble((f"{counts[name]:,}", "bold"), f" {words(name)}") for name in names if counts[name]]
