"""The commands of `acs`; each says in its help what it does, with an example."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from deploy.cli import dead_letters, relay
from deploy.cli.clear import clear
from deploy.cli.demonstration import load_demonstration
from deploy.cli.events import events_of, events_table
from deploy.cli.operations import forget_all, migrate_all, run_action
from deploy.cli.personas import PERSONAS
from deploy.cli.tokens import persona_token
from deploy.cli.up import run_alliance, show_overview
from deploy.cli.verify import verify_all
from deploy.stack.problem import StackProblem
from deploy.stack.settings import stack_settings

app = typer.Typer(
    help="Run the alliance on this machine and look at it. `make run` is `acs up`.\n\n"
    "Example: `acs up` in one terminal, `acs overview` in another.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
demo = typer.Typer(
    help="The demonstration of the BHR alliance.\n\nExample: `acs demo load`",
    short_help="The demonstration of the BHR alliance.",
    no_args_is_help=True,
)
app.add_typer(demo, name="demo")
app.add_typer(dead_letters.app, name="dead-letters")
app.add_typer(relay.app, name="relay")

_PEOPLE = "\n\n".join(
    f"- **{persona.name}**: {persona.person}, {persona.org}, {', '.join(persona.roles)}: {persona.does}"
    for persona in PERSONAS.values()
)


def _console() -> Console:
    return Console(highlight=False)


@app.command()
@clear
def up(
    load_demo: Annotated[bool, typer.Option("--demo/--no-demo", help="Load the demonstration if it is empty.")] = True,
) -> None:
    """Start everything, load the demonstration if there is no data yet, show the overview; Ctrl-C stops it all.

    Example: `acs up --no-demo`
    """
    settings = stack_settings()
    if settings.environment != "local":
        raise StackProblem(
            f"The embedded stack is for ACS_ENV=local, this is ACS_ENV={settings.environment}.",
            advice="In production it runs in containers: docker compose up",
        )
    asyncio.run(run_alliance(settings, _console(), demo=load_demo))


@app.command(
    help="Print an access token of a persona, for this machine only; the bare token is the last line.\n\n"
    'Example: `curl -H "Authorization: Bearer $(acs token --as gp)" http://127.0.0.1:8000/api/v1/referrals`\n\n'
    f"The personas:\n\n{_PEOPLE}"
)
@clear
def token(
    persona: Annotated[str, typer.Option("--as", help="Which persona.", show_default=False)],
    org: Annotated[str, typer.Option("--org", help="Act for another organisation: its ODS or GSS code.")] = "",
) -> None:
    """The help is above, with the personas in it."""
    typer.echo(persona_token(stack_settings(), persona, org))


@app.command()
@clear
def overview() -> None:
    """Print the overview of the running alliance.

    Example: `acs overview`
    """
    asyncio.run(show_overview(stack_settings(), _console()))


@demo.command("load")
@clear
def demo_load() -> None:
    """Load the demonstration through the gateway; what is there already stays as it is.

    Example: `acs demo load`
    """
    asyncio.run(load_demonstration(stack_settings(), _console()))


@app.command()
@clear
def rebuild(
    service: Annotated[str, typer.Argument(help="contracts, budgets, referrals or gateway", show_default=False)],
    view: Annotated[str, typer.Argument(help="One view; all of the service without.", show_default=False)] = "",
) -> None:
    """Make a service's views again from its events, while it goes on serving.

    Example: `acs rebuild contracts`
    """
    run_action(stack_settings(), service, "rebuild", *([view] if view else []))


@app.command()
@clear
def verify(
    services: Annotated[
        list[str] | None,
        typer.Argument(help="contracts, budgets, referrals, gateway; all without.", show_default=False),
    ] = None,
    kept: Annotated[
        Path | None,
        typer.Option("--kept", help="Daily digests as they were given to somebody who kept them, a JSON file."),
    ] = None,
) -> None:
    """Check the stores, chains, views and sums of the running alliance, changing nothing; exit code 1 on a violation.

    No event may be altered, missing or added, every view must be what its events make of it, and every pool must add
    up. The daily digests to keep are at /api/v1/operations/SERVICE/digests.

    Example: `acs verify` or `acs verify budgets --kept digests.json`
    """
    if not verify_all(stack_settings(), services or [], kept, _console()):
        raise typer.Exit(1)


@app.command()
@clear
def events(
    stream: Annotated[str, typer.Argument(help="Its name, as the timeline tells it.", show_default=False)],
    data: Annotated[bool, typer.Option("--data", help="Add the published fields of each event.")] = False,
) -> None:
    """Print what happened in a stream, as its service publishes it: without what is sealed or confidential.

    Streams are named after a kind, such as contract, procurement, pool or referral, and the id of the thing.

    Example: `acs events contract-01980000-0000-7000-8000-000000000001`
    """
    console = _console()
    console.print(events_table(stream, events_of(stack_settings(), stream), console.width, data=data))


@app.command()
@clear
def migrate() -> None:
    """Bring the databases of all services up to date; `acs up` does it too.

    Example: `acs migrate`
    """
    migrate_all(stack_settings(), _console())


@app.command()
@clear
def forget(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete the data on this machine and the keys that open it; the next start begins with nothing.

    Example: `acs forget --yes`
    """
    settings = stack_settings()
    if yes or typer.confirm(f"Delete all data and keys in {settings.local}?"):
        forget_all(settings)
