"""market, specifications, dialogue"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "contracts_0009"
down_revision = "contracts_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "provider_assessments",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("parties", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("exercise", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("commissioners", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("localities", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("services_sought", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("respond_by", sa.Date(), nullable=False),
        sa.Column("invited_on", sa.Date(), nullable=False),
        sa.Column("services_offered", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("capability", sa.String(), nullable=True),
        sa.Column("evidence", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("declined_because", sa.String(), nullable=True),
        sa.Column("competencies_scored_once", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("competencies_scored_twice", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("decision_reasons", sa.String(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("assessment_id"),
        sa.UniqueConstraint("exercise", "provider", name="uq_provider_assessments_exercise_provider"),
    )
    op.create_table(
        "provider_assessment_scores",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("parties", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("exercise", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("opinions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("results", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("to_moderate", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("assessment_id"),
    )
    op.create_table(
        "propositions",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("parties", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposition_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("design_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("commissioners", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("lead", sa.String(), nullable=False),
        sa.Column("contributors", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("contributor_codes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("localities", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("submit_by", sa.Date(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("versions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_because", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("proposition_id"),
    )
    op.create_table(
        "specifications",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("parties", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("specification_id", sa.Uuid(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("commissioners", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("localities", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("versions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("in_force_no", sa.Integer(), nullable=True),
        sa.Column("draft_no", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("specification_id"),
        sa.UniqueConstraint("ref", name="uq_specifications_ref"),
    )
    op.create_table(
        "stakeholders",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("parties", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stakeholder_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("commissioners", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("localities", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("positions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("stances", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("topics", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("stakeholder_id"),
    )
    op.create_table(
        "challenges",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("parties", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("stakeholder", sa.String(), nullable=False),
        sa.Column("stakeholder_id", sa.Uuid(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("mechanism", sa.Text(), nullable=False),
        sa.Column("issue", sa.String(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("response_due_on", sa.Date(), nullable=False),
        sa.Column("commissioners", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("localities", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("overdue", sa.Boolean(), nullable=False),
        sa.Column("debates", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closing_reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("challenge_id"),
    )
    op.create_index("ix_challenges_status_due", "challenges", ["status", "response_due_on"], unique=False)
