"""What else the contracts service tells of, and whether somebody has planned what follows a contract."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "gateway_0002"
down_revision = "gateway_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No plan was known of any contract before; the figures that rest on it are filled by a rebuild."""
    op.create_table(
        "alliance_matters",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("parties", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("localities", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("thing_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("matter_id"),
    )
    op.add_column("alliance_contracts", sa.Column("planned", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("alliance_contracts", "planned", server_default=None)
