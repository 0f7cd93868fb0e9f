"""A service at run time: its database, its writer, its views and what it knows of the world."""

import csv
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Text, cast, func, select
from sqlmodel import SQLModel

from shared.capability import Capability, Job, Policies
from shared.eventstore.database import Connection, Database
from shared.eventstore.shred_ledger import ShredLedger
from shared.eventstore.store import EventStore
from shared.eventstore.vault import Vault
from shared.eventstore.writer import Writer
from shared.execute import Executor
from shared.kernel.message import Event
from shared.kernel.organisations import Organisation, Organisations, OrgKind
from shared.settings import AllianceSettings, ServiceSettings
from shared.verify.findings import Findings
from shared.views import HasTable, Key, View

R = TypeVar("R", bound=SQLModel)

Check = Callable[[Connection, Findings], Awaitable[None]]
"""What must hold of a service's rows beyond being what the events make; asked by `acs verify`, reading only."""


MOST_ROWS = 10_000
"""What is decided on rows is decided on all of them, or not at all."""


@dataclass(frozen=True)
class Card:
    """What a service is made of: its table of contents. Requests to the paths in `takes_files` may be files.

    `seals` says that its events hold what persons are known by: it alone is given a vault, and the keys of it.
    """

    name: str
    title: str
    capabilities: tuple[Capability, ...] = ()
    access: Path | None = None
    policies: Policies = field(default_factory=dict)
    listens_to: tuple[str, ...] = ()
    jobs: tuple[Job, ...] = ()
    read_models: tuple[HasTable, ...] = ()
    checks: tuple[Check, ...] = ()
    takes_files: tuple[str, ...] = ()
    seals: bool = False

    @property
    def event_classes(self) -> tuple[type[Event], ...]:
        """What it stores."""
        return tuple(event for capability in self.capabilities for event in capability.decider.events)

    @property
    def views(self) -> tuple[View[Any], ...]:
        """What it shows."""
        return tuple(view for capability in self.capabilities for view in capability.views)

    @property
    def tables(self) -> tuple[HasTable, ...]:
        """What its database holds beside the kernel's tables."""
        return (*self.views, *self.read_models)


@dataclass(frozen=True)
class Service:
    """One running service; everything a route, a policy or a job may use."""

    card: Card
    alliance: AllianceSettings
    settings: ServiceSettings
    database: Database
    store: EventStore
    writer: Writer
    executor: Executor
    sealing: Vault | None
    shred_ledger: ShredLedger
    organisations: Organisations
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    @property
    def vault(self) -> Vault:
        """Seals and opens personal data. RuntimeError in a service that keeps none."""
        if self.sealing is None:
            raise RuntimeError(f"{self.name} keeps no personal data")
        return self.sealing

    @property
    def name(self) -> str:
        """The service's name, which is its source name in the feed and on Kafka."""
        return self.card.name

    def now(self) -> datetime:
        """What the clock says, in UTC; the one place that reads it for business."""
        return self.clock()

    def today(self) -> date:
        """The date in UTC."""
        return self.now().date()

    async def row(self, view: View[R], key: Key) -> R | None:
        """One row of a view."""
        row: R | None = await self.executor.find_row(view, key)
        return row

    async def rows(
        self, view: View[R], *where: ColumnElement[bool], limit: int | None = None, newest_first: bool = False
    ) -> list[R]:
        """Rows of a view in the order of their key: so many, or all; RuntimeError where all are more than MOST_ROWS."""
        table = view.sql_table
        key = table.c[view.shape.key]
        query = (
            select(cast(func.row_to_json(table.table_valued()), Text))
            .select_from(table)
            .where(*where)
            .order_by(key.desc() if newest_first else key)
            .limit(MOST_ROWS + 1 if limit is None else limit)
        )
        async with self.database.composing() as connection:
            found: Sequence[str] = (await connection.execute(query)).scalars().all()
        if limit is None and len(found) > MOST_ROWS:
            raise RuntimeError(f"{view.shape.name}: more than {MOST_ROWS} rows to decide on")
        return [view.read(row) for row in found]


def read_organisations(file: Path) -> Organisations:
    """The organisations of an installation, from a CSV file with the columns of deploy/demo/bhr/organisations.csv."""
    with file.open(newline="", encoding="utf-8") as lines:
        return Organisations(
            Organisation(
                code=line["code"],
                name=line["name"],
                kind=OrgKind(line["kind"]),
                commissioner=line["commissioner"] or None,
                locality=line["locality"] or None,
                network=line["network"] or None,
                opened=date.fromisoformat(line["opened"]) if line["opened"] else None,
                closed=date.fromisoformat(line["closed"]) if line["closed"] else None,
            )
            for line in csv.DictReader(lines)
        )
