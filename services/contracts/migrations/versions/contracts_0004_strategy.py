"""strategy, alliance agreements, incentives, programmes"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "contracts_0004"
down_revision = "contracts_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "strategies",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("parties", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("strategy_id", sa.Uuid(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("commissioners", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("localities", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("service_lines", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("cpv", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("estimated_value_pence", sa.BigInteger(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("case", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("case_version", sa.Integer(), nullable=False),
        sa.Column("contract_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("priorities", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("supersedes", sa.Uuid(), nullable=True),
        sa.Column("proposed_by", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("appraisals", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("comparison", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("chosen_route", sa.Text(), nullable=True),
        sa.Column("rationale", sa.String(), nullable=True),
        sa.Column("roadmap", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("legality", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("delegation_id", sa.Uuid(), nullable=True),
        sa.Column("decision_id", sa.Uuid(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("superseded_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("strategy_id"),
        sa.UniqueConstraint("ref", name="uq_strategies_ref"),
    )
    op.create_index("ix_strategies_parties", "strategies", ["parties"], unique=False, postgresql_using="gin")
    op.create_index("ix_strategies_status", "strategies", ["status", "strategy_id"], unique=False)
    op.create_table(
        "alliance_agreements",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("parties", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("alliance_agreement_id", sa.Uuid(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("localities", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("members", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("unsigned", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("contracts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("contract_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("principles", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("terms_of_reference", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("supply_chain", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("resources", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("alliance_agreement_id"),
        sa.UniqueConstraint("ref", name="uq_alliance_agreements_ref"),
    )
    op.create_index(
        "ix_alliance_agreements_parties", "alliance_agreements", ["parties"], unique=False, postgresql_using="gin"
    )
    op.create_index(
        "ix_alliance_agreements_status", "alliance_agreements", ["status", "alliance_agreement_id"], unique=False
    )
    op.create_table(
        "incentives",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("parties", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("incentive_id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("contract_ref", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("localities", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("commissioners", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("beneficiary", sa.String(), nullable=False),
        sa.Column("beneficiary_group", sa.String(), nullable=False),
        sa.Column("terms", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("activity", sa.String(), nullable=True),
        sa.Column("rewards", sa.String(), nullable=False),
        sa.Column("registered_by", sa.String(), nullable=False),
        sa.Column("perverse", sa.Boolean(), nullable=False),
        sa.Column("flags", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("review_outcome", sa.Text(), nullable=True),
        sa.Column("review_reasons", sa.String(), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("review_outstanding", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("incentive_id"),
    )
    op.create_index("ix_incentives_activity", "incentives", ["activity"], unique=False)
    op.create_index("ix_incentives_contract", "incentives", ["contract_id"], unique=False)
    op.create_index("ix_incentives_parties", "incentives", ["parties"], unique=False, postgresql_using="gin")
    op.create_index("ix_incentives_perverse", "incentives", ["perverse", "incentive_id"], unique=False)
    op.create_table(
        "reduction_aims",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("parties", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reduction_aim_id", sa.Uuid(), nullable=False),
        sa.Column("activity", sa.String(), nullable=False),
        sa.Column("pursued", sa.Boolean(), nullable=False),
        sa.Column("localities", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("declared_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("reduction_aim_id"),
    )
    op.create_index("ix_reduction_aims_activity", "reduction_aims", ["activity", "pursued"], unique=False)
    op.create_index("ix_reduction_aims_parties", "reduction_aims", ["parties"], unique=False, postgresql_using="gin")
    op.create_table(
        "programmes",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("parties", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("aim", sa.String(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("rag", sa.Text(), nullable=True),
        sa.Column("reviewed_rag", sa.Text(), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("narrative", sa.String(), nullable=True),
        sa.Column("decisions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("locality_standings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("partners", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("organisations", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("bridges_sides", sa.Boolean(), nullable=False),
        sa.Column("localities", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("milestones", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("overdue_milestones", sa.Integer(), nullable=False),
        sa.Column("issues", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("open_issues", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("programme_id"),
        sa.UniqueConstraint("ref", name="uq_programmes_ref"),
    )
    op.create_index("ix_programmes_parties", "programmes", ["parties"], unique=False, postgresql_using="gin")
    op.create_index("ix_programmes_status", "programmes", ["status", "programme_id"], unique=False)
    op.create_table(
        "initiatives",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("parties", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("sponsors", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("localities", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=True),
        sa.Column("networks", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("networks_now", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("practices", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("practices_reached", sa.Integer(), nullable=False),
        sa.Column("workforce", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("workforce_figures", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("initiative_id"),
        sa.UniqueConstraint("ref", name="uq_initiatives_ref"),
    )
    op.create_index("ix_initiatives_kind", "initiatives", ["kind", "initiative_id"], unique=False)
    op.create_index("ix_initiatives_parties", "initiatives", ["parties"], unique=False, postgresql_using="gin")
    op.create_table(
        "shared_capacities",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("parties", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shared_capacity_id", sa.Uuid(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("resource", sa.String(), nullable=False),
        sa.Column("why_scarce", sa.String(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("localities", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("per", sa.Text(), nullable=False),
        sa.Column("total_units", sa.Integer(), nullable=False),
        sa.Column("shares", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("unallocated_units", sa.Integer(), nullable=False),
        sa.Column("offered_units", sa.Integer(), nullable=False),
        sa.Column("used_units", sa.Integer(), nullable=False),
        sa.Column("utilisation_bp", sa.Integer(), nullable=True),
        sa.Column("used_to", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("shared_capacity_id"),
        sa.UniqueConstraint("ref", name="uq_shared_capacities_ref"),
    )
    op.create_index(
        "ix_shared_capacities_parties", "shared_capacities", ["parties"], unique=False, postgresql_using="gin"
    )
