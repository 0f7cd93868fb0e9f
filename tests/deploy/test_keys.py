"""Keys and passwords of an installation."""

import base64
import json
from pathlib import Path

import pytest

from deploy.stack.keys import OF_THE_VAULT, SECRETS, ensure_keys, ensure_passwords, read_signing_key
from deploy.stack.problem import StackProblem


def contents(directory: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in directory.iterdir()}


def test_everything_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    ensure_keys(tmp_path / "keys")
    ensure_passwords(tmp_path / "keys", ["contracts"])
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "keys").iterdir()} == {0o600}
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    ensure_keys(tmp_path)
    before = contents(tmp_path)
    ensure_keys(tmp_path)
    assert contents(tmp_path) == before


def test_a_run_killed_halfway_is_completed(tmp_path: Path) -> None:
    ensure_keys(tmp_path)
    before = contents(tmp_path)
    (tmp_path / "users.jwks").unlink()
    ensure_keys(tmp_path)
    assert contents(tmp_path) == before


def test_the_public_set_holds_the_key_and_not_its_secret(tmp_path: Path) -> None:
    ensure_keys(tmp_path)
    [public] = json.loads((tmp_path / "service.jwks").read_text())["keys"]
    assert public["kid"] == read_signing_key(tmp_path / "service.jwk").kid
    assert "d" not in public


def test_secrets_have_32_bytes_and_differ(tmp_path: Path) -> None:
    ensure_keys(tmp_path)
    names = (*SECRETS, *OF_THE_VAULT)
    secrets = {base64.b64decode((tmp_path / f"{name}.key").read_text()) for name in names}
    assert [len(secret) for secret in secrets] == [32] * len(names)


def test_those_of_the_vault_may_be_kept_apart_and_are_moved_there_unchanged(tmp_path: Path) -> None:
    keys, vault = tmp_path / "keys", tmp_path / "vault"
    ensure_keys(keys)
    before = contents(keys)
    for _ in range(2):
        ensure_keys(keys, vault=vault)
        assert contents(keys) | contents(vault) == before
        assert set(contents(vault)) == {f"{name}.key" for name in OF_THE_VAULT}
    assert {path.stat().st_mode & 0o777 for path in vault.iterdir()} == {0o600}


def test_a_password_once_made_stays_when_a_role_is_added(tmp_path: Path) -> None:
    first = ensure_passwords(tmp_path, ["contracts"])
    second = ensure_passwords(tmp_path, ["contracts", "budgets"])
    assert second["contracts"] == first["contracts"] != second["budgets"]


def test_a_damaged_key_is_named(tmp_path: Path) -> None:
    (tmp_path / "users.jwk").write_text("{")
    with pytest.raises(StackProblem, match=r"users\.jwk"):
        read_signing_key(tmp_path / "users.jwk")
