"""Which test shows which requirement, read from the docstrings: README's table (python -m tests.requirements)."""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
BEGIN, END = "<!-- requirements: python -m tests.requirements -->", "<!-- end of the requirements -->"

REQUIREMENTS = {
    1: "a register of contracts with value, term, options and expiry alerts",
    2: "a finding per contract, on evidence",
    3: "stakeholders engaged before the scope is decided",
    4: "experts consulted, services in, out or deferred",
    5: "rationale and evidence: the case for change",
    6: "models of integration, with their extent per sector",
    7: "cohorts by age, condition and geography",
    8: "versioned, co-produced specifications with outcomes",
    9: "which providers are interested and capable",
    10: "three competencies scored by two assessors",
    11: "tender and variation compared, legality computed",
    12: "what the procurement law allows, with ground and reasons",
    13: "a contracting strategy with its rationale, approved",
    14: "irrecoverable VAT per party and option",
    15: "a roadmap of contract forms",
    16: "weighted criteria, one or more awardees",
    17: "dialogue before and during, append-only",
    18: "dialogue and reviews in life, silence noticed",
    19: "long terms, breaks and options",
    20: "review clauses; variations tested against them",
    21: "bodies, quorum and a log of decisions",
    22: "ISAP checkpoints that gate launch, signature and start",
    23: "regulators: contacts and findings",
    24: "the baseline locked at approval",
    27: "an alliance agreement over contracts",
    28: "the light-touch regime and the MCP model",
    29: "lead provider and subcontractors as a chain",
    30: "contracts of several commissioners",
    31: "positions and challenges of stakeholders",
    33: "a contract may be called off a framework",
    34: "journey: design, mobilisation, live",
    35: "budgets, services and geography confirmed before mobilisation",
    36: "a register of documents with versions",
    37: "propositions of several providers",
    38: "the commissioning functions split to 100 %",
    39: "two sides as groups of parties",
    40: "localities on everything",
    42: "incentives per contract",
    43: "the term against what providers invest",
    44: "requests for regulatory flexibility",
    45: "social care as a sector of its own",
    46: "a provider's share of work in the area",
    47: "decisions and actions with owner and due date",
    49: "an issue log with resolutions",
    50: "practice, network and locality by date",
    51: "services aligned with localities",
    53: "budget lines and contracts linked",
    54: "phases per locality",
    56: "the model selected by a decision",
    58: "sub-groups and their options",
    60: "terms of reference of the alliance",
    61: "programmes, milestones, RAG and reviews",
    62: "programmes across organisations and localities",
    63: "locality development",
    64: "a hierarchy of bodies",
    65: "joint understanding of primary and social care",
    66: "coverage of GP engagement",
    70: "a register of initiatives",
    71: "roll-out per network",
    93: "resource sharing with a cost split",
    94: "who decides what: decision rights",
    97: "a contract with outcomes, population and budget",
    98: "perverse incentives flagged",
    99: "one position per topic",
    100: "quorum of clinical and democratic members",
    101: "options of organisational form",
    102: "linked services outside scope",
    103: "existing joint commissioning",
    104: "a pipeline of opportunities",
    105: "shared products",
    106: "legal advice",
    107: "delegated limits checked on every approval",
    111: "an outcomes framework in force, scored",
    116: "challenges answered by their date",
    117: "shared capacity",
    119: "workforce initiatives with measures",
}
"""What the contracts service serves, by number, in a few words."""

_CITED = re.compile(r"\bR(\d{1,3})\b(?:\s*-\s*R(\d{1,3})\b)?")


def cited(text: str) -> Iterator[int]:
    """The numbers a text names; R3-R5 names three."""
    for first, last in _CITED.findall(text):
        yield from range(int(first), int(last or first) + 1)


def shown() -> dict[int, list[str]]:
    """By requirement, the tests whose docstring names it, or whose file's or class' does."""
    found: dict[int, list[str]] = defaultdict(list)
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for name, docstring in _docstrings(tree, str(file.relative_to(ROOT))):
            for number in dict.fromkeys(cited(docstring)):
                found[number].append(name)
    return found


def _docstrings(tree: ast.Module, name: str) -> Iterator[tuple[str, str]]:
    yield name, ast.get_docstring(tree) or ""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield f"{name}::{node.name}", ast.get_docstring(node) or ""
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield f"{name}::{node.name}::{inner.name}", ast.get_docstring(inner) or ""
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{name}::{node.name}", ast.get_docstring(node) or ""


def section() -> str:
    """What stands in README between the marks: of the tests of a requirement the most particular one."""
    tests = shown()
    rows = ["| | what | shown by |", "|---|---|---|"]
    for number, what in REQUIREMENTS.items():
        best = max(tests.get(number, []), key=lambda name: name.count("::"), default="")
        rows.append(f"| R{number} | {what} | {f'`{best}`' if best else '–'} |")
    return "\n".join([BEGIN, *rows, END])


if __name__ == "__main__":
    sys.stdout.write(section() + "\n")
