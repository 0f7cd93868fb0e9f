"""ocds"""

revision = "contracts_0007"
down_revision = "contracts_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
