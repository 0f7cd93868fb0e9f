"""Every capability has the same furniture, and no file outgrows its idea."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FURNITURE = {"__init__.py", "commands.py", "domain.py", "views.py", "api.py"}
OFTEN = {"refusals.py", "state.py", "timers.py", "policies.py"}
"""What a room may have without saying so."""

PURE = ("commands.py", "refusals.py", "domain.py")
IMPURE = {
    "asyncio",
    "asyncpg",
    "httpx",
    "fastapi",
    "sqlalchemy",
    "sqlmodel",
    "aiokafka",
    "os",
    "random",
    "time",
    "uuid_utils",
}


def rooms() -> list[Path]:
    return sorted(file.parent for file in (ROOT / "services").glob("*/*/domain.py"))


def name_of(room: Path) -> str:
    return "/".join(room.parts[-2:])


@pytest.mark.parametrize("room", rooms(), ids=name_of)
def test_a_capability_has_the_furniture_and_names_what_else_it_has(room: Path) -> None:
    found = {file.name for file in room.glob("*.py")}
    assert found >= FURNITURE
    table_of_contents = ast.get_docstring(ast.parse((room / "__init__.py").read_text())) or ""
    assert found - FURNITURE - OFTEN == set(re.findall(r"`(\w+\.py)`", table_of_contents))


@pytest.mark.parametrize("room", rooms(), ids=name_of)
def test_rules_read_no_clock_and_do_no_io(room: Path) -> None:
    for name in PURE:
        if not (room / name).exists():
            continue
        tree = ast.parse((room / name).read_text())
        imported = {
            (alias.name if isinstance(node, ast.Import) else node.module or "").split(".")[0]
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        assert not imported & IMPURE, f"{name_of(room)}/{name}"
        called = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not called & {"now", "utcnow", "uuid4", "uuid7"}, f"{name_of(room)}/{name}"


@pytest.mark.parametrize("room", rooms(), ids=name_of)
def test_imports_within_a_room_point_down(room: Path) -> None:
    order = ["commands", "refusals", "state", "domain", "views", "timers", "api", "policies"]
    here = f"services.{room.parts[-2]}.{room.parts[-1]}."
    for level, name in enumerate(order):
        if not (room / f"{name}.py").exists():
            continue
        tree = ast.parse((room / f"{name}.py").read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(here):
                imported = (node.module or "").removeprefix(here)
                assert imported not in order[level:], f"{name_of(room)}/{name}.py imports {imported}"


def sources() -> list[Path]:
    folders = ("shared", "services", "deploy", "tests")
    return sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py") if "versions" not in file.parts)


LONGEST_FILE = 300
"""About 200 lines is the aim; beyond this nothing may grow."""
LONGEST_FUNCTION = 50


def test_no_file_is_too_long() -> None:
    long = {
        str(file.relative_to(ROOT)): n for file in sources() if (n := len(file.read_text().splitlines())) > LONGEST_FILE
    }
    assert not long


def test_no_function_is_too_long() -> None:
    long = {
        f"{file.relative_to(ROOT)}:{node.name}": length
        for file in sources()
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno) > LONGEST_FUNCTION
    }
    assert not long
