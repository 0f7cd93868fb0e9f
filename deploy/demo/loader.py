"""Loads the demonstration through the public API: the same calls whenever it is run, so that twice changes nothing.

The first contract of contracts.csv is the load's mark: it is registered first, its start is the day all other dates
are counted from, and it is activated last. So the register itself says whether the demonstration was never loaded
(no mark), was interrupted (a draft: go on, with that day; possible for a week, for a referral may be authored at most
365 days ago) or is complete (no longer a draft: nothing to do).
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid5

import httpx

from deploy.demo.alliance import alliance_stories
from deploy.demo.calls import Gateway, LoadStopped, Sign, named
from deploy.demo.contracts import contract_stories
from deploy.demo.pathways import pathway_stories
from deploy.demo.pools import pool_stories
from deploy.demo.referrals import referral_stories
from deploy.demo.steps import Caller, Step, Story
from shared.kernel.addresses import PUBLIC

__all__ = ["LoadResult", "LoadStopped", "is_empty", "load"]

AT_ONCE = 16
KEYS = UUID("6f1b6c1e-5b6e-4d7f-9c53-0a4f6f2b8f0d")
MARK_REF = "BHR-0001"
MARK_CALLER = Caller("commissioner", "QMF")
INTERRUPTED = "draft"

Report = Callable[[int, int], None]


@dataclass(frozen=True)
class LoadResult:
    """What came of it: the day dates are counted from, the calls made, and whether there was nothing to do."""

    anchor: date
    commands: int
    already_loaded: bool


@dataclass
class _Load:
    """A load under way: `ids` by story name, `done` of `total` calls."""

    gateway: Gateway
    report: Report
    anchor: date
    total: int
    done: int = 0
    ids: dict[str, str] = field(default_factory=dict)

    async def run_all(self, stories: Iterable[Story]) -> None:
        """Stories side by side, each in its own order; the first refusal stops them all."""
        at_once = asyncio.Semaphore(AT_ONCE)
        try:
            async with asyncio.TaskGroup() as group:
                for story in stories:
                    group.create_task(self._run_in_turn(story, at_once))
        except* LoadStopped as stopped:
            raise stopped.exceptions[0] from None

    async def _run_in_turn(self, story: Story, at_once: asyncio.Semaphore) -> None:
        async with at_once:
            await self.run(story)

    async def run(self, story: Story) -> None:
        """The story's steps one after the other, each on the version the one before left."""
        address, etag = story.collection, None
        if story.goes_on_with:
            address = f"{story.collection}/{self.ids[story.goes_on_with]}"
        for step in story.steps:
            try:
                body = named(step.body, self.ids)
                answer = await self.gateway.command(step, address, self._key(story, step), etag, body)
            except LoadStopped as stopped:
                raise LoadStopped(f"{story.file}, {story.row}: {stopped}") from None
            etag = answer.headers.get("ETag", etag)
            if not step.path:
                thing = answer.headers["Location"].rstrip("/").rsplit("/", 1)[-1]
                address = f"{story.collection}/{thing}"
                self.ids[story.name] = thing
            self.done += 1
            self.report(self.done, self.total)

    def _key(self, story: Story, step: Step) -> str:
        return str(uuid5(KEYS, f"{self.anchor}/{story.file}/{story.row}/{step.name}"))


async def load(
    gateway_url: str,
    sign: Sign,
    report: Report,
    today: date | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> LoadResult:
    """Load what is missing. `sign(persona, org)` gives a bearer token, `report(done, total)` is told of progress.

    Raises LoadStopped with the problem's title, detail and field when a call is refused.
    """
    async with _client(gateway_url, transport) as client:
        gateway = Gateway(client, sign)
        mark = await _find_mark(gateway)
        anchor = date.fromisoformat(mark["start"]) if mark else today or datetime.now(UTC).date()
        if mark and mark["status"] != INTERRUPTED:
            return LoadResult(anchor, 0, already_loaded=True)
        phases = _phases(anchor)
        loading = _Load(gateway, report, anchor, sum(len(story.steps) for phase in phases for story in phase))
        for phase in phases:
            await loading.run_all(phase)
        return LoadResult(anchor, loading.done, already_loaded=False)


async def is_empty(gateway_url: str, sign: Sign, transport: httpx.AsyncBaseTransport | None = None) -> bool:
    """Whether there is nothing yet but what an interrupted load left behind; then `load` is welcome."""
    async with _client(gateway_url, transport) as client:
        gateway = Gateway(client, sign)
        mark = await _find_mark(gateway)
        if mark is not None:
            return mark["status"] == INTERRUPTED
        return not [contract async for contract in gateway.listed("/contracts", MARK_CALLER, limit="1")]


def _phases(anchor: date) -> Sequence[Sequence[Story]]:
    """What must be there before what; the mark is registered first, then again (a replay) and activated last."""
    mark, *contracts = contract_stories(anchor)
    registered = replace(mark, steps=mark.steps[:1])
    return (
        [registered],
        [*contracts, *pathway_stories(anchor)],
        list(pool_stories(anchor)),
        *([story] for story in alliance_stories(anchor)),
        list(referral_stories(anchor)),
        [mark],
    )


async def _find_mark(gateway: Gateway) -> dict[str, str] | None:
    async for contract in gateway.listed("/contracts", MARK_CALLER, commissioner=MARK_CALLER.org):
        if contract["ref"] == MARK_REF:
            return contract
    return None


def _client(gateway_url: str, transport: httpx.AsyncBaseTransport | None) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=transport,
        base_url=f"{gateway_url.rstrip('/')}{PUBLIC}",
        timeout=httpx.Timeout(30, connect=5),
        limits=httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE),
    )
