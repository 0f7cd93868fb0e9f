"""The databases and roles of the services: one database each, an owner who migrates and a role that only works."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import asyncpg

from deploy.stack.problem import StackProblem

CONNECT_TIMEOUT_S = 10.0


class Server(Protocol):
    """A PostgreSQL whose superuser we are: the embedded one, or one that somebody else runs."""

    def url(self, database: str = ..., user: str = ..., password: str | None = ...) -> str:
        """`postgresql://user:password@host:port/database`; the superuser's without user and password."""
        ...


@dataclass(frozen=True)
class Database:
    """Where a service finds its data: `url` for the runtime role, `owner_url` for migrations and rebuilds."""

    name: str
    url: str
    owner_url: str


def roles(service: str) -> tuple[str, str]:
    """(owner, runtime) role of a service's database."""
    return f"{service}_owner", service


def database_of(postgres: Server, service: str, passwords: Mapping[str, str]) -> Database:
    """The addresses of a service's database."""
    owner, runtime = roles(service)
    return Database(
        service,
        postgres.url(service, runtime, passwords[runtime]),
        postgres.url(service, owner, passwords[owner]),
    )


async def ensure_databases(postgres: Server, services: Sequence[str], passwords: Mapping[str, str]) -> list[Database]:
    """Make the databases and roles that are missing; what is there keeps its data. Names are plain identifiers."""
    admin = await _connect(postgres)
    try:
        for service in services:
            for role in roles(service):
                await _ensure_role(admin, role, passwords[role])
            await _ensure_database(admin, service)
    finally:
        await admin.close(timeout=CONNECT_TIMEOUT_S)
    for service in services:
        await _open_schema(postgres, service)
    return [database_of(postgres, service, passwords) for service in services]


async def drop_databases(postgres: Server, services: Sequence[str]) -> None:
    """Remove databases and roles, connections and all."""
    admin = await _connect(postgres)
    try:
        for service in services:
            await admin.execute(f'DROP DATABASE IF EXISTS "{service}" WITH (FORCE)')
            for role in roles(service):
                await admin.execute(f'DROP ROLE IF EXISTS "{role}"')
    finally:
        await admin.close(timeout=CONNECT_TIMEOUT_S)


async def _connect(postgres: Server, database: str = "postgres") -> "asyncpg.Connection[asyncpg.Record]":
    try:
        return await asyncpg.connect(postgres.url(database), timeout=CONNECT_TIMEOUT_S)
    except asyncpg.InvalidPasswordError:
        raise StackProblem(
            "The password in postgres.json does not open the data: they are not from the same installation.",
            advice="Put the keys back from a copy, or start without the data: make forget",
        ) from None


async def _ensure_role(admin: "asyncpg.Connection[asyncpg.Record]", role: str, password: str) -> None:
    exists = await admin.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role)
    verb = "ALTER" if exists else "CREATE"
    secret = await admin.fetchval("SELECT quote_literal($1::text)", password)
    await admin.execute(f'{verb} ROLE "{role}" LOGIN PASSWORD {secret}')


async def _ensure_database(admin: "asyncpg.Connection[asyncpg.Record]", service: str) -> None:
    owner, runtime = roles(service)
    if not await admin.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", service):
        await admin.execute(f'CREATE DATABASE "{service}" OWNER "{owner}"')
    await admin.execute(f'REVOKE ALL ON DATABASE "{service}" FROM PUBLIC')
    await admin.execute(f'GRANT CONNECT ON DATABASE "{service}" TO "{runtime}"')


async def _open_schema(postgres: Server, service: str) -> None:
    """The runtime role may look into the schema; each migration grants what it may do with a table."""
    owner, runtime = roles(service)
    connection = await _connect(postgres, service)
    try:
        await connection.execute(f'ALTER SCHEMA public OWNER TO "{owner}"')
        await connection.execute(f'GRANT USAGE ON SCHEMA public TO "{runtime}"')
    finally:
        await connection.close(timeout=CONNECT_TIMEOUT_S)
