"""What must not be so when an item is written, looked up under the append lock: nothing can change in between."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from shared.eventstore.database import Connection
from shared.eventstore.items import Item, Unless


async def barred(connection: Connection, items: Sequence[Item]) -> frozenset[Unless]:
    """The conditions of `items` that are so: one question per kind of condition, none when there are none.

    What is written together is not seen by these questions. So of two items that ask different things about one value
    the later fails, as if the earlier were written already: it may be what makes its condition so.
    """
    asked: dict[str, set[Unless]] = defaultdict(set)
    for item in items:
        if item.unless is not None:
            asked[item.unless.sql].add(item.unless)
    found: set[Unless] = set()
    for sql, conditions in asked.items():
        so = {record[0] for record in await connection.fetch(sql, [one.value for one in conditions])}
        found |= {one for one in conditions if one.value in so}
    return frozenset(found | _together(item.unless for item in items if item.unless not in found))


def _together(conditions: Iterable[Unless | None]) -> set[Unless]:
    first: dict[str, str] = {}
    return {one for one in conditions if one is not None and first.setdefault(one.value, one.sql) != one.sql}
