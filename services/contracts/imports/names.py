"""Who is meant: organisations as sources name them, by code, by identifier or by full name."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from services.contracts.imports.refusals import OrganisationNotKnown
from shared.kernel.organisations import Organisations

_CODED = re.compile(r"\(([A-Z0-9]{3,12})\)$")
_SAME = {"ltd": "limited", "&": "and"}


class Names:
    """Finds organisations of an installation; one name that two of them bear finds neither."""

    def __init__(self, organisations: Organisations) -> None:
        self._organisations = organisations
        by_name: dict[str, set[str]] = defaultdict(set)
        for one in organisations.values():
            by_name[_plain(one.name)].add(one.code)
        self._by_name = {name: codes.pop() for name, codes in by_name.items() if len(codes) == 1}

    def codes_of(self, named: Iterable[str], field: str) -> Sequence[str]:
        """The code of each, once; OrganisationNotKnown naming the first that is not known."""
        return tuple(dict.fromkeys(self._code(one, field) for one in named))

    def _code(self, named: str, field: str) -> str:
        named = named.strip()
        coded = _CODED.search(named)
        for code in (named, named.removeprefix("GB-NHS-"), coded[1] if coded else ""):
            if code in self._organisations:
                return code
        code = self._by_name.get(_plain(named))
        if code is None:
            raise OrganisationNotKnown(
                f"No organisation of this installation is called “{named[:120]}” or has this code; add it with its "
                "code and send the file again.",
                field=field,
            )
        return code


def _plain(name: str) -> str:
    words = re.sub(r"[^\w&]+", " ", name.casefold()).split()
    return " ".join(_SAME.get(word, word) for word in words if word != "the")
