"""ocds"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "contracts_0007"
down_revision = "contracts_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was published, and imports of contracts."""
    op.create_table(
        "ocds_processes",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("parties", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("ocid", sa.String(), nullable=False),
        sa.Column("releases", sa.Integer(), nullable=False),
        sa.Column("first_dated", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_dated", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tells_of", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.PrimaryKeyConstraint("process_id"),
    )
    op.create_index("ix_ocds_processes_ocid", "ocds_processes", ["ocid"], unique=True)
    op.create_table(
        "ocds_releases",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("parties", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("release_id", sa.String(), nullable=False),
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("ocid", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("release", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("release_id"),
    )
    op.create_index("ix_ocds_releases_ocid", "ocds_releases", ["ocid", "number"])
    op.create_index("ix_ocds_releases_event_id", "ocds_releases", ["event_id"], unique=True)
    op.create_table(
        "contract_imports",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("parties", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("contract_import_id", sa.Uuid(), nullable=False),
        sa.Column("layout", sa.Text(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("approval", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("progress_bp", sa.Integer(), nullable=False),
        sa.Column("imported", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("contract_import_id"),
    )
    op.create_index("ix_contract_imports_status", "contract_imports", ["status"])
    op.create_table(
        "contract_import_lines",
        sa.Column("contract_import_id", sa.Uuid(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=True),
        sa.Column("taken_in_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("contract_import_id", "row"),
    )
    op.create_index("ix_contract_import_lines_subject", "contract_import_lines", ["contract_import_id", "subject"])
