"""What must hold of every erasure, counted in the database: no approved erasure leaves a living key."""

from shared.eventstore.database import Connection
from shared.verify.findings import Findings

_LIVING = """
SELECT stream_id, version, position FROM events JOIN person_keys ON person_ref = data->>'person_ref'
WHERE type = 'ErasureApproved' AND (wrapped_key IS NOT NULL OR destroyed_at IS NULL) ORDER BY position
"""


async def check_erasures(connection: Connection, found: Findings) -> None:
    """The keys of all who were erased are destroyed; a service that is running destroys them again by itself."""
    for record in await connection.fetch(_LIVING):
        place = {"stream_id": record["stream_id"], "version": record["version"], "position": record["position"]}
        found.add("erasures", "different", "the erasure was approved and the person's key lives", **place)
