"""Which locality on that day (R40, R50): whatever moves are asked, one answer at most, and that of a naive model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from hypothesis import given as whatever
from hypothesis import strategies as st

from services.contracts.places import commands as c
from services.contracts.places.answers import Memberships
from services.contracts.places.domain import place_decider
from services.contracts.places.memberships import BELONGS_TO
from services.contracts.places.state import Place
from services.contracts.places.views import PlaceMembershipRow, place_membership_view
from shared.events.contracts.places import PlaceKind
from shared.kernel.refusals import Refused
from shared.views import Recorded
from tests.kit.scenario import SOME_ID, SOME_TIME

START, DAYS = date(2017, 4, 1), 60
A_DAY = timedelta(days=1)
KINDS: Mapping[str, PlaceKind] = {
    "P1": "gp_practice", "P2": "gp_practice", "P3": "gp_practice",
    "N1": "gp_network", "N2": "gp_network",
    "L1": "locality", "L2": "locality", "L3": "locality",
    "B1": "borough",
}  # fmt: skip
MOVERS = [code for code, kind in KINDS.items() if kind != "borough"]
CALENDAR = [START + A_DAY * n for n in range(DAYS)]

PAIRS = [(code, to) for code in MOVERS for to, kind in KINDS.items() if kind in BELONGS_TO[KINDS[code]]]
"""Mostly what may be, or nearly everything would be refused."""


def _joining(deed: str, pairs: st.SearchStrategy[tuple[str, str]]) -> st.SearchStrategy[tuple[str, str, str, date]]:
    return st.tuples(pairs, st.sampled_from(CALENDAR)).map(lambda drawn: (deed, *drawn[0], drawn[1]))


moves = _joining("move", st.sampled_from(PAIRS))
stray = _joining("move", st.tuples(st.sampled_from(MOVERS), st.sampled_from(list(KINDS))))
corrections = _joining("correct", st.sampled_from(PAIRS))
closures = st.tuples(st.just("close"), st.sampled_from(MOVERS), st.just(""), st.sampled_from(CALENDAR))
withdrawals = st.tuples(st.just("reopen"), st.sampled_from(MOVERS), st.just(""), st.just(START))
WISHES = st.lists(st.one_of(moves, moves, moves, stray, corrections, closures, withdrawals), min_size=10, max_size=25)


@dataclass
class World:
    """Places kept by the rules, beside a model that paints days one by one."""

    places: dict[str, Place | None] = field(default_factory=dict)
    rows: dict[str, Any] = field(default_factory=dict)
    painted: dict[str, list[tuple[date, str]]] = field(default_factory=dict)
    closed: dict[str, date] = field(default_factory=dict)
    refused: int = 0

    def ask(self, code: str, command: c.PlaceCommand) -> bool:
        try:
            events = place_decider.decide(command, self.places.get(code))
        except Refused:
            self.refused += 1
            return False
        self.places[code] = place_decider.fold(events, self.places.get(code))
        for event in events:
            recorded = Recorded(event, f"place-{SOME_ID}", 1, SOME_ID, SOME_TIME, "someone", "07L")
            for key in place_membership_view.keys(recorded):
                self.rows[str(key)] = place_membership_view.project(self.rows.get(str(key)), recorded)
        return bool(events)

    def memberships(self) -> Sequence[PlaceMembershipRow]:
        return [row for row in self.rows.values() if row is not None]

    def parent(self, code: str) -> c.ParentPlace:
        place = self.places[code]
        assert place is not None
        placed = min((one.since for one in place.joined), default=None)
        return c.ParentPlace(code=code, kind=place.kind, opened=place.opened, closed=place.closed, placed_since=placed)

    def wish(self, deed: str, code: str, to: str, day: date) -> None:
        if deed == "move":
            if self.ask(code, c.MovePlace(to_code=to, since=day, reason="so", parent=self.parent(to))):
                self.painted.setdefault(code, []).append((day, to))
        elif deed == "correct":
            joined = [one.since for one in self.memberships() if one.to_code == code]
            asked = c.CorrectMembership(
                to_code=to, since=day, reason="so", parent=self.parent(to), joined_first=min(joined, default=None)
            )
            if self.ask(code, asked):
                self.painted[code][-1] = (day, to)
        elif deed == "close":
            left = tuple(
                one.code for one in self.memberships() if one.to_code == code and (one.until or date.max) > day
            )
            if self.ask(code, c.ClosePlace(closed_on=day, reason="so", members=left)):
                self.closed[code] = day
        elif self.ask(code, c.WithdrawClosure(reason="so")):
            del self.closed[code]

    def naive(self, code: str, day: date) -> str | None:
        """Where a place is on a day: the last move up to it, unless it has closed."""
        if code in self.closed and day > self.closed[code]:
            return None
        return next((to for since, to in reversed(self.painted.get(code, [])) if since <= day), None)

    def naive_locality(self, practice: str, day: date) -> str | None:
        found = self.naive(practice, day)
        return self.naive(found, day) if found is not None and KINDS[found] == "gp_network" else found


def world_after(wishes: Sequence[tuple[str, str, str, date]]) -> World:
    world = World()
    for code, kind in KINDS.items():
        world.ask(code, c.RegisterPlace(place_id=c.place_id_of(code), code=code, kind=kind, name=code))
    for wish in wishes:
        world.wish(*wish)
    return world


@whatever(WISHES)
def test_for_every_practice_and_day_there_is_one_locality_at_most_and_it_is_that_of_a_naive_model(
    wishes: list[tuple[str, str, str, date]],
) -> None:
    world = world_after(wishes)
    rows = world.memberships()
    answers = Memberships(rows)
    for day in CALENDAR:
        for code in MOVERS:
            there = [row for row in rows if row.code == code and row.since <= day <= (row.until or day)]
            assert len(there) <= 1
            assert (there[0].to_code if there else None) == world.naive(code, day)
        for practice in ("P1", "P2", "P3"):
            answer = answers.locality_of(practice, day)
            assert (answer.locality if answer else None) == world.naive_locality(practice, day)
            assert answer is None or answer.since <= day <= (answer.until or day)


@whatever(WISHES)
def test_who_is_in_a_network_is_in_a_locality_on_each_of_those_days(
    wishes: list[tuple[str, str, str, date]],
) -> None:
    world = world_after(wishes)
    answers = Memberships(world.memberships())
    for day in CALENDAR:
        for practice in ("P1", "P2", "P3"):
            if answers.on(practice, day) is not None:
                assert answers.locality_of(practice, day) is not None, (practice, day)


@whatever(WISHES)
def test_the_practices_of_a_day_are_those_that_answer_for_themselves(
    wishes: list[tuple[str, str, str, date]],
) -> None:
    answers = Memberships(world_after(wishes).memberships())
    for day in CALENDAR[::7]:
        alone = [answers.locality_of(code, day) for code in ("P1", "P2", "P3")]
        assert list(answers.practices_on(day)) == [one for one in alone if one is not None]


def test_an_answer_holds_as_long_as_every_part_of_it() -> None:
    world = world_after(
        [
            ("move", "L1", "B1", date(2017, 4, 1)),
            ("move", "N1", "L1", date(2017, 4, 3)),
            ("move", "P1", "N1", date(2017, 4, 5)),
            ("move", "N1", "L2", date(2017, 5, 1)),
        ]
    )
    answer = Memberships(world.memberships()).locality_of("P1", date(2017, 4, 10))
    assert answer is not None
    assert (answer.network, answer.locality, answer.borough) == ("N1", "L1", "B1")
    assert (answer.since, answer.until) == (date(2017, 4, 5), date(2017, 4, 30))
    assert world.refused == 0
