"""assurance, outcomes"""

revision = "contracts_0008"
down_revision = "contracts_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
