"""Sealed data are opened in one place, and only by a read that stands in the access log."""

import ast
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.eventstore import vault
from shared.eventstore.vault import Reading, Vault
from shared.service import Card

ROOT = Path(__file__).parents[2]
VAULT = ROOT / "shared" / "eventstore" / "vault.py"
KEYS_ARE_NAMED = {
    VAULT,
    ROOT / "shared" / "eventstore" / "tables.py",
    ROOT / "services" / "referrals" / "erasures" / "views.py",
    ROOT / "services" / "referrals" / "erasures" / "checks.py",
}
"""Beside migrations: where the column of the wrapped keys is written, by its name."""


def code() -> Iterator[tuple[Path, ast.Module]]:
    for folder in ("shared", "services", "deploy"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            yield file, ast.parse(file.read_text())


def called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def breaches(file: Path, tree: ast.Module) -> list[str]:
    """How a file could open sealed data past the log."""
    found = []
    for node in ast.walk(tree):
        if file != VAULT and called(node) in ("Reading", "decrypt", "AESGCM"):
            found.append(f"calls {called(node)}")
        if file != VAULT and isinstance(node, ast.ImportFrom | ast.Import):
            names = [getattr(node, "module", "") or "", *(alias.name for alias in node.names)]
            found += [f"imports {name}" for name in names if "ciphers" in name]
        if isinstance(node, ast.Attribute) and node.attr.startswith("_") and "vault" in ast.unparse(node.value).lower():
            found.append(f"reaches into the vault: {ast.unparse(node)}")
        if file not in KEYS_ARE_NAMED and isinstance(node, ast.Constant) and "wrapped_key" in str(node.value):
            found.append("names the wrapped keys")
    return found


def test_nobody_but_the_vault_opens_anything() -> None:
    found = {
        str(file.relative_to(ROOT)): wrong
        for file, tree in code()
        if "versions" not in file.parts and (wrong := breaches(file, tree))
    }
    assert found == {}


def test_a_breach_is_seen() -> None:
    for text in (
        "from shared.eventstore.vault import Reading\nReading('p', key).open(sealed)",
        "from cryptography.hazmat.primitives.ciphers.aead import AESGCM",
        "AESGCM(key).decrypt(nonce, box, None)",
        "call.vault._stored_key('p')",
        "connection.fetchval('SELECT wrapped_key FROM person_keys')",
    ):
        assert breaches(ROOT / "services" / "some.py", ast.parse(text)), text


def test_a_reading_is_made_in_one_place_after_the_entry_was_written() -> None:
    tree = ast.parse(VAULT.read_text())
    makers = [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and "Reading" in {called(n) for n in ast.walk(node)}
    ]
    assert makers == ["read"]
    assert "INSERT INTO access_log" in vault._READ
    assert "_READ" in inspect.getsource(Vault.read)


def test_the_vault_itself_has_no_other_way_to_open() -> None:
    openers = [
        name for name, member in vars(Vault).items() if callable(member) and "decrypt" in inspect.getsource(member)
    ]
    assert openers == ["_unwrapped"]
    assert "open" in vars(Reading)


@pytest.mark.parametrize("name", ["contracts", "budgets", "referrals", "gateway"])
def test_a_service_has_a_vault_if_its_events_seal_something_and_only_then(name: str) -> None:
    card: Card = importlib.import_module(f"services.{name}.app").card
    schemas = " ".join(str(event.model_fields) for event in card.event_classes)
    assert card.seals is ("Sealed[" in schemas)
