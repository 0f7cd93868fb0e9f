"""assurance, outcomes"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "contracts_0008"
down_revision = "contracts_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _isap_cases()


def _every_row() -> tuple[sa.Column, ...]:
    return (
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("parties", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    )


def _json(name: str) -> sa.Column:
    return sa.Column(name, postgresql.JSONB(astext_type=sa.Text()), nullable=False)


def _codes(name: str) -> sa.Column:
    return sa.Column(name, postgresql.ARRAY(sa.Text()), nullable=False)


def _isap_cases() -> None:
    op.create_table(
        "isap_cases",
        *_every_row(),
        sa.Column("isap_case_id", sa.Uuid(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        _codes("commissioners"),
        _codes("localities"),
        sa.Column("strategy_id", sa.Uuid(), nullable=True),
        sa.Column("procurement_id", sa.Uuid(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("applies", sa.Boolean(), nullable=False),
        _codes("triggers"),
        _json("screening"),
        sa.Column("screening_reason", sa.String(), nullable=True),
        sa.Column("screened_on", sa.Date(), nullable=True),
        _json("checkpoints"),
        _codes("passed"),
        _json("conditions"),
        sa.Column("open_conditions", sa.Integer(), nullable=False),
        sa.Column("overdue_conditions", sa.Integer(), nullable=False),
        _json("scrutinies"),
        sa.Column("last_outcome", sa.Text(), nullable=True),
        sa.Column("submitted_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("isap_case_id"),
        sa.UniqueConstraint("ref", name="uq_isap_cases_ref"),
        sa.UniqueConstraint("procurement_id", name="uq_isap_cases_procurement"),
    )
    op.create_index("ix_isap_cases_strategy", "isap_cases", ["strategy_id"])
    op.create_index("ix_isap_cases_stage", "isap_cases", ["stage"])
