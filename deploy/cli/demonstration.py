"""Loads the demonstration through the gateway's API; the loader itself is deploy/demo."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from deploy.cli.client import silent
from deploy.cli.tokens import persona_token
from deploy.stack.problem import StackProblem
from deploy.stack.settings import StackSettings

Sign = Callable[[str, str], str]
COLUMNS = (TextColumn("Loading the demonstration"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())


def signer(settings: StackSettings) -> Sign:
    """(persona, organisation or "") → token."""

    def sign(persona: str, org: str = "") -> str:
        return persona_token(settings, persona, org)

    return sign


async def load_demonstration(settings: StackSettings, console: Console, *, only_if_empty: bool = False) -> None:
    """Load it with a progress bar; a `StackProblem` when the gateway does not play along."""
    loader = _loader()
    sign = signer(settings)
    try:
        if only_if_empty and not await loader.is_empty(settings.gateway_url, sign):
            return
        with _progress(console) as report:
            result = await loader.load(settings.gateway_url, sign, report)
    except httpx.TransportError:
        raise silent("The gateway", settings.gateway_url) from None
    except (loader.LoadStopped, httpx.HTTPError) as error:
        raise StackProblem(
            f"The demonstration could not be loaded: {error}", advice="What is there stays; go on with: acs demo load"
        ) from error
    done = "was loaded already" if result.already_loaded else f"loaded by {result.commands:,} calls"
    console.print(f"[green]✓[/] The demonstration {done}.")


@contextmanager
def _progress(console: Console) -> Iterator[Callable[[int, int], None]]:
    """A bar that begins with the first report of (done, total)."""
    progress = Progress(*COLUMNS, console=console)
    bar = progress.add_task("load")

    def report(done: int, total: int) -> None:
        progress.update(bar, completed=done, total=total)
        if not progress.live.is_started:
            progress.start()

    try:
        yield report
    finally:
        if progress.live.is_started:
            progress.stop()


def _loader() -> Any:
    try:
        from deploy.demo import loader  # late: everything else works without the demonstration
    except ImportError as missing:
        raise StackProblem(f"This installation has no demonstration ({missing}).") from None
    return loader
