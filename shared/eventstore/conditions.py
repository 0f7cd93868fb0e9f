"""What must not be so when an item is written, looked up under the append lock: nothing can change in between."""

from collections import defaultdict
from collections.abc import Sequence

from shared.eventstore.database import Connection
from shared.eventstore.items import Item, Unless


async def barred(connection: Connection, items: Sequence[Item]) -> frozenset[Unless]:
    """The conditions of `items` that are so: one question per kind of condition, none when there are none."""
    asked: dict[str, set[Unless]] = defaultdict(set)
    for item in items:
        if item.unless is not None:
            asked[item.unless.sql].add(item.unless)
    found: set[Unless] = set()
    for sql, conditions in asked.items():
        so = {record[0] for record in await connection.fetch(sql, [one.value for one in conditions])}
        found |= {one for one in conditions if one.value in so}
    return frozenset(found)
