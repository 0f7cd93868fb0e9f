"""market, specifications, dialogue"""

revision = "contracts_0009"
down_revision = "contracts_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
