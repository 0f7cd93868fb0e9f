"""Which views were rebuilt, so that nothing is decided on a row that a rebuild has replaced."""

import sqlalchemy as sa
from alembic import op

revision = "kernel_0004"
down_revision = "kernel_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The table of shared/eventstore/tables.py that came fourth."""
    op.create_table(
        "rebuilds",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("view", sa.Text(), nullable=False),
        sa.Column("rebuilt_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
