"""Which entries of the timeline somebody may see: of things whose single read the owning service would answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import col

from services.gateway.timeline.views import TimelineTable
from shared.events.contracts.kinds import KINDS
from shared.web.access import Access, Principal, Scope

READING: Mapping[str, str] = {
    "contract": "read_contract",
    "known-contract": "read_contract",
    "pool": "read_pool",
    "pathway": "read_pathway",
    "referral": "read_referral",
    "erasure": "read_erasure",
    **{kind: f"read_{kind.replace('-', '_')}" for kind in KINDS},
}
"""By the kind of a stream, the action of reading one. What is not listed is told to nobody."""

ID_LENGTH = len("-00000000-0000-0000-0000-000000000000")


@dataclass(frozen=True)
class Sight:
    """`whole`: entries may concern others; `scopes`: by kind, whether a thing may be read whoever it concerns."""

    org: str
    whole: bool
    scopes: Mapping[str, Scope]

    @property
    def is_blind(self) -> bool:
        """Whether nothing of the timeline may be read at all."""
        return not self.scopes

    @property
    def where(self) -> list[ColumnElement[bool]]:
        """For a query of the timeline."""
        kind = func.left(col(TimelineTable.stream_id), -ID_LENGTH)
        everybodys = [name for name, scope in self.scopes.items() if scope == "all"]
        ours = [name for name, scope in self.scopes.items() if scope == "own"]
        concerned = col(TimelineTable.organisations).contains([self.org])
        if self.whole:
            return [or_(kind.in_(everybodys), and_(kind.in_(ours), concerned))]
        return [concerned, kind.in_(everybodys + ours)]

    def tells(self, stream_id: str, organisations: Sequence[str]) -> bool:
        """The same for one entry."""
        scope = self.scopes.get(stream_id[:-ID_LENGTH], "none")
        return scope != "none" and (self.org in organisations or (self.whole and scope == "all"))


def sight_of(access: Access, principal: Principal) -> Sight:
    """By the access policies."""
    timeline = access.scope(principal, "read_timeline")
    if timeline == "none":
        return Sight(principal.org, False, {})
    scopes = {kind: access.scope(principal, action) for kind, action in READING.items()}
    return Sight(principal.org, timeline == "all", scopes)
