"""The running alliance allows what access.txt says, to the letter: each route, each persona, whose thing it is."""

import asyncio
import re
from collections.abc import Callable
from zlib import crc32

import pytest

from deploy.cli.personas import PERSONAS, Persona
from deploy.stack.settings import SERVICES
from tests.attack import matrix
from tests.attack.kinds import kind_of
from tests.attack.outcomes import CAST, Asker, told_of
from tests.attack.table import Route, all_guarded
from tests.attack.target import Besieged

AT_ONCE = 8


def cast_of(target: Besieged, route: Route) -> tuple[str, str, str]:
    """Who speaks: where no thing is meant, anybody."""
    kind = kind_of(route.path)
    name = kind.name if kind else "contracts"
    return CAST.get(name) or target.casts[name]


def all_three(route: Route, persona: Persona) -> tuple[int, ...]:
    return (0, 1, 2)


def one_in_turn(route: Route, persona: Persona) -> tuple[int, ...]:
    return (crc32(f"{route.method} {route.path} {persona.name}".encode()) % 3,)


async def asked(
    target: Besieged, routes: list[Route], relations: Callable[[Route, Persona], tuple[int, ...]], through_gateway: bool
) -> dict[tuple[str, str], str]:
    """Every cell as the apps have it, of the relations that are asked for."""
    asker = Asker(target, through_gateway)
    free = asyncio.Semaphore(AT_ONCE)

    async def cell(route: Route, persona: Persona) -> str:
        async with free:
            cast = cast_of(target, route)
            return "".join([await asker.outcome(route, persona, cast[place]) for place in relations(route, persona)])

    wanted = [(route, persona) for route in routes for persona in PERSONAS.values()]
    cells = await asyncio.gather(*(cell(*one) for one in wanted))
    names = [(matrix.name_of(route), persona.name) for route, persona in wanted]
    return dict(zip(names, cells, strict=True))


def differences(expected: matrix.Cells, found: matrix.Cells) -> list[str]:
    """In words; all of them at once."""
    keys = [*found, *(key for key in expected if key not in found)]
    return [
        f"{route} as {person}: {expected.get((route, person))} is written, {found.get((route, person))} found"
        for route, person in keys
        if expected.get((route, person)) != found.get((route, person))
    ]


@pytest.mark.timeout(600)
async def test_the_services_allow_what_is_written_and_nothing_else(target: Besieged) -> None:
    await told_of(target)
    found = await asked(target, all_guarded(target.rig.settings.keys_dir), all_three, through_gateway=False)
    assert matrix.written(found) == matrix.FILE.read_text(encoding="utf-8"), differences(matrix.read(), found)


@pytest.mark.timeout(600)
async def test_the_gateway_allows_the_same(target: Besieged) -> None:
    """It passes on what the services decide: each route is asked as everybody, of one relation in turn."""
    passed = [one for one in all_guarded(target.rig.settings.keys_dir) if one.service != "gateway"]
    found = await asked(target, passed, one_in_turn, through_gateway=True)
    cells, people = matrix.read(), {one.name: one for one in PERSONAS.values()}
    turns = {
        (matrix.name_of(route), person): one_in_turn(route, people[person]) for route in passed for person in people
    }
    written = {key: "".join(cells[key][place] for place in turns[key]) for key in found}
    assert not differences(written, found)


def test_what_may_not_be_read_is_not_there_for_whoever_wants_to_change_it() -> None:
    """Out of scope is 404, never 403: a refusal must not tell that a thing exists."""
    cells = matrix.read()
    reads = {route.split("/")[1]: route for route, _ in cells if re.fullmatch(r"GET /[a-z-]+/{\w+_id}", route)}
    telling = []
    for (route, person), cell in cells.items():
        _, kind, *rest = route.split()[1].split("/")
        if rest and kind in reads:
            seen = cells[reads[kind], person]
            telling += [
                f"{route} as {person}, {relation}"
                for relation, read, does in zip(matrix.RELATIONS, seen, cell, strict=True)
                if read == matrix.HIDDEN and does == matrix.REFUSED
            ]
    assert not telling
    assert len(reads) >= len(("contracts", "pools", "pathways", "referrals"))


def test_there_is_somebody_for_every_route() -> None:
    """Where nobody may, what was asked for was not there: such a row says nothing."""
    cells = matrix.read()
    allowed = {route for (route, _), cell in cells.items() if matrix.ALLOWED in cell}
    assert {route for route, _ in cells} - allowed == set()


def test_the_file_speaks_of_every_service() -> None:
    assert len(SERVICES) == 4
    assert {person for _, person in matrix.read()} == set(PERSONAS)


def test_the_table_in_readme_is_up_to_date() -> None:
    assert matrix.section() in matrix.README.read_text(encoding="utf-8"), "python -m tests.attack.matrix"
