"""modifications"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "contracts_0002"
down_revision = "contracts_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Contracts know where they come from, what they allow, what changed them and what follows them."""
    for name in (
        "procurement_id",
        "delegation_id",
        "outcomes_framework_id",
        "expiry_procurement_id",
        "acs_contract_id",
    ):
        op.add_column("contracts", sa.Column(name, sa.Uuid(), nullable=True))
    for name in ("population", "no_budget_line_reason", "expiry_plan", "expiry_plan_reason"):
        op.add_column("contracts", sa.Column(name, sa.String(), nullable=True))
    op.add_column("contracts", sa.Column("procurement_began_on", sa.Date(), nullable=True))
    op.add_column("contracts", sa.Column("alerted_months", sa.Integer(), nullable=True))
    for name in ("investments", "review_clauses", "review_points", "modifications"):
        nothing = sa.Column(name, postgresql.JSONB(astext_type=sa.Text()), nullable=False, server_default="[]")
        op.add_column("contracts", nothing)
        op.alter_column("contracts", name, server_default=None)
    op.add_column("contracts", sa.Column("invested_pence", sa.BigInteger(), nullable=False, server_default="0"))
    op.alter_column("contracts", "invested_pence", server_default=None)
    op.create_index("ix_contracts_status_current_end", "contracts", ["status", "current_end"])
    for name in ("parties", "provider_codes", "commissioners", "localities"):
        op.create_index(f"ix_contracts_{name}", "contracts", [name], postgresql_using="gin")
    _create_modifications()


def _create_modifications() -> None:
    texts = ("ref", "contract_ref", "title", "rationale")
    absent = ("clause_ref", "ground", "advice", "notice_ref", "rejected_because")
    days = ("assessed_on", "notice_due_on", "notice_published_on", "agreed_on", "new_end")
    parts = ("facts", "limits", "considered", "notices")
    op.create_table(
        "modifications",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("modification_id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("regime", sa.Text(), nullable=True),
        sa.Column("ground_code", sa.Text(), nullable=True),
        *(
            sa.Column(name, postgresql.ARRAY(sa.Text()), nullable=False)
            for name in ("parties", "commissioners", "localities", "reasons", "citations")
        ),
        *(sa.Column(name, sa.String(), nullable=False) for name in (*texts, "proposed_by")),
        *(sa.Column(name, sa.String(), nullable=True) for name in absent),
        *(sa.Column(name, postgresql.JSONB(astext_type=sa.Text()), nullable=False) for name in parts),
        *(sa.Column(name, sa.Date(), nullable=True) for name in days),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("delta_value_pence", sa.BigInteger(), nullable=False),
        sa.Column("delta_term_days", sa.Integer(), nullable=False),
        sa.Column("cumulative_pence", sa.BigInteger(), nullable=True),
        sa.Column("new_value_pence", sa.BigInteger(), nullable=True),
        sa.Column("character_change", sa.Boolean(), nullable=False),
        sa.Column("notice_overdue", sa.Boolean(), nullable=False),
        sa.Column("delegation_id", sa.Uuid(), nullable=True),
        sa.Column("procurement_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("modification_id"),
        sa.UniqueConstraint("ref", name="uq_modifications_ref"),
    )
    op.create_index("ix_modifications_contract_id", "modifications", ["contract_id"])
    op.create_index("ix_modifications_status", "modifications", ["status"])
    op.create_index("ix_modifications_parties", "modifications", ["parties"], postgresql_using="gin")
