"""places, scope, design"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "contracts_0006"
down_revision = "contracts_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _places()
    _place_imports()
    _service_alignments()
    _documents()
    _scope_items()
    _acs_designs()


def _resource() -> list[sa.Column[object]]:
    return [
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("parties", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    ]


def _json(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, postgresql.JSONB(astext_type=sa.Text()), nullable=nullable)


def _codes(name: str) -> sa.Column[object]:
    return sa.Column(name, postgresql.ARRAY(sa.Text()), nullable=False)


def _places() -> None:
    op.create_table(
        "places",
        *_resource(),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=True),
        sa.Column("commissioner", sa.String(), nullable=True),
        sa.Column("ods_status", sa.Text(), nullable=True),
        sa.Column("opened", sa.Date(), nullable=True),
        sa.Column("closed", sa.Date(), nullable=True),
        _json("joined"),
        _json("memberships"),
        _json("source", nullable=True),
        sa.PrimaryKeyConstraint("place_id"),
        sa.UniqueConstraint("code", name="uq_places_code"),
    )
    op.create_index("ix_places_kind", "places", ["kind"])
    op.create_index("ix_places_commissioner", "places", ["commissioner"])
    op.create_table(
        "place_memberships",
        *_resource(),
        sa.Column("membership_id", sa.String(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("to_code", sa.String(), nullable=False),
        sa.Column("to_kind", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("membership_id"),
    )
    op.create_index("ix_place_memberships_code", "place_memberships", ["code"])
    op.create_index("ix_place_memberships_to_code", "place_memberships", ["to_code"])


def _place_imports() -> None:
    op.create_table(
        "place_imports",
        *_resource(),
        sa.Column("place_import_id", sa.Uuid(), nullable=False),
        sa.Column("layout", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("rows", "done", "progress_bp", "imported", "unchanged", "refused")
        ),
        sa.PrimaryKeyConstraint("place_import_id"),
    )
    op.create_index("ix_place_imports_status", "place_imports", ["status"])
    op.create_table(
        "place_import_lines",
        sa.Column("place_import_id", sa.Uuid(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("record", sa.Text(), nullable=True),
        sa.Column("taken_in_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("place_import_id", "row"),
    )


def _service_alignments() -> None:
    op.create_table(
        "service_alignments",
        *_resource(),
        sa.Column("service_alignment_id", sa.Uuid(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("locality", sa.String(), nullable=False),
        sa.Column("alignment", sa.Text(), nullable=False),
        _json("evidence"),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("service_alignment_id"),
    )
    op.create_index("ix_service_alignments_locality", "service_alignments", ["locality"])


def _documents() -> None:
    op.create_table(
        "documents",
        *_resource(),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        _codes("localities"),
        _json("versions"),
        sa.Column("newest_label", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("kept_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("document_id"),
        sa.UniqueConstraint("ref", name="uq_documents_ref"),
    )
    op.create_index("ix_documents_kind", "documents", ["kind"])


def _scope_items() -> None:
    op.create_table(
        "scope_items",
        *_resource(),
        sa.Column("scope_item_id", sa.Uuid(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("sector", sa.Text(), nullable=False),
        sa.Column("opportunity", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        _json("cohort"),
        _codes("localities"),
        _codes("commissioners"),
        _codes("providers"),
        sa.Column("rationale", sa.String(), nullable=False),
        _json("linked_services"),
        _json("evidence"),
        _json("engagements"),
        _json("consultations"),
        _json("decisions"),
        _json("phases"),
        sa.Column("deferred_until", sa.Date(), nullable=True),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("scope_item_id"),
        sa.UniqueConstraint("ref", name="uq_scope_items_ref"),
    )
    op.create_index("ix_scope_items_status", "scope_items", ["status"])


def _acs_designs() -> None:
    op.create_table(
        "acs_designs",
        *_resource(),
        sa.Column("acs_design_id", sa.Uuid(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        _codes("commissioners"),
        _codes("localities"),
        _json("options"),
        _json("forms"),
        sa.Column("model", sa.Text(), nullable=True),
        _json("option_selected", nullable=True),
        _json("form_selected", nullable=True),
        _codes("selected_by"),
        sa.Column("approved_on", sa.Date(), nullable=True),
        _codes("strategic"),
        _codes("alliance"),
        _json("on_both"),
        _json("splits"),
        _json("confirmations"),
        _codes("confirmed_by"),
        _codes("missing"),
        sa.Column("mobilisation_began_on", sa.Date(), nullable=True),
        sa.Column("live_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("acs_design_id"),
        sa.UniqueConstraint("ref", name="uq_acs_designs_ref"),
    )
    op.create_index("ix_acs_designs_stage", "acs_designs", ["stage"])
