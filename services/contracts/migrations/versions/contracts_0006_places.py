"""places, scope, design"""

revision = "contracts_0006"
down_revision = "contracts_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
