"""What holds wherever organisations, localities and other codes are listed."""

from collections.abc import Collection, Hashable, Mapping, Sequence

from services.contracts.register.refusals import NotACommissioner, UnknownLocality
from services.contracts.register.registering import COMMISSIONING_KINDS
from shared.kernel.organisations import OrgKind
from shared.kernel.refusals import Refused


class NamedTwice(Refused):
    rule = "What stands in a list stands there once"


def each_once(field: str, values: Sequence[Hashable]) -> None:
    """Refuse the second of two that are the same; `field` names the list."""
    for place, value in enumerate(values):
        if value in values[:place]:
            raise NamedTwice("The same is named more than once.", field=f"{field}.{place}")


def all_commission(commissioners: Sequence[str], kinds: Mapping[str, OrgKind]) -> None:
    """Refuse who commissions nothing; `kinds` knows what each of `commissioners` is."""
    each_once("commissioners", commissioners)
    for place, code in enumerate(commissioners):
        if kinds[code] not in COMMISSIONING_KINDS:
            what = kinds[code].replace("_", " ")
            raise NotACommissioner(f"{code} is a {what}, which commissions nothing.", field=f"commissioners.{place}")


def all_known(localities: Sequence[str], known: Collection[str]) -> None:
    """Refuse a locality the installation does not know; where it knows none, every one is taken as it is."""
    each_once("localities", localities)
    for place, locality in enumerate(localities):
        if known and locality not in known:
            raise UnknownLocality("No locality has the code given.", field=f"localities.{place}")
