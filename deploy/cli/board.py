"""Shows how the parts of the stack are doing: a table that moves in a terminal, lines elsewhere."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live
from rich.markup import escape
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from deploy.stack.supervisor import State

_STYLE = {
    State.READY: "green",
    State.DONE: "green",
    State.ENDED: "red",
    State.STOPPED: "dim",
}
_BUSY = (State.STARTING, State.STOPPING)


class Board:
    """Told by the supervisor; while `moving`, a live table, at other times one line per change that matters."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._parts: dict[str, tuple[State, str, float]] = {}
        self._live: Live | None = None

    @property
    def idle(self) -> bool:
        """Whether no part has been heard of."""
        return not self._parts

    def __call__(self, part: str, state: State, detail: str = "") -> None:
        """A part has changed."""
        self._parts[part] = (state, detail, time.monotonic())
        if self._live is not None:
            self._live.update(self._table())
        else:
            self._console.print(f"[{_STYLE.get(state, 'yellow')}]{part}[/] {state} {escape(detail)}".rstrip())

    @contextmanager
    def moving(self) -> Iterator[None]:
        """Show what happens to the parts while the body runs, as a table; without a terminal, as lines."""
        self._parts.clear()
        if not self._console.is_terminal:
            yield
            return
        with Live(self._table(), console=self._console, refresh_per_second=8) as live:
            self._live = live
            try:
                yield
            finally:
                live.update(self._table())
                self._live = None

    def _table(self) -> Table:
        table = Table.grid(padding=(0, 2))
        for name, (state, detail, since) in self._parts.items():
            style = _STYLE.get(state, "yellow")
            mark = Spinner("dots", style=style) if state in _BUSY else Text("✗" if state is State.ENDED else "✓", style)
            waiting = f"{time.monotonic() - since:.0f} s" if state in _BUSY else ""
            table.add_row(mark, name, Text(str(state), style), Text(detail or waiting, "dim"))
        return table
