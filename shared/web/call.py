"""One request: who asks, what for, and the few ways a route may answer."""

import hashlib
import hmac
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from fastapi import Depends, Request, Response
from sqlalchemy import ColumnElement
from uuid_utils import compat

from shared.capability import Capability
from shared.eventstore.codec import Meta
from shared.eventstore.items import Unless
from shared.eventstore.vault import Vault
from shared.kernel.message import Command
from shared.kernel.organisations import Organisations
from shared.kernel.refusals import NotAllowed
from shared.service import Service
from shared.views import Key, View
from shared.web.access import Principal
from shared.web.edge import Edge
from shared.web.headers import ETAG, IDEMPOTENCY_KEY, IF_MATCH, LONGEST_KEY
from shared.web.paging import Page, link_to_next, moment, page_json
from shared.web.position import position_token
from shared.web.problems import Malformed, PreconditionMissing
from shared.wish import Done, NotFoundHere, ReceiptRequest, Wish

JSON = "application/json"
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")


class ActionNotAllowed(NotAllowed):
    rule = "The access policies of the service"


def not_allowed(action: str) -> ActionNotAllowed:
    """The refusal of an action, by its name in the policies."""
    return ActionNotAllowed(f"Your roles do not allow: {action.replace('_', ' ')}.")


@dataclass(frozen=True)
class Call:
    """What a route has in hand. Made by `asks`, which has verified both tokens."""

    request: Request
    service: Service
    edge: Edge
    action: str
    principal: Principal
    now: datetime

    @property
    def today(self) -> date:
        """The date in UTC."""
        return self.now.date()

    @property
    def vault(self) -> Vault:
        """Seals and opens personal data."""
        return self.service.vault

    @property
    def organisations(self) -> Organisations:
        """The organisations this installation knows."""
        return self.service.organisations

    @staticmethod
    def new_id() -> UUID:
        """A time-ordered id (uuid7)."""
        return compat.uuid7()

    def known_organisations(self, **fields: Sequence[str]) -> None:
        """Every code given under a field's name is known; UnknownOrganisation naming field and place otherwise."""
        for field, codes in fields.items():
            for place, code in enumerate(codes):
                self.organisations.known(code, f"{field}.{place}")

    async def create(self, capability: Capability, key: UUID, command: Command) -> Response:
        """Run a command that starts a stream: 201 with its Location."""
        return await self._run(capability, key, command, None, 201, f"{capability.path}/{key}")

    async def change(
        self,
        capability: Capability,
        key: UUID,
        command: Command,
        *,
        unless: Unless | None = None,
        prepare: Callable[[], Awaitable[None]] | None = None,
    ) -> Response:
        """Run a command on an existing stream, at the version If-Match names: 200. `Wish` knows the other two."""
        if_match = self.request.headers.get(IF_MATCH)
        if if_match is None:
            raise PreconditionMissing("Send If-Match with the ETag of the resource you have read.")
        return await self._run(capability, key, command, _version(if_match), 200, None, unless, prepare)

    async def _run(
        self,
        capability: Capability,
        key: UUID,
        command: Command,
        expected: int | None,
        status: int,
        location: str | None,
        unless: Unless | None = None,
        prepare: Callable[[], Awaitable[None]] | None = None,
    ) -> Response:
        wish = Wish(
            command=command,
            meta=self.meta,
            now=self.now,
            expected=expected,
            begins=location is not None,
            receipt=ReceiptRequest(self._receipt_key(), await self._fingerprint(), status, location),
            allow=self._allow(capability),
            unless=unless,
            prepare=prepare,
        )
        return self._answer(await self.service.executor.execute(capability, key, wish))

    @property
    def meta(self) -> Meta:
        """What is stored with every event of this request."""
        scope = self.request.scope
        return Meta(
            actor=self.principal.sub,
            org=self.principal.org,
            correlation=scope["acs.correlation_id"],
            causation=scope["acs.request_id"],
            traceparent=_traced(self.request.headers.get("traceparent")),
        )

    def _allow(self, capability: Capability) -> Callable[[Any, Any], None]:
        def allow(before: Any, after: Any) -> None:
            row = before or after
            if row is None:
                return
            if self.allowed(self.action, row):
                return
            if before is not None and not self.allowed(capability.read_action, before):
                raise NotFoundHere("There is no such thing.")
            raise not_allowed(self.action)

        return allow

    def must_concern(self, parties: Sequence[str], owners: Sequence[str] | None = None) -> None:
        """Refuse at once who may not do this to what concerns `parties`, of whom there may be none.

        Asked before a thing is begun: what else the rules would say tells of other things.
        """
        if not self.edge.access.allows(self.principal, self.action, parties, owners):
            raise not_allowed(self.action)

    def allowed(self, action: str, row: Any) -> bool:
        """Whether the caller may do `action` to the thing in `row`: it has `parties`, and may have `owners`."""
        return self.edge.access.allows(self.principal, action, row.parties, getattr(row, "owners", None))

    def _answer(self, done: Done) -> Response:
        headers = {
            "ETag": f'"{done.version}"',
            "ACS-Position": position_token(self.edge.cursors, self.service.name, done.stream_id, done.version),
        }
        if done.location:
            headers["Location"] = done.location
        if done.replayed:
            headers["Idempotent-Replayed"] = "true"
        return Response(done.body, done.status, headers, JSON)

    async def first_answer(self) -> Response | None:
        """What this request was answered before, if it was: that stands, whatever has become of the thing since."""
        if IDEMPOTENCY_KEY not in self.request.headers:
            return None
        asked = ReceiptRequest(self._receipt_key(), await self._fingerprint())
        done = await self.service.executor.answered(asked)
        return None if done is None else self._answer(done)

    def _receipt_key(self) -> str:
        key = self.request.headers.get(IDEMPOTENCY_KEY)
        if not key:
            raise Malformed(
                "Send an Idempotency-Key, so that a retry is answered and not done again.", field=IDEMPOTENCY_KEY
            )
        if len(key) > LONGEST_KEY:
            raise Malformed(f"An Idempotency-Key has at most {LONGEST_KEY} characters.", field=IDEMPOTENCY_KEY)
        scope = f"{self.principal.org}\0{self.principal.sub}\0{key}"
        return hashlib.sha256(scope.encode()).hexdigest()

    async def _fingerprint(self) -> str:
        # Keyed, because a body may hold an NHS number and a bare hash of it could be found by trying them all.
        said = f"{self.request.method} {self.request.scope['path']}\0".encode() + await self.request.body()
        return hmac.digest(self.edge.secret, said, "sha256").hex()

    async def row(self, capability: Capability, key: Key, action: str | None = None) -> Any:
        """The resource's row, for those who may read it (by `action`); NotFound otherwise."""
        row = await self.service.row(capability.resource, key)
        if row is None or not self.allowed(action or self.action, row):
            if row is not None and self.allowed(capability.read_action, row):
                raise not_allowed(action or self.action)
            raise NotFoundHere("There is no such thing.")
        return row

    async def rows(self, view: View[Any], *where: ColumnElement[bool]) -> list[Any]:
        """Rows for a rule to look at, whoever asks."""
        return await self.service.rows(view, *where)

    async def read(self, capability: Capability, key: UUID, as_of: str | None = None) -> Response:
        """One resource as it is, or as it was known at a moment of the past."""
        row = await self.row(capability, key, capability.read_action)
        if as_of is not None:
            row = await self._past(capability, key, as_of)
        etag = f'"{row.version}"'
        if as_of is None and self.request.headers.get("if-none-match") == etag:
            return Response(status_code=304, headers={"ETag": etag})
        return Response(row.model_dump_json(), 200, {"ETag": etag}, JSON)

    async def _past(self, capability: Capability, key: UUID, as_of: str) -> Any:
        stream_id, point = capability.decider.stream_id(key), moment(as_of)
        store = self.service.store
        history = await (
            store.load_upto_version(stream_id, point)
            if isinstance(point, int)
            else store.load_upto_time(stream_id, point)
        )
        row = capability.resource.fold(history)
        if row is None:
            raise NotFoundHere("There was no such thing then.")
        return row

    async def list(
        self,
        capability: Capability,
        page: Page,
        *where: ColumnElement[bool],
        action: str | None = None,
        view: View[Any] | None = None,
    ) -> Response:
        """A page of a view, newest key first, holding exactly what single reads (by `action`) would allow."""
        shown = view or capability.resource
        table = shown.sql_table
        conditions = list(where)
        scope = self.edge.access.scope(self.principal, action or capability.read_action)
        if scope == "none":
            return self._page(shown, [], page, None)
        if scope == "own":
            conditions.append(table.c.parties.contains([self.principal.org]))
        key = table.c[shown.shape.key]
        purpose = f"{self.service.name}:{self.request.url.path}"
        if page.cursor is not None:
            value = self.edge.cursors.read(purpose, page.cursor)
            conditions.append(key < key.type.python_type(value))
        rows = await self.service.rows(shown, *conditions, limit=page.limit + 1, newest_first=True)
        following = None
        if len(rows) > page.limit:
            rows = rows[: page.limit]
            following = self.edge.cursors.make(purpose, str(getattr(rows[-1], shown.shape.key)))
        return self._page(shown, rows, page, following)

    def _page(self, view: View[Any], rows: Sequence[Any], page: Page, following: str | None) -> Response:
        body = page_json((row.model_dump_json() for row in rows), following)
        return Response(body, 200, link_to_next(self.request.url, page, following), JSON)


def _traced(sent: str | None) -> str | None:
    """A W3C trace context, and nothing else that somebody might have put there: it is stored with the events."""
    return sent if sent and _TRACEPARENT.fullmatch(sent) else None


def _version(if_match: str) -> int:
    if not (version := re.fullmatch(ETAG, if_match)):
        raise Malformed('If-Match is the ETag of the resource, such as "3".', field=IF_MATCH)
    return int(version[2])


class Asks:
    """The dependency that makes a Call. Its `action` is what the access policies decide on."""

    def __init__(self, action: str) -> None:
        self.action = action

    async def __call__(self, request: Request) -> Call:
        edge: Edge = request.app.state.edge
        service: Service = request.app.state.service
        return Call(request, service, edge, self.action, edge.principal(request), service.now())


def asks(action: str) -> Any:
    """`call: Annotated[Call, asks("extend_contract")]`: the route does this action, and the policies decide who may."""
    return Depends(Asks(action))
