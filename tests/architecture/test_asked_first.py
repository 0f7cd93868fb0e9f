"""Who may change a thing is asked before anything else is looked up: another refusal would tell of other things."""

import ast
from pathlib import Path

import pytest

SERVICES = Path(__file__).parents[2] / "services"


def awaited(function: ast.AsyncFunctionDef) -> list[str]:
    """The names of the functions whose answers it waits for, in the order of the text."""
    found = [
        (node.lineno, node.col_offset, ast.unparse(node.value.func))
        for node in ast.walk(function)
        if isinstance(node, ast.Await) and isinstance(node.value, ast.Call)
    ]
    return [name for *_, name in sorted(found)]


CHANGES = {
    f"{file.parent.name}.{node.name}": names
    for file in sorted(SERVICES.glob("*/*/*api.py"))
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    if isinstance(node, ast.AsyncFunctionDef) and "call.change" in (names := awaited(node))
}


@pytest.mark.parametrize("route", CHANGES)
def test_a_change_begins_with_who_may(route: str) -> None:
    assert CHANGES[route][0] in ("call.change", "call.row")


def test_they_are_found() -> None:
    assert len(CHANGES) > 150
