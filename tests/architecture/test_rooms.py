"""Every capability has the same furniture, and no file outgrows its idea."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FURNITURE = {"__init__.py", "commands.py", "domain.py", "views.py", "api.py"}
TOPICAL = {
    "contracts/register": {"jobs.py", "registering.py", "state.py"},
    "budgets/pools": {
        "checks.py",
        "ending.py",
        "foreign.py",
        "ledger.py",
        "ledger_api.py",
        "ledger_commands.py",
        "ledger_views.py",
        "links.py",
        "payments.py",
        "risk_share.py",
        "rows.py",
        "section75.py",
        "state.py",
        "year.py",
    },
    "referrals/erasures": {"care.py", "checks.py", "shredding.py"},
    "referrals/pathways": {"agreement.py", "versions.py"},
    "referrals/referrals": {
        "appointments.py",
        "cancer.py",
        "clocks.py",
        "deeds.py",
        "foreign.py",
        "guards.py",
        "handover.py",
        "pauses.py",
        "records.py",
        "rtt.py",
        "sealing.py",
        "stages.py",
        "state.py",
        "submission.py",
        "treatment.py",
    },
}
"""What a room has beside the furniture, room by room: a file not named here breaks the build."""

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
def test_a_capability_has_the_furniture_and_nothing_unnamed(room: Path) -> None:
    found = {file.name for file in room.glob("*.py")}
    assert found >= FURNITURE
    assert found - FURNITURE - {"refusals.py"} == TOPICAL.get(name_of(room), set())


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
    order = ["commands", "refusals", "domain", "views", "api"]
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
