"""`acs dead-letters`: what the consumers could not apply, why, and once more."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from deploy.cli.asking import Operator
from deploy.cli.clear import clear, fail_with
from deploy.cli.figures import counted
from deploy.stack.problem import StackProblem
from deploy.stack.settings import stack_settings
from shared.operations import DeadLetter, DeadLetterEvent, DeadLetterList, DeadLetterStream, Retried
from shared.operations import RetryDeadLettersBody as Retry

CONSUMERS = ("contracts", "budgets", "gateway")
"""The services that listen to others."""
MOST = 500

app = typer.Typer(
    help="What a consumer could not apply: the stream waits, all others go on.\n\nExample: `acs dead-letters list`",
    short_help="What a consumer could not apply: list, show, retry.",
    no_args_is_help=True,
)
Consumer = Annotated[str, typer.Argument(help=" or ".join(CONSUMERS), show_default=False)]
Stream = Annotated[str, typer.Argument(help="Its name, as the list tells it.", show_default=False)]


@app.command("list")
@clear
def list_parked() -> None:
    """List the streams that wait for an operator, of every consumer.

    Example: `acs dead-letters list`
    """
    console, operator = Console(highlight=False), Operator(stack_settings())
    found: list[tuple[str, DeadLetter]] = []
    problems: list[StackProblem] = []
    for consumer in CONSUMERS:
        try:
            told = _parked(operator, consumer)
        except StackProblem as problem:
            problems.append(problem)
            continue
        found += [(consumer, one) for one in told.items]
        if told.total > len(told.items):
            console.print(f"[yellow]{consumer} has {told.total:,}; the oldest {len(told.items):,} are shown.[/]")
    if found:
        console.print(parked_table(found, datetime.now(UTC)))
    elif not problems:
        console.print("[green]✓[/] Nothing is parked.")
    fail_with(problems)


@app.command()
@clear
def show(consumer: Consumer, stream: Stream) -> None:
    """Show what waits of one stream: each event as it was published, and why it waits.

    Example: `acs dead-letters show budgets contract-01980000-0000-7000-8000-000000000001`
    """
    operator = Operator(stack_settings())
    path = f"{_known(consumer)}/dead-letters/events"
    for source in _sources_of(operator, consumer, stream):
        told = operator.get(DeadLetterStream, path, source=source, stream_id=stream, limit=MOST)
        Console(highlight=False).print(events_table(told))


@app.command()
@clear
def retry(
    consumer: Consumer,
    stream: Annotated[str, typer.Argument(help="One stream.", show_default=False)] = "",
    everything: Annotated[bool, typer.Option("--all", help="All streams of the consumer, oldest first.")] = False,
) -> None:
    """Apply in order what waits of a stream, after its cause is mended; asked twice, it happens once.

    Example: `acs dead-letters retry budgets --all`
    """
    if bool(stream) == everything:
        raise StackProblem("Name one stream, or --all.", advice="The streams are in: acs dead-letters list")
    operator, console = Operator(stack_settings()), Console(highlight=False)
    if everything:
        chosen = [(one.source, one.stream_id) for one in _parked(operator, _known(consumer)).items]
    else:
        chosen = [(source, stream) for source in _sources_of(operator, consumer, stream)]
    waiting = [answer for answer in _retried(operator, consumer, chosen, console) if answer.waiting]
    if waiting:
        raise StackProblem(
            f"{counted(len(waiting), 'stream still waits', 'streams still wait')}.",
            advice=f"Why: acs dead-letters show {consumer} {waiting[0].stream_id}",
        )
    if not chosen:
        console.print("[green]✓[/] Nothing is parked.")


def _retried(
    operator: Operator, consumer: str, chosen: Iterable[tuple[str, str]], console: Console
) -> Iterable[Retried]:
    """One after the other; a long one is asked about until it has ended."""
    for source, stream in chosen:
        answer = operator.post(Retried, f"{consumer}/dead-letters/retries", Retry(source=source, stream_id=stream))
        while not answer.done:
            answer = operator.post(Retried, f"{consumer}/dead-letters/retries", Retry(source=source, stream_id=stream))
        said = (
            f"[red]✗[/] {escape(stream)} still waits, {counted(answer.waiting, 'event')}"
            if answer.waiting
            else f"[green]✓[/] {escape(stream)} goes on"
        )
        console.print(said, soft_wrap=True)
        yield answer


def _parked(operator: Operator, consumer: str) -> DeadLetterList:
    return operator.get(DeadLetterList, f"{_known(consumer)}/dead-letters", limit=MOST)


def _sources_of(operator: Operator, consumer: str, stream: str) -> Sequence[str]:
    found = [one.source for one in _parked(operator, consumer).items if one.stream_id == stream]
    if not found:
        raise StackProblem(f"{consumer} has not parked {stream}.", advice="What is parked: acs dead-letters list")
    return found


def _known(consumer: str) -> str:
    if consumer not in CONSUMERS:
        raise StackProblem(f"{consumer!r} is no consumer.", advice=f"Choose one of: {', '.join(CONSUMERS)}")
    return consumer


def parked_table(found: Iterable[tuple[str, DeadLetter]], now: datetime) -> Table:
    """A row per parked stream: at which version it waits, why and for how long, and how many events with it."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("consumer", "source", "stream"):
        table.add_column(name, overflow="fold")
    table.add_column("version", justify="right")
    table.add_column("reason", overflow="fold")
    table.add_column("since", justify="right")
    table.add_column("waiting", justify="right")
    for consumer, one in found:
        since = age((now - one.parked_at).total_seconds())
        cells = (consumer, one.source, one.stream_id, str(one.version), one.reason, since, f"{one.waiting:,}")
        table.add_row(*map(Text, cells))
    return table


def events_table(told: DeadLetterStream) -> Table:
    """A row per event: why it waits, and what was published of it."""
    title = f"{told.stream_id} of {told.source}, parked by {told.consumer}: {counted(told.waiting, 'event')}"
    table = Table(title=Text(title), title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.add_column("version", justify="right", header_style="dim")
    table.add_column("why", header_style="dim", overflow="fold")
    table.add_column("as it was published", header_style="dim", overflow="fold", ratio=1)
    for one in told.items:
        table.add_row(str(one.version), Text(one.reason), _published(one))
    return table


def _published(one: DeadLetterEvent) -> Text:
    if one.event is None:
        return Text("The record was no event; a retry asks the source for what is right.", "dim")
    event = one.event
    head = f"{event.type} v{event.schema_version}, recorded {event.recorded_at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    return Text.assemble((head, "bold"), "\n", json.dumps(event.data, ensure_ascii=False))


def age(seconds: float) -> str:
    """ "45 s", "12 min", "3 h", "5 d"."""
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{int(seconds // size)} {unit}"
    return f"{max(0, int(seconds))} s"
