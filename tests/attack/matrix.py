"""Who may do what to whose thing, as written down in access.txt, and the table of it in README (python -m …)."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.attack.table import Route

FILE = Path(__file__).parent / "access.txt"
README = Path(__file__).parents[2] / "README.md"
BEGIN, END = "<!-- access matrix: python -m tests.attack.matrix -->", "<!-- end of the access matrix -->"
RELATIONS = ("own", "related", "other")
ALLOWED, REFUSED, HIDDEN = "y", "3", "4"
HEAD = """\
# Who may do what to whose thing: three letters per persona, for a thing of the own organisation, for one that it is a
# party to without owning it, and for another organisation's.
#   y  allowed (what the rules of the thing say is another matter)    3  refused, 403    4  as if it were not there, 404
# Own and related: of a contract its commissioner and its provider, of a pool its host and another partner, of a pathway
# its owner and a signatory, of a referral and of an erasure the practice and the provider, of the timeline as of the
# contract told of. What concerns no organisation is the same three times. Nobody without a token is answered at all.
# A list allows what it holds; to start a thing is to start it in the name of that organisation.
# tests/attack/test_matrix.py asks the running services and the gateway, route by route, and compares.
"""
MEANING: Mapping[str, str] = {"yyy": "all", "yy": "party", "y": "owner", "": "–"}

Cells = Mapping[tuple[str, str], str]
"""By route ("POST /contracts") and persona."""


def read() -> dict[tuple[str, str], str]:
    """What access.txt says."""
    lines = [line.split() for line in FILE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    people = lines[0][1:]
    return {
        (f"{method} {path}", person): cell
        for method, path, *cells in lines[1:]
        for person, cell in zip(people, cells, strict=True)
    }


def written(cells: Cells) -> str:
    """The text of access.txt."""
    routes = list(dict.fromkeys(route for route, _ in cells))
    people = list(dict.fromkeys(person for _, person in cells))
    width = max(map(len, routes))
    rows = [f"{'route':{width}} " + " ".join(people)]
    rows += [
        f"{route:{width}} " + " ".join(f"{cells[route, person]:{len(person)}}" for person in people) for route in routes
    ]
    return HEAD + "\n".join(map(str.rstrip, rows)) + "\n"


def name_of(route: Route) -> str:
    """As in access.txt: without what is only for the router."""
    return f"{route.method} {route.path.replace(':path}', '}')}"


def readme(cells: Cells) -> str:
    """The table for README: routes with the same rights share a row."""
    people = list(dict.fromkeys(person for _, person in cells))
    rows: dict[tuple[str, ...], list[str]] = {}
    for route in dict.fromkeys(route for route, _ in cells):
        rights = tuple(meaning(cells[route, person]) for person in people)
        rows.setdefault((*_kind(route), *rights), []).append(route)
    return "\n".join(_markdown(people, rows)) + "\n"


def meaning(cell: str) -> str:
    """A cell in a word."""
    return MEANING[cell.replace(REFUSED, "").replace(HIDDEN, "")]


def _kind(route: str) -> tuple[str, str]:
    method, path = route.split()
    places = path.removeprefix("/api/v1").split("/")
    return places[1], "GET" if method == "GET" else "changes"


def _markdown(people: list[str], rows: Mapping[tuple[str, ...], list[str]]) -> Iterator[str]:
    yield f"| may … | {' | '.join(people)} |"
    yield "|---|" + "---|" * len(people)
    for (_, _, *rights), routes in rows.items():
        yield f"| {'<br>'.join(f'`{one}`' for one in _short(routes))} | {' | '.join(rights)} |"


def _short(routes: list[str]) -> list[str]:
    """`POST /contracts/{contract_id}/extensions`, and of its like only the end."""
    first = routes[0]
    method, path = first.split()
    stem = "/".join(path.split("/")[:3]) + "/"
    return [first, *(route.replace(f"{method} {stem}", "… /") for route in routes[1:])]


def section() -> str:
    """What stands in README between the marks."""
    return f"{BEGIN}\n{readme(read())}{END}"


if __name__ == "__main__":
    sys.stdout.write(section() + "\n")
