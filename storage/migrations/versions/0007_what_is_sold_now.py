"""An index on what is sold now, so that lists of models go past all that was."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NOW = sa.text("known_to IS NULL AND valid_to IS NULL")


def upgrade() -> None:
    op.create_index(
        "ix_rates_now",
        "rates",
        ["model_id_folded", "model_folded", "vendor"],
        sqlite_where=NOW,
        postgresql_where=NOW,
    )


def downgrade() -> None:
    op.drop_index("ix_rates_now", table_name="rates")
