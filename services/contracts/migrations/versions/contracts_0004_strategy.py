"""strategy, alliance agreements, incentives, programmes"""

revision = "contracts_0004"
down_revision = "contracts_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
