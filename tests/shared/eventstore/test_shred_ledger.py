"""The shred ledger: what is in it was on the disk first, nobody changes it unseen, and a torn end is no damage."""

import asyncio
import json
import os
import threading
from pathlib import Path

import pytest

from shared.eventstore import shred_ledger
from shared.eventstore.shred_ledger import LedgerDamaged, LedgerUnusable, Line, ShredLedger


@pytest.fixture
def ledger(tmp_path: Path) -> ShredLedger:
    return ShredLedger(tmp_path / "apart" / "shred.jsonl")


async def written(ledger: ShredLedger, *entries: tuple[str, str]) -> None:
    async with ledger.held() as held:
        for what, erasure in entries:
            await held.append(what, erasure, f"p-{erasure}", 7)  # type: ignore[arg-type]  # one of the three words


async def lines_of(ledger: ShredLedger) -> list[Line]:
    async with ledger.held() as held:
        return held.lines


async def test_a_ledger_that_is_not_there_is_empty_and_is_made_for_its_owner_alone(ledger: ShredLedger) -> None:
    ledger.verify()
    assert await lines_of(ledger) == []
    assert (ledger.file.stat().st_mode & 0o777, ledger.file.parent.stat().st_mode & 0o777) == (0o600, 0o700)


async def test_says_which_keys_were_destroyed_and_what_was_left_undecided(ledger: ShredLedger) -> None:
    await written(
        ledger, ("intended", "a"), ("destroyed", "a"), ("intended", "b"), ("not_done", "b"), ("intended", "c")
    )
    async with ledger.held() as held:
        assert held.destroyed == {"a": "p-a"}
        assert [line.erasure_id for line in held.undecided] == ["c"]
    assert [line.n for line in await lines_of(ledger)] == [1, 2, 3, 4, 5]
    ledger.verify()


async def test_who_is_cancelled_amid_a_line_lets_go_only_when_it_is_on_the_disk(
    ledger: ShredLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    writing, go_on, write = threading.Event(), threading.Event(), shred_ledger._write

    def slowly(descriptor: int, text: str) -> None:
        writing.set()
        go_on.wait(10)
        write(descriptor, text)

    await written(ledger, ("intended", "a"))
    monkeypatch.setattr(shred_ledger, "_write", slowly)
    cut_off = asyncio.create_task(written(ledger, ("intended", "b")))
    await asyncio.to_thread(writing.wait, 10)
    cut_off.cancel()
    other = asyncio.create_task(written(ledger, ("intended", "c")))
    await asyncio.sleep(0.2)
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await cut_off
    await other
    assert [line.erasure_id for line in await lines_of(ledger)] == ["a", "b", "c"]


async def test_what_was_destroyed_once_is_destroyed_whatever_is_said_later(ledger: ShredLedger) -> None:
    await written(
        ledger, ("intended", "a"), ("not_done", "a"), ("destroyed", "a"), ("intended", "a"), ("not_done", "a")
    )
    async with ledger.held() as held:
        assert (held.destroyed, held.undecided) == ({"a": "p-a"}, [])


@pytest.mark.parametrize("line", [1, 2, 3])
@pytest.mark.parametrize("harm", ["changed", "removed", "garbled", "swapped"])
async def test_a_line_that_is_not_as_it_was_written_is_named(ledger: ShredLedger, line: int, harm: str) -> None:
    await written(ledger, ("intended", "a"), ("destroyed", "a"), ("intended", "b"), ("destroyed", "b"))
    texts = ledger.file.read_text().splitlines(keepends=True)
    match harm:
        case "changed":
            texts[line - 1] = json.dumps(json.loads(texts[line - 1]) | {"person_ref": "p-other"}) + "\n"
        case "removed":
            del texts[line - 1]
        case "garbled":
            texts[line - 1] = "\x00" * 20 + "\n"
        case _:
            texts[line - 1], texts[line] = texts[line], texts[line - 1]
    ledger.file.write_text("".join(texts))
    with pytest.raises(LedgerDamaged) as found:
        ledger.verify()
    assert found.value.line == line
    with pytest.raises(LedgerDamaged):
        await lines_of(ledger)


async def test_a_torn_end_is_taken_off_and_the_ledger_goes_on(ledger: ShredLedger) -> None:
    await written(ledger, ("intended", "a"), ("destroyed", "a"))
    whole = ledger.file.read_bytes()
    with ledger.file.open("ab") as file:
        file.write(b'{"n": 3, "at": "2026-')
    ledger.verify()
    await written(ledger, ("intended", "b"))
    assert ledger.file.read_bytes().startswith(whole)
    assert [line.erasure_id for line in await lines_of(ledger)] == ["a", "a", "b"]


async def test_nobody_else_writes_meanwhile_in_another_process_either(ledger: ShredLedger) -> None:
    order: list[str] = []

    async def holding(name: str, other: ShredLedger) -> None:
        async with other.held() as held:
            order.append(f"{name} in")
            await asyncio.sleep(0.2)
            await held.append("intended", name, f"p-{name}", 1)
            order.append(f"{name} out")

    # Two descriptors of one file lock one another out, whichever process each belongs to.
    await asyncio.gather(holding("a", ledger), holding("b", ShredLedger(ledger.file)))
    assert [step.split()[1] for step in order] == ["in", "out", "in", "out"]
    assert len(await lines_of(ledger)) == 2


async def test_a_place_that_cannot_be_written_to_is_said_before_anything_is_done(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LedgerUnusable):
        await lines_of(ShredLedger(tmp_path / "file" / "shred.jsonl"))


async def test_a_line_that_does_not_fit_leaves_no_trace(ledger: ShredLedger) -> None:
    await written(ledger, ("intended", "a"))
    whole = ledger.file.read_bytes()
    async with ledger.held() as held:
        reading = os.open(ledger.file, os.O_RDONLY)
        os.dup2(reading, held.descriptor)
        os.close(reading)
        with pytest.raises(LedgerUnusable):
            await held.append("destroyed", "a", "p-a", 8)
        assert len(held.lines) == 1
    assert ledger.file.read_bytes() == whole
