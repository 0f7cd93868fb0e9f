"""The commands of `acs`: help with an example, one clear line on trouble."""

import base64
from pathlib import Path

import pytest
from typer.testing import CliRunner

from deploy.cli.main import app
from deploy.cli.operations import reason_in
from deploy.stack.keys import ensure_keys
from deploy.stack.settings import PORT_VARIABLES
from tests.kit.ports import own_port

ID = "01980000-0000-7000-8000-000000000001"
COMMANDS = [
    *("", "up", "token", "overview", "demo", "demo load", "rebuild", "verify", "events", "migrate", "forget"),
    *("dead-letters", "dead-letters list", "dead-letters show", "dead-letters retry", "relay", "relay status"),
]
TROUBLE = {
    "token --as wizard": "There is no persona",
    "overview": "The gateway does not answer",
    "demo load": "The gateway does not answer",
    "rebuild contracts": "PostgreSQL does not answer",
    "rebuild nonsense": "There is no service",
    "verify": "PostgreSQL does not answer",
    "verify budgets": "PostgreSQL does not answer",
    "verify nonsense": "There is no service",
    f"events contract-{ID}": "The service contracts does not answer",
    f"events known-contract-{ID}": "The service budgets does not answer",
    "events contract-1": "is not the name of a stream",
    f"events person-{ID}": "is not the name of a stream",
    "dead-letters list": "The gateway does not answer",
    "dead-letters show kafka x": "is no consumer",
    "dead-letters retry budgets": "Name one stream, or --all",
    "dead-letters retry budgets x --all": "Name one stream, or --all",
    "dead-letters retry budgets --all": "The gateway does not answer",
    "relay status": "The gateway does not answer",
    "token --as gp --org nobody": "No organisation has the code",
}


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A machine with keys on which nothing runs."""
    ensure_keys(tmp_path / "keys")
    ports = {variable: str(own_port()) for variable, _ in PORT_VARIABLES.values()}
    return ports | {"ACS_LOCAL_DIR": str(tmp_path), "ACS_ENV": "local", "COLUMNS": "200"}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    result = CliRunner().invoke(app, [*command.split(), "--help"])
    assert result.exit_code == 0
    assert "Example" in result.output
    assert f"acs {command}".strip() in result.output.split("Example", 1)[1]


def test_token_prints_the_bare_token_on_its_last_line(environment: dict[str, str]) -> None:
    result = CliRunner().invoke(app, ["token", "--as", "gp"], env=environment)
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()[-1].split(".")) == 3


def test_a_persona_may_act_for_another_organisation(environment: dict[str, str]) -> None:
    result = CliRunner().invoke(app, ["token", "--as", "gp", "--org", "F82012"], env=environment)
    assert '"org":"F82012"' in base64.urlsafe_b64decode(result.stdout.split(".")[1] + "===").decode()


@pytest.mark.parametrize("command", sorted(TROUBLE))
def test_trouble_is_one_clear_line(command: str, environment: dict[str, str]) -> None:
    result = CliRunner().invoke(app, command.split(), env=environment)
    assert result.exit_code == 1
    assert result.stderr.count(TROUBLE[command]) == 1
    assert "Traceback" not in result.output


def test_the_embedded_stack_is_not_for_production(environment: dict[str, str]) -> None:
    result = CliRunner().invoke(app, ["up"], env=environment | {"ACS_ENV": "production"})
    assert result.exit_code == 1
    assert "docker compose up" in result.stderr


@pytest.mark.parametrize("port", ["http", "0", "65536", "8001"])
def test_a_port_that_cannot_be_names_its_variable(port: str, environment: dict[str, str]) -> None:
    wrong = environment | {"ACS_GATEWAY_PORT": port, "ACS_CONTRACTS_PORT": "8001"}
    result = CliRunner().invoke(app, ["overview"], env=wrong)
    assert result.exit_code == 1
    assert "ACS_GATEWAY_PORT" in result.stderr


def test_forget_deletes_data_and_keys(environment: dict[str, str]) -> None:
    local = Path(environment["ACS_LOCAL_DIR"])
    result = CliRunner().invoke(app, ["forget", "--yes"], env=environment)
    assert result.exit_code == 0
    assert not (local / "keys").exists()


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("", ""),
        ("0 of 5 events\nbudgets has no view named x.\n", "budgets has no view named x."),
        (
            "Traceback (most recent call last):\n  File x\n    y()\nKeyError: 'z'\n  More about it\nStill more\n",
            "KeyError: 'z'",
        ),
    ],
)
def test_the_reason_of_a_failure_is_told_without_its_trace(said: str, reason: str) -> None:
    assert reason_in(said) == reason
