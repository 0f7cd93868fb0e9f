"""The alliance overview as tables in the terminal, whatever its shape: money in pounds, shares in per cent."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.table import Table

from shared.kernel.money import pounds

MAX_ROWS = 20


def print_overview(console: Console, overview: Mapping[str, Any]) -> None:
    """One table per part of the overview, the figures that stand alone first."""
    console.print(overview_tables(overview))


def overview_tables(overview: Mapping[str, Any]) -> RenderableType:
    """The tables, for printing."""
    alone = {name: value for name, value in overview.items() if not _is_composite(value)}
    parts: list[RenderableType] = [_figures("Alliance", alone)] if alone else []
    for name, value in overview.items():
        if _is_composite(value):
            parts += _tables(_title(name), value)
    return Group(*parts)


def cell(name: str, value: Any) -> str:
    """A figure for people; `name` tells its unit: `_pence`, `_bp`, `_seconds`."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and name.endswith("_pence"):
        return pounds(value)
    if isinstance(value, int) and name.endswith("_bp"):
        return f"{value / 100:.1f} %"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, Mapping):
        return ", ".join(f"{_words(str(key))} {cell(_unit(name, str(key)), inner)}" for key, inner in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(cell(name, inner) for inner in value)
    return str(value)


def _tables(title: str, value: Any) -> Iterable[RenderableType]:
    if isinstance(value, Mapping):
        deep = {name: inner for name, inner in value.items() if _is_rows(inner)}
        flat = {name: inner for name, inner in value.items() if name not in deep}
        if flat:
            yield _figures(title, flat)
        for name, inner in deep.items():
            yield _rows(f"{title}: {_words(name)}", inner)
    elif _is_rows(value):
        yield _rows(title, value)
    elif value:
        yield _figures(title, {"": value})


def _figures(title: str, figures: Mapping[str, Any]) -> Table:
    table = Table(title=title, title_justify="left", show_header=False, expand=False)
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    for name, value in figures.items():
        table.add_row(escape(_words(str(name))), escape(cell(str(name), value)))
    return table


def _rows(title: str, rows: Sequence[Mapping[str, Any]]) -> Table:
    names = list(dict.fromkeys(name for row in rows for name in row if not name.endswith("_id")))
    table = Table(title=title, title_justify="left", expand=False)
    for name in names:
        number = all(isinstance(row.get(name), int | None) for row in rows)
        table.add_column(escape(_words(name)), justify="right" if number else "left", overflow="fold")
    for row in rows[:MAX_ROWS]:
        table.add_row(*(escape(cell(name, row.get(name))) for name in names))
    if len(rows) > MAX_ROWS:
        table.caption = f"and {len(rows) - MAX_ROWS} more"
    return table


def _is_composite(value: Any) -> bool:
    return isinstance(value, Mapping | list)


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, Mapping) for row in value)


def _words(name: str) -> str:
    for unit in ("_pence", "_bp"):
        name = name.removesuffix(unit)
    return name.replace("_", " ")


def _title(name: str) -> str:
    return _words(name).capitalize()


def _unit(outer: str, inner: str) -> str:
    """Figures in a mapping have the unit their own name says, else the one of the mapping."""
    return inner if inner.endswith(("_pence", "_bp")) else outer
