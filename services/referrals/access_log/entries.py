"""Pages of the access log, newest first."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ColumnElement, Text, cast, func, select

from shared.eventstore.tables import access_log
from shared.service import Service
from shared.web.paging import Cursors, Page, page_json

PURPOSE = "access-log"
_SHOWN = ("entry_id", "read_at", "actor", "org", "action", "stream_id", "request_id")


class AccessEntry(BaseModel):
    """One read. `actor` is the reader's subject at the identity provider, `stream_id` names what was opened."""

    entry_id: UUID
    read_at: datetime
    actor: str
    org: str
    action: str
    stream_id: str
    request_id: str


async def page_of(
    service: Service, cursors: Cursors, page: Page, *where: ColumnElement[bool]
) -> tuple[str, str | None]:
    """A list of AccessEntry as JSON text, and the cursor of the next page. Malformed for a foreign cursor."""
    conditions = list(where)
    if page.cursor is not None:
        conditions.append(access_log.c.entry_id < UUID(cursors.read(PURPOSE, page.cursor)))
    wanted = (
        select(*(access_log.c[name] for name in _SHOWN))
        .where(*conditions)
        .order_by(access_log.c.entry_id.desc())
        .limit(page.limit + 1)
        .subquery()
    )
    query = select(wanted.c.entry_id, cast(func.row_to_json(wanted.table_valued()), Text)).order_by(
        wanted.c.entry_id.desc()
    )
    async with service.database.composing() as connection:
        found = (await connection.execute(query)).all()
    shown = found[: page.limit]
    following = cursors.make(PURPOSE, str(shown[-1][0])) if len(found) > page.limit else None
    return page_json((row for _, row in shown), following), following
