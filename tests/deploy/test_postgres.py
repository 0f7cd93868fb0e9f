"""The embedded PostgreSQL: starts, recovers, refuses what it cannot use, keeps services apart."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from deploy.stack.databases import ensure_databases
from deploy.stack.postgres import Postgres
from deploy.stack.postgres_files import servers_of
from deploy.stack.problem import StackProblem
from deploy.stack.process import wait_until
from tests.kit.stack import create_databases, embedded_postgres, remove_databases, running_postgres

PASSWORDS = {"contracts": "one", "contracts_owner": "two"}


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    with running_postgres(tmp_path_factory.mktemp("postgres"), durable=True) as server:
        yield server


async def one(url: str, question: str) -> object:
    connection = await asyncpg.connect(url, timeout=10)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close(timeout=10)


async def test_is_a_durable_postgresql_18(postgres: Postgres) -> None:
    assert str(await one(postgres.url(), "show server_version")).startswith("18.")
    assert await one(postgres.url(), "show fsync") == "on"


async def test_a_refused_row_is_not_quoted_in_the_log(postgres: Postgres) -> None:
    question = "insert into seen select 'a secret' from generate_series(1, 2)"
    await one(postgres.url(), "create table seen (it text constraint seen_once unique)")
    with pytest.raises(asyncpg.UniqueViolationError, match="seen_once"):
        await one(postgres.url(), question)
    log = postgres.process.log.read_text()
    assert "seen_once" in log
    assert "a secret" not in log
    assert "generate_series" not in log


async def test_owner_makes_tables_and_the_runtime_role_may_not(postgres: Postgres) -> None:
    databases = await create_databases(postgres, "contracts")
    database = databases["contracts"]
    await one(database.owner_url, "create table things (id int)")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await one(database.url, "create table others (id int)")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await one(database.url, "select count(*) from things")
    await remove_databases(postgres, [database])


async def test_a_service_cannot_enter_the_database_of_another(postgres: Postgres) -> None:
    databases = await create_databases(postgres, "contracts", "budgets")
    foreign = databases["contracts"].url.rpartition("/")[0] + "/" + databases["budgets"].name
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await one(foreign, "select 1")
    await remove_databases(postgres, list(databases.values()))


async def test_databases_that_are_there_keep_their_data(postgres: Postgres) -> None:
    [database] = await ensure_databases(postgres, ["contracts"], PASSWORDS)
    await one(database.owner_url, "create table kept as select 7 as number")
    [again] = await ensure_databases(postgres, ["contracts"], PASSWORDS)
    assert await one(again.owner_url, "select number from kept") == 7


async def test_commits_survive_kill_9(postgres: Postgres) -> None:
    await one(postgres.url(), "create table committed as select 8 as number")
    postgres.kill()
    assert not postgres.ready
    postgres.start()
    assert await one(postgres.url(), "select number from committed") == 8


async def test_a_wrong_password_is_told_as_keys_of_another_installation(postgres: Postgres) -> None:
    stranger = Postgres(postgres.directory, postgres.port, "wrong", logs=postgres.directory.parent)
    with pytest.raises(StackProblem, match="not from the same installation"):
        await ensure_databases(stranger, ["contracts"], PASSWORDS)


def test_a_server_left_by_a_killed_run_is_ended_before_the_next_start(tmp_path: Path) -> None:
    orphaned = embedded_postgres(tmp_path)
    orphaned.start()
    orphan = orphaned.process.pid
    successor = embedded_postgres(tmp_path)
    successor.start()
    assert successor.process.pid != orphan
    assert not orphaned.process.running
    successor.stop()
    assert servers_of(successor.directory) == []


def test_a_postmaster_pid_that_names_another_program_does_not_matter(tmp_path: Path) -> None:
    postgres = embedded_postgres(tmp_path)
    postgres.start()
    lines = (postgres.directory / "postmaster.pid").read_text().splitlines()
    postgres.kill()
    (postgres.directory / "postmaster.pid").write_text("\n".join(["1", *lines[1:]]) + "\n")
    postgres.start()
    assert postgres.ready
    postgres.stop()


def test_a_paused_server_is_still_stopped(tmp_path: Path) -> None:
    postgres = embedded_postgres(tmp_path)
    postgres.start()
    postgres.pause()
    postgres.stop()
    assert wait_until(lambda: servers_of(postgres.directory) == [], 5)


def test_a_first_run_killed_in_the_middle_is_begun_again(tmp_path: Path) -> None:
    postgres = embedded_postgres(tmp_path)
    half_made = tmp_path / "postgres.new"
    half_made.mkdir()
    (half_made / "PG_VERSION").write_text("18\n")
    postgres.start()
    assert postgres.ready
    assert not half_made.exists()
    postgres.stop()


def unusable(tmp_path: Path, version: str | None) -> Postgres:
    postgres = embedded_postgres(tmp_path)
    postgres.directory.mkdir()
    if version is not None:
        (postgres.directory / "PG_VERSION").write_text(version)
    return postgres


@pytest.mark.parametrize(
    ("version", "told"),
    [("17\n", "written by PostgreSQL 17"), ("18\n", "files are missing"), (None, "not a PostgreSQL data directory")],
)
def test_data_it_cannot_use_is_told_and_left_alone(tmp_path: Path, version: str | None, told: str) -> None:
    postgres = unusable(tmp_path, version)
    before = sorted(postgres.directory.iterdir())
    with pytest.raises(StackProblem, match=told) as caught:
        postgres.start()
    assert caught.value.advice
    assert sorted(postgres.directory.iterdir()) == before


def test_damaged_files_are_told_with_the_end_of_the_log(tmp_path: Path) -> None:
    postgres = embedded_postgres(tmp_path)
    postgres.start()
    postgres.stop()
    shutil.rmtree(postgres.directory / "pg_wal")
    with pytest.raises(StackProblem, match="does not start") as caught:
        postgres.start()
    assert "pg_wal" in caught.value.detail
    assert "make forget" in caught.value.advice
