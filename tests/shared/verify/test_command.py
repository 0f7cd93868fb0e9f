"""python -m services.<name> verify and acs verify: told in words, and with an exit code."""

import json
from pathlib import Path

import asyncpg
import pytest
from typer.testing import CliRunner

from deploy.cli.main import app
from deploy.stack.databases import Database
from deploy.stack.keys import ensure_keys
from deploy.stack.postgres import Postgres
from deploy.stack.settings import PORT_VARIABLES
from services.contracts.app import card
from shared.migrations import migrate
from shared.verify.command import verdict
from tests.kit.ports import own_port
from tests.kit.stack import create_databases


@pytest.fixture(scope="module")
async def contracts(postgres: Postgres) -> Database:
    """A migrated database without events."""
    address = (await create_databases(postgres, "contracts"))["contracts"]
    await migrate(card, address.owner_url, address.url)
    return address


def environment(address: Database, directory: Path) -> dict[str, str]:
    ensure_keys(directory / "keys")
    ports = {variable: str(own_port()) for variable, _ in PORT_VARIABLES.values()}
    return ports | {
        "ACS_LOCAL_DIR": str(directory),
        "ACS_KEYS_DIR": str(directory / "keys"),
        "ACS_ENV": "local",
        "CONTRACTS_DATABASE_URL": "postgresql://contracts@127.0.0.1:1/unknown-to-the-operator",
        "CONTRACTS_OWNER_DATABASE_URL": address.owner_url,
        "COLUMNS": "200",
    }


def verified(address: Database, directory: Path, *options: str) -> tuple[int, str, str]:
    """Exit code, what the service said on its standard output, what acs said on its standard error."""
    result = CliRunner().invoke(app, ["verify", "contracts", *options], env=environment(address, directory))
    return result.exit_code, result.stdout, result.stderr


def test_a_sound_service_is_told_to_be_one(
    contracts: Database, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code, told, _ = verified(contracts, tmp_path)
    assert (code, "Everything is as it must be" in told) == (0, True)
    assert "contracts: everything is as it must be" in capfd.readouterr().out


async def test_a_violation_is_told_and_fails(
    contracts: Database, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    owner = await asyncpg.connect(contracts.owner_url)
    await owner.execute("INSERT INTO receipts VALUES ('k', 'f', 200, '', NULL, 'contract-1', 1, now())")
    code, told, _ = verified(contracts, tmp_path)
    await owner.execute("DELETE FROM receipts")
    await owner.close()
    assert (code, "Not as it must be: contracts" in told) == (1, True)
    said_by_it = capfd.readouterr().out
    assert "VIOLATION: contracts · receipts · missing: contract-1, version 1" in said_by_it
    assert "contracts: 1 VIOLATIONS" in said_by_it


def test_kept_digests_that_do_not_agree_fail(
    contracts: Database, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    row = {"source": "contracts", "day": "2026-06-01", "events": 1, "last_position": 1, "digest": "00" * 32}
    file = tmp_path / "kept.json"
    file.write_text(json.dumps({"items": [row], "next": None}))
    assert verified(contracts, tmp_path, "--kept", str(file))[0] == 1
    assert "nothing was compared" not in capfd.readouterr().out
    for others in ([row | {"source": "budgets"}], []):
        file.write_text(json.dumps({"items": others, "next": None}))
        assert verified(contracts, tmp_path, "--kept", str(file))[0] == 0
        assert "nothing was compared" in capfd.readouterr().out


def test_what_cannot_be_verified_is_not_said_to_be_sound(contracts: Database, tmp_path: Path) -> None:
    file = tmp_path / "kept.json"
    code, told, problem = verified(contracts, tmp_path, "--kept", str(file))
    assert (code, "cannot be read: No such file" in problem, "must be" in told) == (1, True, False)
    for text in ("Not JSON", '{"items": [{"day": "2026-06-01"}]}'):
        file.write_text(text)
        code, told, problem = verified(contracts, tmp_path, "--kept", str(file))
        assert (code, "holds no daily digests" in problem, "must be" in told) == (1, True, False)
    nowhere = Database("x", "postgresql://x@127.0.0.1:1/x", "postgresql://x@127.0.0.1:1/x")
    code, told, problem = verified(nowhere, tmp_path)
    assert (code, "│ contracts could not be verified" in problem, "must be" in told) == (1, True, False)


@pytest.mark.parametrize(
    ("violations", "warnings", "words"),
    [
        (0, 0, "everything is as it must be"),
        (0, 2, "everything is as it must be, 2 warnings"),
        (1_200, 1, "1,200 VIOLATIONS, 1 warnings"),
    ],
)
def test_the_verdict_in_words(violations: int, warnings: int, words: str) -> None:
    assert verdict(violations, warnings) == words
