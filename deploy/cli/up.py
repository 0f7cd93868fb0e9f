"""The alliance in the foreground: up, demonstration, overview, until Ctrl-C."""

import asyncio
import signal
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress

from pydantic import ValidationError
from rich.console import Console
from rich.markup import escape

from deploy.cli.board import Board
from deploy.cli.clear import tell_problem
from deploy.cli.client import get_json
from deploy.cli.demonstration import load_demonstration
from deploy.cli.known import known_organisations
from deploy.cli.overview import print_overview
from deploy.cli.tokens import persona_token
from deploy.stack.alliance import Alliance, Program
from deploy.stack.claim import claim
from deploy.stack.environment import service_command
from deploy.stack.problem import StackProblem
from deploy.stack.settings import StackSettings
from services.gateway.overview.answers import AllianceOverview
from shared.kernel.addresses import PUBLIC

SETTLES_IN_S = 15.0
"""How long the first overview waits for the services to react to what was just loaded."""
SETTLED_AFTER_S = 0.5

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


async def run_alliance(
    settings: StackSettings, console: Console, *, demo: bool = True, program: Program = service_command
) -> None:
    """Returns after Ctrl-C or SIGTERM with everything stopped; a `StackProblem` when it does not come up."""
    board = Board(console)
    with claim(settings):
        alliance = Alliance(settings, board, program=program)
        with _stop_requested(alliance) as stop:
            try:
                await _until(stop, _live(alliance, settings, board, console, demo))
            finally:
                if not board.idle:
                    console.print("Stopping …")
                with board.moving():
                    await alliance.down()
        console.print(f"Stopped. The data stays in {settings.local}.", soft_wrap=True)


async def _live(alliance: Alliance, settings: StackSettings, board: Board, console: Console, demo: bool) -> None:
    with board.moving():
        await alliance.up()
    try:
        if demo:
            await load_demonstration(settings, console, only_if_empty=True)
        await show_overview(settings, console, patience_s=SETTLES_IN_S)
    except StackProblem as problem:  # what runs goes on running
        tell_problem(console, problem)
    _print_addresses(settings, console)
    await asyncio.Event().wait()


async def show_overview(settings: StackSettings, console: Console, *, patience_s: float = 0) -> None:
    """Print the overview as the analyst sees it; a `StackProblem` when the gateway does not tell it.

    It waits `patience_s` seconds at most until the overview is complete and nothing new comes in.
    """
    overview = await _overview(settings)
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        await asyncio.sleep(SETTLED_AFTER_S)
        before, overview = overview, await _overview(settings)
        if overview.sources == before.sources and not overview.partial:
            break
    print_overview(console, overview, known_organisations(settings))


async def _overview(settings: StackSettings) -> AllianceOverview:
    headers = {"Authorization": f"Bearer {persona_token(settings, 'analyst')}"}
    url = f"{settings.gateway_url}{PUBLIC}/alliance/overview"
    answer = await asyncio.to_thread(get_json, url, headers, what="The gateway")
    try:
        return AllianceOverview.model_validate(answer)
    except ValidationError:
        raise StackProblem(
            "The gateway's overview is not one this program knows.", advice="Are both of the same version?"
        ) from None


def _print_addresses(settings: StackSettings, console: Console) -> None:
    console.print()
    for label, said in (
        ("Gateway", settings.gateway_url),
        ("API", f"{settings.gateway_url}/docs"),
        ("A token", "TOKEN=$(.venv/bin/acs token --as commissioner)   # other personas: acs token --help"),
        ("Try", f'curl -H "Authorization: Bearer $TOKEN" "{settings.gateway_url}{PUBLIC}/contracts?limit=3"'),
        ("Logs", settings.logs_dir),
    ):
        console.print(f"[dim]{label:<8}[/] {escape(str(said))}", soft_wrap=True)
    console.print("Ctrl-C stops everything.")


async def _until(stop: asyncio.Event, work: Coroutine[None, None, None]) -> None:
    """Run until the work ends or a stop is asked for."""
    task = asyncio.create_task(work)
    stopped = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait([task, stopped], return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            task.result()
    finally:
        for one in (task, stopped):
            one.cancel()
            with suppress(asyncio.CancelledError, StackProblem):
                await one


@contextmanager
def _stop_requested(alliance: Alliance) -> Iterator[asyncio.Event]:
    """Set by the first Ctrl-C or SIGTERM; the second one makes the stop wait for nobody."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def on_signal() -> None:
        if stop.is_set():
            alliance.hurry()
        stop.set()

    for number in STOP_SIGNALS:
        loop.add_signal_handler(number, on_signal)
    try:
        yield stop
    finally:
        for number in STOP_SIGNALS:
            loop.remove_signal_handler(number)
