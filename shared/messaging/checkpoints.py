"""How far something has come in a source's positions: one row by name."""

from shared.eventstore.database import Connection


async def read(connection: Connection, name: str) -> int:
    """The position; 0 at the very beginning."""
    position = await connection.fetchval("SELECT position FROM checkpoints WHERE name = $1", name)
    return int(position or 0)


async def move(connection: Connection, name: str, to: int) -> None:
    """Set the position, forwards or back."""
    await connection.execute(
        "INSERT INTO checkpoints (name, position) VALUES ($1, $2)"
        " ON CONFLICT (name) DO UPDATE SET position = excluded.position",
        name,
        to,
    )
