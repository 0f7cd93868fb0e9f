"""The checker finds nothing in a whole world, and what is wrong in every broken one."""

import base64
import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import httpx
import pytest

from shared.web.paging import Cursors
from shared.web.position import position_token
from tests.e2e.alliance import TARIFF_PENCE
from tests.faults import checker
from tests.faults.tails import Tail, Told, disorder
from tests.faults.witness import Command
from tests.faults.world import LISTENERS, Stored, World
from tests.kit.apps import Answer, Client

CONTRACT, POOL, NOTE, REFERRAL = "contract-1", "pool-1", "known_contract-1", "referral-1"
CLAIMS = base64.urlsafe_b64encode(json.dumps({"org": "07L", "sub": "someone"}).encode()).decode()
SOMEONE = Client(httpx.AsyncClient(), f"e30.{CLAIMS}.e30")
DISCHARGE = "event-7"
COST = {"pathway_id": "p", "amount_pence": TARIFF_PENCE, "source_ref": DISCHARGE}

Broken = tuple[dict[str, Command], World]


def stored(
    source: str, position: int, stream: str, version: int, kind: str, key: str, *, by_policy: bool = False, **data: Any
) -> Stored:
    event_id = DISCHARGE if kind == "ReferralDischarged" else f"{source}-{position}"
    return Stored(source, position, stream, version, event_id, kind, data, key, by_policy, position)


EVENTS = [
    stored("contracts", 1, CONTRACT, 1, "ContractRegistered", "draft", contract_id="1"),
    stored("contracts", 2, CONTRACT, 2, "ContractActivated", "activate", contract_id="1"),
    stored("budgets", 1, POOL, 1, "LineLinkedToContract", "link", contract_id="1"),
    stored("budgets", 2, NOTE, 1, "ContractNoted", "activate", by_policy=True, contract_id="1", contract_version=2),
    stored("budgets", 3, POOL, 2, "CommitmentOpened", "activate", by_policy=True, contract_id="1", contract_version=2),
    stored("budgets", 4, POOL, 3, "ExpenditurePosted", "spend", amount_pence=70, source_ref="INV"),
    stored("referrals", 1, REFERRAL, 1, "ReferralDischarged", "discharge", pathway_id="p"),
    stored("budgets", 5, POOL, 4, "ExpenditurePosted", "discharge", by_policy=True, **COST),
]


def answer(event: Stored, status: int = 200) -> Answer:
    position = position_token(Cursors(b"test"), event.source, event.stream_id, event.version)
    return Answer(status, {"version": event.version}, httpx.Headers({"acs-position": position, "etag": "1"}))


def command(event: Stored, path: str = "/deed") -> Command:
    said = {"json": {"amount_pence": event.data.get("amount_pence")}}
    return Command(event.key, SOMEONE, "POST", path, said, answer=answer(event))


def whole() -> Broken:
    """A world in which every promise is kept."""
    paths = {"spend": "/pools/1/expenditure", "discharge": "/referrals/1/discharge"}
    log = {event.key: command(event, paths.get(event.key, "/deed")) for event in EVENTS if not event.by_policy}
    heads: dict[tuple[str, str], int] = {}
    for event in EVENTS:
        heads[event.source, event.stream_id] = event.version
    receipts = {
        checker.receipt_key(log[event.key]): (event.stream_id, event.version) for event in EVENTS if not event.by_policy
    }
    ids = [event.event_id for event in EVENTS]
    progress = {
        reader: {stream: version for stream, version in heads.items() if stream[0] in sources}
        for reader, sources in LISTENERS.items()
    }
    return log, World(list(EVENTS), receipts, progress, [], Counter(ids), Counter(ids))


def test_nothing_is_found_in_a_whole_world() -> None:
    assert checker.violations(*whole()) == []


def without(*positions: tuple[str, int]) -> Callable[[dict[str, Command], World], Broken]:
    def change(log: dict[str, Command], world: World) -> Broken:
        kept = [event for event in world.events if (event.source, event.position) not in positions]
        return log, replace(world, events=kept)

    return change


def with_one_more(event: Stored) -> Callable[[dict[str, Command], World], Broken]:
    return lambda log, world: (log, replace(world, events=[*world.events, event]))


def changed(place: int, **changes: Any) -> Callable[[dict[str, Command], World], Broken]:
    def change(log: dict[str, Command], world: World) -> Broken:
        return log, replace(
            world, events=[*world.events[:place], replace(world.events[place], **changes), *world.events[place + 1 :]]
        )

    return change


def an_acknowledged_command_lost(log: dict[str, Command], world: World) -> Broken:
    log["extend"] = replace(log["activate"], key="extend")
    return log, world


def acknowledged_elsewhere(log: dict[str, Command], world: World) -> Broken:
    log["activate"].answer = answer(EVENTS[0])
    return log, world


def a_refused_command_done(log: dict[str, Command], world: World) -> Broken:
    log["activate"].answer = answer(EVENTS[1], 412)
    return log, world


def a_receipt_lost(log: dict[str, Command], world: World) -> Broken:
    world.receipts.pop(checker.receipt_key(log["spend"]))
    return log, world


