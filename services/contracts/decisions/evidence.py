"""Evidence as it stood at a decision: the version of each resource of this service, the moment for all others."""

import re
from collections.abc import Sequence
from uuid import UUID

from shared.events.contracts.decisions import CitedEvidence, SeenEvidence
from shared.kernel.refusals import NotFound
from shared.web.call import Call

_RESOURCE = re.compile(r"(?:/api/v1)?(?P<path>/[a-z0-9-]+)/(?P<key>[0-9a-f-]{36})")


async def look_at(call: Call, cited: Sequence[CitedEvidence]) -> tuple[tuple[SeenEvidence, ...], tuple[int, ...]]:
    """The evidence as it stands now, and the places of what this service should have and the caller cannot read."""
    seen: list[SeenEvidence] = []
    missing: list[int] = []
    for place, one in enumerate(cited):
        try:
            seen.append(await _seen(call, one))
        except NotFound:
            missing.append(place)
    return tuple(seen), tuple(missing)


async def _seen(call: Call, cited: CitedEvidence) -> SeenEvidence:
    resource = _RESOURCE.fullmatch(cited.uri)
    if resource is None:
        return SeenEvidence(what=cited.what, uri=cited.uri, version=None, read_at=None)
    uri = f"{resource['path']}/{resource['key']}"
    for capability in call.service.card.capabilities:
        if capability.path == resource["path"]:
            row = await call.row(capability, UUID(resource["key"]), capability.read_action)
            version: int = row.version
            return SeenEvidence(what=cited.what, uri=uri, version=version, read_at=f"{uri}?as_of={version}")
    moment = call.now.isoformat().replace("+00:00", "Z")
    return SeenEvidence(what=cited.what, uri=uri, version=None, read_at=f"{uri}?as_of={moment}")
