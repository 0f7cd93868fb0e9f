"""`acs relay status`: who publishes, and how far Kafka is behind the stores."""

from collections.abc import Iterable
from datetime import UTC, datetime

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from deploy.cli.asking import Operator
from deploy.cli.clear import clear, fail_with
from deploy.cli.dead_letters import age
from deploy.cli.figures import NOTHING
from deploy.stack.problem import StackProblem
from deploy.stack.settings import stack_settings
from shared.operations import RelayStatus

PUBLISHERS = ("contracts", "budgets", "referrals")
"""The services that own events."""

app = typer.Typer(
    help="What carries events to Kafka.\n\nExample: `acs relay status`",
    short_help="What carries events to Kafka: status.",
    no_args_is_help=True,
)


@app.callback()
def _relay() -> None:
    """So that `status` is a command of its own."""


@app.command()
@clear
def status() -> None:
    """Show of each service who publishes, how far it has come, and whether Kafka answers.

    Example: `acs relay status`
    """
    operator = Operator(stack_settings())
    found: list[RelayStatus] = []
    problems: list[StackProblem] = []
    for service in PUBLISHERS:
        try:
            found.append(operator.get(RelayStatus, f"{service}/relay"))
        except StackProblem as problem:
            problems.append(problem)
    if found:
        Console(highlight=False).print(relay_table(found, datetime.now(UTC)))
    fail_with(problems)


def relay_table(found: Iterable[RelayStatus], now: datetime) -> Table:
    """A row per service; `last` is when the replica that answered last published."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("service")
    table.add_column("this replica")
    for name in ("cursor", "head", "behind", "for", "last"):
        table.add_column(name, justify="right")
    table.add_column("Kafka")
    for one in found:
        last = NOTHING if one.last_published_at is None else f"{age((now - one.last_published_at).total_seconds())} ago"
        table.add_row(
            one.service,
            _role(one),
            f"{one.cursor:,}",
            f"{one.head:,}",
            Text(f"{one.lag_events:,}", "yellow" if one.lag_events else ""),
            age(one.lag_seconds) if one.lag_events else NOTHING,
            last,
            Text("answers", "green") if one.kafka_reachable else Text("does not answer", "red"),
        )
    return table


def _role(one: RelayStatus) -> Text:
    if one.leading:
        return Text("leads", "green")
    return Text("stands by") if one.led else Text("nobody leads", "red")
