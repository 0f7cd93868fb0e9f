"""A finished day has one digest for ever; whoever kept it can show that anything recorded up to then was changed."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest

from shared.closing import close_next_day
from shared.eventstore.days import DayDigest
from shared.eventstore.statements import APPEND_LOCK
from shared.verify.findings import Finding
from shared.verify.kept import KeptDigestsUnreadable, read_kept
from tests.kit.family import RaiseTally
from tests.kit.kernel import Kernel, as_owner
from tests.kit.rig import eventually
from tests.shared.verify.test_damage import as_attacker, made_anew, verified

MONDAY, TUESDAY, THURSDAY = date(2026, 6, 1), date(2026, 6, 2), date(2026, 6, 4)


async def recorded_on(kernel: Kernel, days: Sequence[date]) -> str:
    """A stream with one event on each of the days, at noon; its name."""
    key = await kernel.opened()
    for _ in days[1:]:
        await kernel.do(key, RaiseTally(by=1))
    owner = await as_owner(kernel.address)
    for position, day in enumerate(days, start=1):
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        await owner.execute("UPDATE events SET recorded_at = $2 WHERE position = $1", position, noon)
    await owner.close()
    return f"tally-{key}"


async def closed(kernel: Kernel) -> list[DayDigest]:
    """Close what can be closed."""
    rows = []
    while row := await close_next_day(kernel.database):
        rows.append(row)
    return rows


def days_of(found: Sequence[Finding]) -> list[tuple[str, str]]:
    return [(one.check, one.damage) for one in found if one.check == "days"]


class TestClosing:
    async def test_each_finished_day_with_events_gets_one_row(self, kernel: Kernel) -> None:
        await recorded_on(kernel, [MONDAY, MONDAY, TUESDAY, THURSDAY])
        rows = await closed(kernel)
        assert [(row.day, row.events, row.last_position) for row in rows] == [
            (MONDAY, 2, 2),
            (TUESDAY, 1, 3),
            (THURSDAY, 1, 4),
        ]
        assert await closed(kernel) == []
        assert await verified(kernel) == []

    async def test_today_is_not_over(self, kernel: Kernel) -> None:
        await kernel.opened()
        assert await closed(kernel) == []

    @pytest.mark.parametrize(("early", "rows"), [(timedelta(seconds=10), 0), (timedelta(seconds=-10), 1)])
    async def test_a_day_is_closed_some_minutes_after_its_end(
        self, kernel: Kernel, early: timedelta, rows: int
    ) -> None:
        await recorded_on(kernel, [MONDAY])
        over_for = datetime.now(UTC) - datetime(2026, 6, 2, tzinfo=UTC)
        assert bool(await close_next_day(kernel.database, over_for + early)) == bool(rows)

    async def test_replicas_make_the_same_row_and_one_of_them_tells(self, kernel: Kernel, other_kernel: Kernel) -> None:
        await recorded_on(kernel, [MONDAY])
        told = await asyncio.gather(*(close_next_day(one.database) for one in (kernel, other_kernel) for _ in range(3)))
        assert len([row for row in told if row]) == 1

    async def test_a_day_into_which_something_still_comes_is_not_closed_over_it(self, kernel: Kernel) -> None:
        await recorded_on(kernel, [MONDAY])
        owner = await as_owner(kernel.address)
        async with owner.transaction():
            await owner.execute(f"SELECT pg_advisory_xact_lock({APPEND_LOCK})")
            closing = asyncio.create_task(close_next_day(kernel.database))

            async def waits() -> bool:
                return bool(await owner.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"))

            await eventually(waits)
            await owner.execute(
                "INSERT INTO events SELECT 2, stream_id, 2, gen_random_uuid(), type, schema_version, data, metadata,"
                " occurred_at, recorded_at, digest FROM events WHERE position = 1"
            )
        await owner.close()
        assert await closing is None
        assert [(row.day, row.events) for row in await closed(kernel)] == [(MONDAY, 2)]

    async def test_nothing_is_recorded_in_a_closed_day_whatever_the_clock_says(self, kernel: Kernel) -> None:
        await recorded_on(kernel, [MONDAY])
        owner = await as_owner(kernel.address)
        next_week = datetime.now(UTC).date() + timedelta(days=7)
        await owner.execute("INSERT INTO daily_digests VALUES ($1, 0, 1, '')", next_week)
        await kernel.opened()
        recorded_at = await owner.fetchval("SELECT recorded_at FROM events WHERE position = 2")
        await owner.close()
        assert recorded_at.date() == next_week + timedelta(days=1)


class TestVerifying:
    @pytest.mark.parametrize(
        ("statement", "damage"),
        [
            ("DELETE FROM events WHERE position = 3", "missing"),
            ("UPDATE events SET digest = sha256('') WHERE position = 3", "altered"),
            ("UPDATE daily_digests SET events = 0 WHERE day = '2026-06-02'", "inserted"),
            ("DELETE FROM daily_digests WHERE day = '2026-06-01'", "missing"),
        ],
    )
    async def test_what_no_longer_makes_its_day_is_shown(self, kernel: Kernel, statement: str, damage: str) -> None:
        await recorded_on(kernel, [MONDAY, MONDAY, TUESDAY])
        await closed(kernel)
        await as_attacker(kernel, statement)
        assert ("days", damage) in days_of(await verified(kernel))

    async def test_the_deleted_end_of_the_store_is_missed_by_its_day(self, kernel: Kernel) -> None:
        """No position is missing then."""
        await recorded_on(kernel, [MONDAY, MONDAY, TUESDAY])
        await closed(kernel)
        await as_attacker(kernel, "DELETE FROM events WHERE position = 3", "UPDATE tallies SET total = 1, version = 2")
        found = await verified(kernel)
        assert not [one for one in found if one.check == "positions"]
        assert days_of(found) == [("days", "missing")]

    async def test_a_day_long_over_without_a_digest_is_a_warning(self, kernel: Kernel) -> None:
        await recorded_on(kernel, [MONDAY])
        (found,) = await verified(kernel)
        assert (found.check, found.damage, found.warning) == ("days", "waiting", True)


class TestKeptDigests:
    async def test_agree_with_an_untouched_store(self, kernel: Kernel) -> None:
        await recorded_on(kernel, [MONDAY, TUESDAY, THURSDAY])
        kept = await closed(kernel)
        assert await verified(kernel, kept=kept) == []
        assert await verified(kernel, kept=kept[1:]) == []

    async def test_show_a_stream_whose_digests_and_days_were_all_made_anew(self, kernel: Kernel) -> None:
        stream = await recorded_on(kernel, [MONDAY, TUESDAY, THURSDAY])
        kept = await closed(kernel)
        await as_attacker(
            kernel,
            """UPDATE events SET metadata = '{"actor": "nobody", "org": "07L"}' WHERE position = 2""",
            "DELETE FROM daily_digests",
        )
        await made_anew(kernel, stream)
        await closed(kernel)
        assert await verified(kernel) == []
        (found,) = await verified(kernel, kept=kept)
        assert (found.check, found.damage, found.position) == ("days", "altered", 2)
        assert f"after {MONDAY} up to {TUESDAY}" in found.text

    async def test_show_days_that_are_gone(self, kernel: Kernel) -> None:
        await recorded_on(kernel, [MONDAY, TUESDAY])
        kept = await closed(kernel)
        await as_attacker(kernel, "DELETE FROM events", "DELETE FROM tallies", "DELETE FROM daily_digests")
        assert days_of(await verified(kernel, kept=kept)) == [("days", "altered")]

    ROW = '{{"source":"{}","day":"2026-06-01","events":2,"last_position":2,"digest":"{}"}}'
    ROWS = f"[{ROW.format('budgets', 'ab' * 32)},{ROW.format('contracts', 'cd' * 32)}]"
    PAGE = f'{{"items":{ROWS},"next":null}}'

    @pytest.mark.parametrize("text", [PAGE, f"[{PAGE}]", ROWS])
    def test_are_read_as_the_service_gave_them(self, tmp_path: Path, text: str) -> None:
        file = tmp_path / "digests.json"
        file.write_text(text)
        assert read_kept(file, "budgets") == [DayDigest(MONDAY, 2, 2, bytes.fromhex("ab" * 32))]

    @pytest.mark.parametrize("text", ["", "{}", '{"items":[{}]}', '{"items":[{"source":"budgets","day":"x"}]}', "[1]"])
    def test_that_cannot_be_read_are_refused(self, tmp_path: Path, text: str) -> None:
        file = tmp_path / "digests.json"
        file.write_text(text)
        with pytest.raises(KeptDigestsUnreadable):
            read_kept(file, "budgets")


async def test_the_service_itself_can_only_append(kernel: Kernel) -> None:
    for table, column in (("events", "data"), ("daily_digests", "digest"), ("access_log", "actor")):
        for deed in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}", f"TRUNCATE {table}"):  # noqa: S608  # written above
            async with kernel.database.connection() as connection:
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await connection.execute(deed)
