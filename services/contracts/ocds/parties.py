"""Organisations as OCDS names them: by a register's scheme of org-id.guide and the code in it.

NHS organisations go by their ODS code under GB-NHS. Boroughs go by their code in the register of local authorities for
England under GB-LAE: the installation knows them by GSS codes, which name areas and stand in no such list, so that
local_authorities.csv says which authority governs which area; one that is missing there is told under its area.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from shared.kernel.organisations import Organisation, Organisations, OrgKind

Party = dict[str, Any]


@cache
def _authorities() -> Mapping[str, str]:
    """Codes of local authorities by the GSS code of their area."""
    with (Path(__file__).parent / "local_authorities.csv").open(newline="", encoding="utf-8") as lines:
        return {line["gss"]: line["local_authority"] for line in csv.DictReader(lines)}


def _identifier(organisation: Organisation) -> tuple[str, str]:
    if organisation.kind is not OrgKind.BOROUGH:
        return "GB-NHS", organisation.code
    authority = _authorities().get(organisation.code)
    return ("GB-LAE", authority) if authority else ("GB-GSS", organisation.code)


def _known(organisations: Organisations, code: str) -> Organisation:
    return organisations.get(code) or Organisation(code=code, name=code, kind=OrgKind.ALLIANCE)


def reference(organisations: Organisations, code: str) -> dict[str, str]:
    """The short form, wherever an organisation is spoken of."""
    organisation = _known(organisations, code)
    return {"id": "-".join(_identifier(organisation)), "name": organisation.name}


def references(organisations: Organisations, codes: Iterable[str]) -> Sequence[dict[str, str]]:
    """Several, each once."""
    return [reference(organisations, code) for code in dict.fromkeys(codes)]


def parties(organisations: Organisations, roles: Mapping[str, Sequence[str]]) -> Sequence[Party]:
    """The long form of organisations by code, with the roles each has in the process."""
    told = []
    for code, played in roles.items():
        organisation = _known(organisations, code)
        scheme, identifier = _identifier(organisation)
        told.append(
            reference(organisations, code)
            | {
                "identifier": {"scheme": scheme, "id": identifier, "legalName": organisation.name},
                "roles": list(played),
            }
        )
    return told
