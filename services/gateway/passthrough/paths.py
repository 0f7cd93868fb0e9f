"""Which service a path belongs to. Only paths that mean the same to everybody on the way are passed on."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from shared.kernel.addresses import PUBLIC

OWNERS: Mapping[str, str] = {
    "contracts": "contracts",
    "procurement-routes": "contracts",
    "modifications": "contracts",
    "standstill": "contracts",
    "isap-cases": "contracts",
    "outcomes-frameworks": "contracts",
    "regulatory-flexibilities": "contracts",
    "assurance-contacts": "contracts",
    "provider-assessments": "contracts",
    "places": "contracts",
    "practice-localities": "contracts",
    "place-imports": "contracts",
    "strategies": "contracts",
    "procurements": "contracts",
    "procurement-notices": "contracts",
    "procurement-summaries": "contracts",
    "irrecoverable-vat": "contracts",
    "alliance-agreements": "contracts",
    "specifications": "contracts",
    "service-alignments": "contracts",
    "programmes": "contracts",
    "stakeholders": "contracts",
    "challenges": "contracts",
    "ocds": "contracts",
    "imports": "contracts",
    "documents": "contracts",
    "scope-items": "contracts",
    "case-for-change": "contracts",
    "initiatives": "contracts",
    "shared-capacities": "contracts",
    "dialogue-entries": "contracts",
    "managed-contracts": "contracts",
    "propositions": "contracts",
    "incentives": "contracts",
    "reduction-aims": "contracts",
    "acs-designs": "contracts",
    "pools": "budgets",
    "pathways": "referrals",
    "referrals": "referrals",
    "erasures": "referrals",
    "access-log": "referrals",
    "delegations": "contracts",
    "legal-advice": "contracts",
    "escalations": "contracts",
    "positions": "contracts",
    "decisions": "contracts",
    "decision-rights": "contracts",
    "governance-bodies": "contracts",
}
"""The first segment below /api/v1, and the service it belongs to."""

OPERATIONS = "operations"
"""Below it, the second segment is the service that operators mean."""

SERVICES = tuple(sorted(set(OWNERS.values())))
PREFIXES = (*OWNERS, *(f"{OPERATIONS}/{service}" for service in SERVICES))
"""What paths that pass through begin with, below /api/v1; the gateway answers for its own operations."""

# RFC 3986 §3.3, a segment: what stands there unencoded, or percent-encoded.
_SEGMENT = re.compile(rb"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})+")
_UNTOUCHED = re.compile(rb"[A-Za-z0-9_-]+")


def owner_of(first: str, second: str = "") -> str | None:
    """The service that answers for paths beginning so; None when none does, or the gateway itself."""
    if first == OPERATIONS:
        return second if second in OWNERS.values() else None
    return OWNERS.get(first)


@dataclass(frozen=True, slots=True)
class Passage:
    """`service` owns it and knows it as `path`; `template` names it in metrics and logs."""

    service: str
    path: bytes
    template: str


def find_passage(raw_path: bytes) -> Passage | None:
    """Where a path as it came over the wire leads; None when nowhere, or when its parts could be read two ways."""
    prefix = f"{PUBLIC}/".encode()
    if not raw_path.startswith(prefix):
        return None
    first, *rest = raw_path[len(prefix) :].split(b"/")
    owner = owner_of(first.decode("latin-1"), rest[0].decode("latin-1") if rest else "")
    if owner is None or not all(map(_is_plain, rest)):
        return None
    return Passage(owner, raw_path[len(PUBLIC) :], f"{PUBLIC}/{first.decode()}/*")


def _is_plain(segment: bytes) -> bool:
    if _UNTOUCHED.fullmatch(segment):
        return True
    if not _SEGMENT.fullmatch(segment):
        return False
    try:
        meant = unquote_to_bytes(segment).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return meant not in (".", "..") and meant.isprintable() and not set(meant) & set("/\\%")
