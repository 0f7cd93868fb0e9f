"""governance"""

revision = "contracts_0005"
down_revision = "contracts_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
