"""Who is who: organisations by ODS code (boroughs by GSS code), their kind, commissioner and locality."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Annotated

from pydantic import Field

from shared.kernel.refusals import Refused

ORG_CODE = r"^[A-Z0-9]{3,12}$"
OrgCode = Annotated[str, Field(pattern=ORG_CODE, description="ODS code, or GSS code of a borough")]


class OrgKind(StrEnum):
    """What an organisation is; decides whether it may be a partner of a section 75 pool."""

    CCG = "ccg"
    ICB = "icb"
    NHS_TRUST = "nhs_trust"
    BOROUGH = "borough"
    GP_PRACTICE = "gp_practice"
    GP_NETWORK = "gp_network"
    GP_FEDERATION = "gp_federation"
    VOLUNTARY = "voluntary"
    ALLIANCE = "alliance"


POOL_PARTNER_KINDS = frozenset({OrgKind.CCG, OrgKind.ICB, OrgKind.NHS_TRUST, OrgKind.BOROUGH})
"""NHS bodies and local authorities: the only partners of a pooled fund (NHS Act 2006 s75, SI 2000/617)."""


@dataclass(frozen=True)
class Organisation:
    """One organisation; `commissioner`, `locality` and `network` are codes, present for GP practices and networks."""

    code: str
    name: str
    kind: OrgKind
    commissioner: str | None = None
    locality: str | None = None
    network: str | None = None
    opened: date | None = None
    closed: date | None = None


class UnknownOrganisation(Refused):
    """No organisation has this code."""

    rule = "Organisations are named by their ODS code (boroughs by their GSS code)"


class Organisations(Mapping[str, Organisation]):
    """The organisations an installation knows, by code."""

    def __init__(self, organisations: Iterable[Organisation]) -> None:
        self._by_code = {organisation.code: organisation for organisation in organisations}

    def __getitem__(self, code: str) -> Organisation:
        return self._by_code[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_code)

    def __len__(self) -> int:
        return len(self._by_code)

    @cached_property
    def localities(self) -> frozenset[str]:
        """The codes of all localities that practices and networks lie in."""
        return frozenset(one.locality for one in self._by_code.values() if one.locality)

    def known(self, code: str, field: str) -> Organisation:
        """The organisation with this code; `UnknownOrganisation` naming `field` otherwise."""
        if code not in self._by_code:
            # The code is not repeated: what was typed in its place may be an NHS number.
            raise UnknownOrganisation("No organisation has the code given.", field=field)
        return self._by_code[code]
