"""When a subscription was changed, beside when its reader said yes; and the letter of a delivery under that name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("subscribers", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("changed_at", sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite"), nullable=True)
        )
    _rename("message", "letter")


def downgrade() -> None:
    _rename("letter", "message")
    with op.batch_alter_table("subscribers", schema=None) as batch_op:
        batch_op.drop_column("changed_at")


def _rename(old: str, new: str) -> None:
    """In place: a batch would copy all that was ever owed."""
    op.drop_index(f"ix_deliveries_{old}", table_name="deliveries")
    op.execute(f"ALTER TABLE deliveries RENAME COLUMN {old} TO {new}")
    op.create_index(f"ix_deliveries_{new}", "deliveries", [new], unique=False)
