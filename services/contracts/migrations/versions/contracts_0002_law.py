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
