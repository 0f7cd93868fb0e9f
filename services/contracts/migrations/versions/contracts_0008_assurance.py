"""assurance, outcomes"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "contracts_0008"
down_revision = "contracts_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _isap_cases()
    _assurance_contacts()
    _regulatory_flexibilities()
    _outcomes_frameworks()


def _every_row() -> "tuple[sa.Column[Any], ...]":
    return (
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("parties", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    )


def _json(name: str) -> "sa.Column[Any]":
    return sa.Column(name, postgresql.JSONB(astext_type=sa.Text()), nullable=False)


def _codes(name: str) -> "sa.Column[Any]":
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


def _assurance_contacts() -> None:
    op.create_table(
        "assurance_contacts",
        *_every_row(),
        sa.Column("assurance_contact_id", sa.Uuid(), nullable=False),
        _codes("localities"),
        sa.Column("regulator", sa.String(), nullable=False),
        sa.Column("regulator_name", sa.String(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("isap_case_id", sa.Uuid(), nullable=True),
        sa.Column("contract_id", sa.Uuid(), nullable=True),
        _json("findings"),
        sa.Column("open_findings", sa.Integer(), nullable=False),
        sa.Column("overdue_findings", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("assurance_contact_id"),
    )
    op.create_index("ix_assurance_contacts_regulator", "assurance_contacts", ["regulator"])
    op.create_index("ix_assurance_contacts_isap_case", "assurance_contacts", ["isap_case_id"])
    op.create_index("ix_assurance_contacts_contract", "assurance_contacts", ["contract_id"])


def _regulatory_flexibilities() -> None:
    op.create_table(
        "regulatory_flexibilities",
        *_every_row(),
        sa.Column("regulatory_flexibility_id", sa.Uuid(), nullable=False),
        _codes("localities"),
        sa.Column("regulator", sa.String(), nullable=False),
        sa.Column("regulator_name", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("granted_start", sa.Date(), nullable=True),
        sa.Column("granted_end", sa.Date(), nullable=True),
        sa.Column("terms", sa.String(), nullable=True),
        _json("evidence"),
        sa.Column("withdrawn_because", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("regulatory_flexibility_id"),
    )
    op.create_index("ix_regulatory_flexibilities_regulator", "regulatory_flexibilities", ["regulator"])
    op.create_index("ix_regulatory_flexibilities_status", "regulatory_flexibilities", ["status"])


def _outcomes_frameworks() -> None:
    op.create_table(
        "outcomes_frameworks",
        *_every_row(),
        sa.Column("outcomes_framework_id", sa.Uuid(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("supersedes_id", sa.Uuid(), nullable=True),
        sa.Column("superseded_by_id", sa.Uuid(), nullable=True),
        sa.Column("superseded_from", sa.Date(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        _codes("commissioners"),
        _codes("providers"),
        _codes("localities"),
        sa.Column("population", sa.String(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=True),
        sa.Column("contract_ref", sa.String(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("from_day", sa.Date(), nullable=True),
        _json("at_risk"),
        _json("shares"),
        _json("indicators"),
        sa.Column("weight_bp", sa.Integer(), nullable=False),
        _codes("proposers"),
        _json("measurements"),
        _json("scores"),
        sa.Column("latest_score_year", sa.Integer(), nullable=True),
        sa.Column("latest_score_bp", sa.Integer(), nullable=True),
        _json("payments"),
        sa.Column("earned_pence", sa.BigInteger(), nullable=False),
        sa.Column("withheld_pence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("outcomes_framework_id"),
        sa.UniqueConstraint("ref", "version_no", name="uq_outcomes_frameworks_version"),
        sa.UniqueConstraint("contract_id", "version_no", name="uq_outcomes_frameworks_contract"),
    )
    op.create_index("ix_outcomes_frameworks_supersedes", "outcomes_frameworks", ["supersedes_id"])
    op.create_index("ix_outcomes_frameworks_status", "outcomes_frameworks", ["status"])
