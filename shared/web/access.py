"""Who may do what to which thing: Cedar text with default deny, asked the same way for single things and lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import cedarpy

Scope = Literal["all", "own", "none"]


def policies_text(place: Path | None) -> str:
    """The policies in a file, or in all files named *.cedar at or below a folder; without either nothing is allowed."""
    if place is None:
        return ""
    files = sorted(place.rglob("*.cedar")) if place.is_dir() else [place]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks: `sub` of the token, the organisation's code, and the roles held for it."""

    sub: str
    org: str
    roles: frozenset[str]


class Access:
    """The policies of one service. Decisions depend on roles, organisation, action, parties and owners alone."""

    def __init__(self, text: str) -> None:
        self._policies = cedarpy.PolicySet.from_str(text)
        self._decide = lru_cache(maxsize=20_000)(self._ask)

    @classmethod
    def of(cls, place: Path | None) -> "Access":
        """The policies written there, see `policies_text`."""
        return cls(policies_text(place))

    def allows(
        self, principal: Principal, action: str, parties: Sequence[str], owners: Sequence[str] | None = None
    ) -> bool:
        """Whether the principal may do `action` to a thing that concerns `parties`; all of them own it unless said."""
        # Only whether the principal's organisation is among them matters, which keeps the cache small.
        org = principal.org
        return self._decide(
            principal.roles, org, action, org in parties, org in (parties if owners is None else owners)
        )

    def scope(self, principal: Principal, action: str) -> Scope:
        """Which rows of a list the single read would allow: all, those of the principal's organisation, or none.

        Reading goes by parties, never by owners.
        """
        if self.allows(principal, action, ()):
            return "all"
        return "own" if self.allows(principal, action, (principal.org,), ()) else "none"

    def _ask(self, roles: frozenset[str], org: str, action: str, concerned: bool, owning: bool) -> bool:
        request = {
            "principal": 'User::"asking"',
            "action": f'Action::"{action}"',
            "resource": 'Thing::"asked"',
            "context": {},
        }
        thing = {"parties": [org] if concerned else [], "owners": [org] if owning else []}
        entities = [
            {"uid": {"type": "User", "id": "asking"}, "attrs": {"roles": sorted(roles), "org": org}, "parents": []},
            {"uid": {"type": "Thing", "id": "asked"}, "attrs": thing, "parents": []},
        ]
        return bool(cedarpy.is_authorized(request, self._policies, entities).allowed)
