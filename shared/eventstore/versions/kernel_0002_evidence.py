"""Digests that show tampering, snapshots of long streams, and the log of who read about whom."""

import sqlalchemy as sa
from alembic import op

from shared.eventstore import chain

revision = "kernel_0002"
down_revision = "kernel_0001"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
AT_ONCE = 1_000

NEXT = sa.text(
    "SELECT position, stream_id, version, event_id, type, schema_version, data::text AS data,"
    " metadata::text AS metadata, occurred_at FROM events WHERE (stream_id, version) > (:stream_id, :version)"
    " ORDER BY stream_id, version LIMIT :at_once"
)
CHAIN = sa.text(
    "UPDATE events SET digest = decode(made.digest, 'hex')"
    " FROM unnest(CAST(:positions AS bigint[]), CAST(:digests AS text[])) AS made(position, digest)"
    " WHERE events.position = made.position"
)


def upgrade() -> None:
    """The tables of shared/eventstore/tables.py that came second."""
    op.add_column("events", sa.Column("digest", sa.LargeBinary()))
    _chain_what_is_stored()
    op.alter_column("events", "digest", nullable=False)
    op.create_table(
        "snapshots",
        sa.Column("stream_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("shape", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("stream_id"),
    )
    op.create_table(
        "daily_digests",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("events", sa.BigInteger(), nullable=False),
        sa.Column("last_position", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("day"),
    )
    op.create_table(
        "access_log",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("read_at", INSTANT, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("org", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("stream_id", sa.Text(), nullable=False),
        sa.Column("person_ref", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id"),
    )
    op.create_index("ix_access_log_person_ref", "access_log", ["person_ref"])
    op.create_index("ix_access_log_stream_id", "access_log", ["stream_id"])


def _chain_what_is_stored() -> None:
    """Stream by stream, a bounded number of events at a time."""
    connection = op.get_bind()
    stream_id, version, digest = "", 0, chain.START
    while stored := connection.execute(
        NEXT, {"stream_id": stream_id, "version": version, "at_once": AT_ONCE}
    ).fetchall():
        digests = []
        for event in stored:
            if event.stream_id != stream_id:
                stream_id, digest = event.stream_id, chain.START
            version = event.version
            what = chain.said(
                event.event_id, event.type, event.schema_version, event.data, event.metadata, event.occurred_at
            )
            digest = chain.link(digest, event.position, stream_id, version, what)
            digests.append(digest.hex())
        connection.execute(CHAIN, {"positions": [event.position for event in stored], "digests": digests})