def a_retry_told_otherwise(log: dict[str, Command], world: World) -> Broken:
    log["spend"].again = replace(answer(EVENTS[5]), body={"version": 9})
    return log, world


def a_retry_done_again(log: dict[str, Command], world: World) -> Broken:
    log["spend"].again = log["spend"].answer
    return log, world


def progress_behind(log: dict[str, Command], world: World) -> Broken:
    world.progress["budgets"]["contracts", CONTRACT] = 1
    return log, world


def progress_beyond(log: dict[str, Command], world: World) -> Broken:
    world.progress["gateway"]["contracts", "contract-2"] = 1
    return log, world


def something_parked(log: dict[str, Command], world: World) -> Broken:
    world.parked.append("gateway parked contract-1")
    return log, world


def an_event_not_shown(log: dict[str, Command], world: World) -> Broken:
    del world.shown[DISCHARGE]
    return log, world


def an_event_that_came_twice(log: dict[str, Command], world: World) -> Broken:
    world.arrived[DISCHARGE] += 1
    return log, world


BROKEN = [
    (checker.acknowledged_are_stored_once, an_acknowledged_command_lost),
    (checker.acknowledged_are_stored_once, without(("contracts", 2))),
    (checker.acknowledged_are_stored_once, acknowledged_elsewhere),
    (checker.acknowledged_are_stored_once, with_one_more(replace(EVENTS[5], position=6, version=5))),
    (checker.nothing_else_is_stored, a_refused_command_done),
    (checker.nothing_else_is_stored, with_one_more(stored("contracts", 3, CONTRACT, 3, "ContractExtended", "nobody"))),
    (checker.versions_are_gapless, without(("contracts", 1))),
    (checker.versions_are_gapless, changed(1, version=3)),
    (checker.versions_are_gapless, changed(1, recorded_at=0)),
    (checker.receipts_agree, a_receipt_lost),
    (checker.retries_got_the_first_answer, a_retry_told_otherwise),
    (checker.retries_got_the_first_answer, a_retry_done_again),
    (checker.everything_took_effect_once, progress_behind),
    (checker.everything_took_effect_once, progress_beyond),
    (checker.everything_took_effect_once, something_parked),
    (checker.everything_took_effect_once, an_event_not_shown),
    (checker.everything_took_effect_once, an_event_that_came_twice),
    (checker.money_is_conserved, changed(5, data={"amount_pence": 71})),
    (checker.money_is_conserved, without(("budgets", 5))),
    (checker.policies_acted_once, without(("budgets", 5))),
    (checker.policies_acted_once, with_one_more(replace(EVENTS[7], position=6, version=5))),
    (checker.policies_acted_once, without(("budgets", 2))),
    (checker.policies_acted_once, with_one_more(replace(EVENTS[3], position=6, version=2))),
    (checker.policies_acted_once, without(("budgets", 3))),
    (checker.policies_acted_once, with_one_more(replace(EVENTS[4], position=6, version=5))),
]


@pytest.mark.parametrize(("check", "breaks"), BROKEN)
def test_what_is_broken_is_found(check: checker.Check, breaks: Callable[[dict[str, Command], World], Broken]) -> None:
    assert list(check(*breaks(*whole())))


def heard(*versions: int, positions: Iterable[int | None] = (), **kind: Any) -> list[str]:
    tail = Tail("a reader", **kind)
    places = [*positions] or [None] * len(versions)
    for version, position in zip(versions, places, strict=True):
        tail.hear(Told("contracts", CONTRACT, version, f"event-{version}", position))
    return list(disorder(tail))


class TestOrder:
    def test_one_after_the_other_is_in_order(self) -> None:
        assert heard(1, 2, 3, positions=(4, 5, 6)) == []

    def test_a_later_event_before_an_earlier_one_is_found(self) -> None:
        assert heard(1, 3, 2)
        assert heard(1, 3, 2, repeats=True)
        assert heard(7, 9, 8, repeats=True, from_start=False)

    def test_a_reversal_is_found_also_where_something_may_be_passed_over(self) -> None:
        assert heard(1, 3, 4, repeats=True, gaps=True) == []
        assert heard(1, 3, 2, repeats=True, gaps=True)

    def test_an_event_told_twice_is_found_where_it_may_come_once(self) -> None:
        assert heard(1, 2, 1, 2)
        assert heard(1, 2, 1, 2, 3, repeats=True) == []

    def test_a_beginning_in_the_middle_is_found_where_everything_is_told(self) -> None:
        assert heard(3, 4)
        assert heard(3, 4, from_start=False) == []

    def test_a_position_passed_over_is_found(self) -> None:
        assert heard(1, 2, positions=(1, 3))

    def test_what_was_lost_with_a_topic_begins_anew(self) -> None:
        tail = Tail("a reader", repeats=True, from_start=False)
        tail.hear(Told("contracts", CONTRACT, 5, "a"))
        tail.begin_anew()
        tail.hear(Told("contracts", CONTRACT, 8, "b"))
        assert list(disorder(tail)) == []
