"""How far others' events are applied, against the stores they come from."""

import asyncio

import pytest

from shared.eventstore.published import FeedHeads
from shared.messaging.feed import StoreFeed
from shared.messaging.trouble import FeedUnreachable
from shared.verify.beside import check_progress
from shared.verify.findings import Finding, Findings
from tests.kit.family import RaiseTally
from tests.kit.kernel import Kernel, as_owner

APPLIED = "INSERT INTO progress SELECT 'tallies', stream_id, max(version) {0} FROM events GROUP BY stream_id"
PARKED = "INSERT INTO parked SELECT 'tallies', stream_id, 1, '{}', 'for a test', now() FROM events LIMIT 1"


class SilentFeed(StoreFeed):
    """A source that is down."""

    async def heads(self, after: int, limit: int) -> FeedHeads:
        raise FeedUnreachable("tallies does not answer")


async def found_in(
    kernel: Kernel, *statements: str, patience_seconds: float = 0.0, silent: bool = False
) -> list[Finding]:
    """Of a service that listens to the tallies, and keeps its progress in the same database."""
    owner = await as_owner(kernel.address)
    for statement in statements:
        await owner.execute(statement)
    await owner.close()
    found = Findings("listener")
    feed = (SilentFeed if silent else StoreFeed)(kernel.store)
    await check_progress(kernel.address.url, {"tallies": feed}, found, lambda *how_far: None, patience_seconds)
    return found.listed()


@pytest.fixture
async def stream(kernel: Kernel) -> str:
    key = await kernel.opened()
    await kernel.do(key, RaiseTally(by=1))
    return f"tally-{key}"


@pytest.mark.usefixtures("stream")
async def test_everything_applied_is_nothing_to_tell(kernel: Kernel) -> None:
    assert await found_in(kernel, APPLIED.format("")) == []


async def test_an_effect_of_an_event_that_never_was_is_a_violation(kernel: Kernel, stream: str) -> None:
    (found,) = await found_in(kernel, APPLIED.format("+ 1"))
    assert (found.damage, found.stream_id, found.version, found.warning) == ("ahead", stream, 3, False)


@pytest.mark.parametrize("statements", [(), (APPLIED.format("- 1"),)], ids=["never begun", "one short"])
async def test_an_event_that_nobody_applies_is_a_violation(
    kernel: Kernel, stream: str, statements: tuple[str, ...]
) -> None:
    (found,) = await found_in(kernel, *statements, patience_seconds=0.1)
    assert (found.damage, found.stream_id, found.warning) == ("behind", stream, False)


@pytest.mark.usefixtures("stream")
async def test_a_stream_that_is_parked_is_not_expected_to_be_applied(kernel: Kernel) -> None:
    assert await found_in(kernel, PARKED) == []


@pytest.mark.usefixtures("stream")
async def test_what_is_applied_within_the_patience_is_nothing_to_tell(kernel: Kernel) -> None:
    async def late() -> None:
        await asyncio.sleep(0.3)
        owner = await as_owner(kernel.address)
        await owner.execute(APPLIED.format(""))
        await owner.close()

    applying = asyncio.create_task(late())
    assert await found_in(kernel, patience_seconds=60) == []
    await applying


@pytest.mark.usefixtures("stream")
async def test_a_source_that_does_not_answer_is_a_warning_and_accuses_nobody(kernel: Kernel) -> None:
    (found,) = await found_in(kernel, APPLIED.format("+ 1"), silent=True)
    assert (found.damage, found.warning) == ("unasked", True)
