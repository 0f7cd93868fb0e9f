"""Whoever follows the alliance sees everything that concerns them once and in order, wherever it broke off."""

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest

from tests.kit.apps import Client
from tests.kit.tokens import sign_user
from tests.services.gateway.stream.world import NOBODYS, World, until


def as_person(world: World, keys: Path, *roles: str, org: str = "07L", **claims: Any) -> World:
    token = sign_user(keys, org=org, roles=list(roles), **claims)
    return World(world.app, world.url, world.database, world.applied, Client(world.client.http, token))


class TestFollowing:
    async def test_begins_with_what_happens_from_now_on(self, world: World) -> None:
        await world.happens("before")
        async with world.follow() as seen:
            assert seen.place == 1
            await world.happens("one", "two")
            await world.happens("three")
            await until(lambda: len(seen.ids) == 3)
            assert (seen.sentences, seen.ids) == (["one", "two", "three"], [2, 3, 4])
            assert set(seen.types) == {"ContractRegistered"}

    async def test_is_woken_by_its_own_process_and_looks_for_the_others(self, world: World) -> None:
        async with world.follow() as seen:
            started = time.monotonic()
            await world.happens("here")
            await until(lambda: seen.sentences == ["here"])
            here = time.monotonic() - started
            await world.happens("elsewhere", told=False)
            await until(lambda: seen.sentences == ["here", "elsewhere"], seconds=1)
            assert here < 0.15

    async def test_from_the_beginning_when_asked(self, world: World) -> None:
        await world.happens(*[f"n{n}" for n in range(450)])
        async with world.follow(after=0) as seen:
            await until(lambda: len(seen.ids) == 450)
            assert seen.ids == list(range(1, 451))

    async def test_resumes_after_the_last_id_without_loss_or_repetition(self, world: World) -> None:
        said: list[str] = []
        got: list[str] = []
        place: int | None = None

        async def talk() -> None:
            for n in range(120):
                said.append(f"n{n}")
                await world.happens(said[-1], told=n % 3 > 0)
                await asyncio.sleep(0.002)

        talking = asyncio.create_task(talk())
        while place is None or place < 120:
            async with world.follow({"Last-Event-ID": str(place or 0)}) as seen:
                await asyncio.sleep(0.05)
            got += seen.sentences
            place = seen.place
        await talking
        assert got == said

    async def test_last_event_id_wins_over_after(self, world: World) -> None:
        await world.happens("one", "two", "three")
        async with world.follow({"Last-Event-ID": "2"}, after=0) as seen:
            await until(lambda: seen.sentences == ["three"])

    async def test_a_place_beyond_the_end_says_that_all_is_to_be_read_anew(self, world: World) -> None:
        await world.happens("one")
        async with world.follow({"Last-Event-ID": "77"}) as seen:
            await until(lambda: seen.types == ["reset"])
            assert seen.place == 1
            await world.happens("two")
            await until(lambda: seen.sentences[-1:] == ["two"])

    async def test_a_place_of_read_models_that_were_lost_says_so_too(self, world: World) -> None:
        async with world.database.connection() as connection:
            await connection.execute("INSERT INTO arrivals VALUES (1000, gen_random_uuid())")
        await world.happens("one", "two")
        async with world.follow({"Last-Event-ID": "77"}) as seen:
            await until(lambda: seen.types == ["reset"])
            assert seen.place == 1002
        async with world.follow({"Last-Event-ID": "999"}) as before, world.follow({"Last-Event-ID": "0"}) as beginning:
            await until(lambda: before.sentences == beginning.sentences == ["one", "two"])

    async def test_read_models_made_anew_under_a_reader(self, world: World) -> None:
        await world.happens("one", "two")
        async with world.follow() as seen:
            async with world.database.connection() as connection:
                await connection.execute("DELETE FROM arrivals")
            await until(lambda: seen.types == ["reset"])
            assert seen.place == 0
            await world.happens("three")
            await until(lambda: seen.sentences[-1:] == ["three"])


class TestWhoSeesWhat:
    async def test_an_organisation_sees_what_concerns_it(self, world: World, keys: Path) -> None:
        provider = as_person(world, keys, "SERVICE_PROVIDER_CLINICIAN", org="RAT")
        async with provider.follow() as seen, world.follow() as all_seen:
            await world.happens("theirs", to="RAT")
            await world.happens("of others", to=NOBODYS)
            await world.happens("theirs again", to="RAT")
            await until(lambda: len(seen.ids) == 2 and len(all_seen.ids) == 3)
            assert seen.sentences == ["theirs", "theirs again"]

    async def test_nobody_without_a_token(self, world: World) -> None:
        answer = await Client(world.client.http, None).get("/api/v1/alliance/stream")
        assert (answer.status, answer.body["refusal"]) == (401, "Unauthenticated")

    async def test_a_stream_ends_with_its_token(self, world: World, keys: Path) -> None:
        # The leeway of expired tokens is 30 s.
        short = as_person(world, keys, "COMMISSIONER", exp=int(time.time()) - 28)
        async with short.follow() as seen:
            await until(lambda: seen.ended, seconds=4)


class TestStreams:
    async def test_say_that_they_are_still_there_and_where(self, world: World, keys: Path) -> None:
        provider = as_person(world, keys, "X", org="RAT")
        async with provider.follow() as seen:
            await world.happens("of others", to=NOBODYS)
            await until(lambda: seen.comments >= 2 and seen.place == 1)
            assert seen.ids == []

    async def test_are_bounded_per_person_and_altogether(self, world: World, keys: Path) -> None:
        ben, carl = as_person(world, keys, "X", sub="ben"), as_person(world, keys, "X", sub="carl")
        async with world.follow(), world.follow(), world.follow():
            refused = await world.client.get("/api/v1/alliance/stream")
            assert (refused.status, refused.headers["retry-after"]) == (429, "15")
            async with ben.follow(), ben.follow():
                full = await carl.client.get("/api/v1/alliance/stream")
                assert (full.status, full.body["type"]) == (503, "urn:acs:problem:overloaded")
        streams = world.app.state.streams
        await until(lambda: next(iter(streams.samples()))[2] == 0)
        async with carl.follow():
            pass

    async def test_end_when_the_process_is_asked_to(self, world: World) -> None:
        async with world.follow() as seen:
            world.app.state.streams.asked_to_end.set()
            await until(lambda: seen.ended, seconds=0.5)

    @pytest.mark.parametrize("place", ["x", "-1", "1.5", "+1", "9" * 20])
    async def test_resume_only_from_a_place(self, world: World, place: str) -> None:
        answer = await world.client.send("GET", "/api/v1/alliance/stream", headers={"Last-Event-ID": place})
        assert (answer.status, answer.body["field"]) == (400, "Last-Event-ID")
